import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  attachmentSettingsOf,
  describeSettings,
  placeSettings,
  readSettings,
  storeSettingsOf,
} from './settings.ts';

const schema = z.object(placeSettings);
const read = (env: Record<string, string>) =>
  readSettings(schema, env, { heading: 'Faults:', missing: [] });

describe('the settings of places', () => {
  it('name no place when nothing is set', () => {
    const places = read({});
    expect(storeSettingsOf(places)).toBeNull();
    expect(attachmentSettingsOf(places)).toBeNull();
  });

  it('keep attachments in a folder beside a database file', () => {
    const places = read({ STORE_FILE: path.join('data', 'rooms.sqlite') });
    const folder = path.join('data', 'attachments');
    expect(attachmentSettingsOf(places)).toEqual({ kind: 'folder', folder });
  });

  it('keep attachments in Blob storage where it is named, whatever the store is', () => {
    const accountUrl = 'https://rooms.blob.core.windows.net';
    const places = read({ STORE_FILE: 'a', ATTACHMENTS_URL: accountUrl, AZURE_CLIENT_ID: 'id' });
    expect(attachmentSettingsOf(places)).toEqual({ kind: 'blob', accountUrl, identity: 'id' });
  });

  it('say how many days events are kept', () => {
    const COSMOS_ENDPOINT = 'https://rooms.documents.azure.com';
    const kept = (KEEP_EVENTS_DAYS: string) =>
      storeSettingsOf(read({ COSMOS_ENDPOINT, KEEP_EVENTS_DAYS }));
    expect(kept('365')).toMatchObject({ keepEventsDays: 365, identity: 'default' });
    expect(kept('')).toMatchObject({ keepEventsDays: null });
  });

  it.each([
    ['KEEP_EVENTS_DAYS', '0'],
    ['KEEP_EVENTS_DAYS', '-5'],
    ['KEEP_EVENTS_DAYS', '1.5'],
    ['COSMOS_ENDPOINT', 'http://rooms.example.com'],
    ['ATTACHMENTS_URL', 'rooms.blob.core.windows.net'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(name);
  });

  it('are described, each with its meaning', () => {
    const described = describeSettings(schema);
    expect(described.map(({ name }) => name)).toEqual(Object.keys(placeSettings));
    expect(described.filter(({ meaning }) => meaning === '')).toEqual([]);
  });
});
