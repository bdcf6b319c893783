import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  dataSettings,
  describeSettings,
  isProduction,
  readAttachmentSettings,
  readSettings,
  readStoreSettings,
} from './settings.ts';

const id = '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const schema = z.object(dataSettings);
const read = (env: Record<string, string>) =>
  readSettings(schema, env, { heading: 'Faults:', missing: [] });

describe('the settings of places', () => {
  it('name no place when nothing is set', () => {
    const places = read({});
    expect(readStoreSettings(places)).toBeNull();
    expect(readAttachmentSettings(places)).toBeNull();
  });

  it('keep attachments in a folder beside a database file', () => {
    const places = read({ STORE_FILE: path.join('data', 'rooms.sqlite') });
    const folder = path.join('data', 'attachments');
    expect(readAttachmentSettings(places)).toEqual({ kind: 'folder', folder });
  });

  it('keep attachments in Blob storage where it is named, whatever the store is', () => {
    const accountUrl = 'https://rooms.blob.core.windows.net';
    const places = read({
      STORE_FILE: 'a',
      ATTACHMENTS_URL: accountUrl,
      AZURE_CLIENT_ID: id.toUpperCase(),
    });
    expect(readAttachmentSettings(places)).toEqual({ kind: 'blob', accountUrl, identity: id });
  });

  it('say how many days events are kept', () => {
    const COSMOS_ENDPOINT = 'https://rooms.documents.azure.com';
    const kept = (KEEP_EVENTS_DAYS: string) =>
      readStoreSettings(read({ COSMOS_ENDPOINT, KEEP_EVENTS_DAYS }));
    expect(kept('365')).toMatchObject({ keepEventsDays: 365, identity: 'default' });
    expect(kept('')).toMatchObject({ keepEventsDays: null });
  });

  it.each([
    ['KEEP_EVENTS_DAYS', '0'],
    ['KEEP_EVENTS_DAYS', '-5'],
    ['KEEP_EVENTS_DAYS', '1.5'],
    ['COSMOS_ENDPOINT', 'http://rooms.example.com'],
    ['AZURE_CLIENT_ID', 'rooms-pro-identity'],
    ['ATTACHMENTS_URL', 'rooms.blob.core.windows.net'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(name);
  });

  it('take no placeholder for a value, and look at no setting of others', () => {
    expect(() => read({ COSMOS_DATABASE: `\${{NAME}}`, COSMOS_KEY: `\${{KEY}}` })).toThrow(
      /COSMOS_DATABASE: still a placeholder.*\n.*COSMOS_KEY: still a placeholder/,
    );
    expect(read({ PS1: `\${{debian_chroot}}` }).COSMOS_DATABASE).toBe('rooms-pro');
  });

  it.each([
    ['', true],
    ['production', true],
    ['Production', true],
    ['prod', true],
    ['TEST', true],
    ['development', false],
    ['test', false],
  ])('are for real use with NODE_ENV=%s: %s', (NODE_ENV, isReal) => {
    expect(isProduction({ NODE_ENV })).toBe(isReal);
  });

  it('are described, each with its meaning', () => {
    const described = describeSettings(schema);
    expect(described.map(({ name }) => name)).toEqual(Object.keys(dataSettings));
    expect(described.filter(({ meaning }) => meaning === '')).toEqual([]);
  });
});
