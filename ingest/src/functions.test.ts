import { routes } from '@rooms-pro/core/routes';
import { describe, expect, it } from 'vitest';
import { readDeployedConfig } from './config.ts';
import { enqueuedTimes, httpTriggers } from './functions.ts';
import { readIngestConfig, registerFunctions } from './index.ts';

const id = '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
describe('readIngestConfig', () => {
  it('has defaults, and ignores empty values', () => {
    const config = readIngestConfig({ LOG_LEVEL: '' });
    const sweepSchedule = '0 * * * * *';
    expect(config).toEqual({
      logLevel: 'info',
      sweepSchedule,
      graph: null,
      eventHub: '',
      quotas: {},
      store: null,
      attachments: null,
      insights: '',
      identity: '',
      partsOff: [],
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('names all faults together', () => {
    const read = () => readIngestConfig({ LOG_LEVEL: 'loud', SWEEP_SCHEDULE: 'daily' });
    expect(read).toThrow(/LOG_LEVEL[\s\S]*SWEEP_SCHEDULE/);
    // The Functions host keeps the first line only.
    expect(read).toThrow(/^The settings of ingest have faults: LOG_LEVEL, SWEEP_SCHEDULE\n/);
    const unset = () => readDeployedConfig({ LOG_LEVEL: 'loud' });
    expect(unset).toThrow(/^[^\n]*: LOG_LEVEL, COSMOS_ENDPOINT, AZURE_CLIENT_ID\n/);
  });

  it('reads the quotas that are set', () => {
    const read = readIngestConfig({ NEW_ROOMS_PER_HOUR: '20' });
    expect(read.quotas).toEqual({ newRoomsPerHour: 20 });
    expect(() => readIngestConfig({ NEW_ROOMS_PER_HOUR: '0' })).toThrow('NEW_ROOMS_PER_HOUR');
  });

  it('requires a store for standalone ingest, and names it with all other faults', () => {
    expect(() => readDeployedConfig({ LOG_LEVEL: 'loud' })).toThrow(
      /LOG_LEVEL[\s\S]*COSMOS_ENDPOINT/,
    );
    const COSMOS_ENDPOINT = 'https://rooms.documents.azure.com';
    expect(() => readDeployedConfig({ COSMOS_ENDPOINT })).toThrow('AZURE_CLIENT_ID: needed');
    expect(() => readDeployedConfig({ NODE_ENV: 'Development' })).toThrow('NODE_ENV');
    const identified = { COSMOS_ENDPOINT, AZURE_CLIENT_ID: id };
    expect(readDeployedConfig(identified).store).toMatchObject({ identity: id });
    expect(() => readDeployedConfig({ COSMOS_ENDPOINT, STORE_FILE: 'a' })).toThrow('STORE_FILE');
    const tried = readDeployedConfig({ NODE_ENV: 'development', STORE_FILE: 'a' });
    expect(tried.store).toEqual({ kind: 'sqlite', file: 'a' });
  });

  it('reads the settings for Graph, and requires all of them', () => {
    const read = () => readIngestConfig({ GRAPH_CLIENT_ID: id });
    expect(read).toThrow(/GRAPH_TENANT_ID[\s\S]*GRAPH_CLIENT_SECRET/);
    expect(() => readIngestConfig({ GRAPH_BASE_URL: 'http://graph.example/beta' })).toThrow(
      /GRAPH_BASE_URL/,
    );
    const secrets = { GRAPH_TENANT_ID: id, GRAPH_CLIENT_SECRET: 'secret' };
    expect(readIngestConfig({ GRAPH_CLIENT_ID: id, ...secrets }).graph).toMatchObject({
      clientId: id,
      baseUrl: 'https://graph.microsoft.com/beta',
      authority: 'https://login.microsoftonline.com',
      schedule: '0 */5 * * * *',
    });
  });

  const reference = '@Microsoft.KeyVault(SecretUri=https://v.example/s)';

  it.each([
    ['graph', 'GRAPH_CLIENT_SECRET', null],
    ['insights', 'APPLICATIONINSIGHTS_CONNECTION_STRING', ''],
    ['attachments', 'ATTACHMENTS_URL', null],
    ['eventHub', 'EVENT_HUB_NAME', ''],
  ] as const)('runs without %s when the Key Vault gives no %s', (part, name, off) => {
    const config = readDeployedConfig({
      COSMOS_ENDPOINT: 'https://rooms.documents.azure.com',
      AZURE_CLIENT_ID: id,
      GRAPH_CLIENT_ID: id,
      GRAPH_TENANT_ID: id,
      GRAPH_CLIENT_SECRET: 'secret',
      [name]: reference,
    });
    expect(config[part]).toEqual(off);
    expect(config.partsOff).toEqual([{ part, settings: [name] }]);
    expect(config.graph === null).toBe(part === 'graph');
  });

  it('does not start without a required setting', () => {
    const needed = { COSMOS_ENDPOINT: reference, COSMOS_KEY: reference };
    expect(() => readDeployedConfig(needed)).toThrow(/^[^\n]*: COSMOS_ENDPOINT, COSMOS_KEY\n/);
    expect(() => readDeployedConfig(needed)).toThrow('COSMOS_KEY: the Key Vault did not return it');
  });
});

describe('registerFunctions', () => {
  it('runs outside the host, where it registers nothing', () => {
    const sweep = Object.assign(async () => Promise.reject(new Error('not now')), { stop() {} });
    const none = () => ({ status: 200 });
    const posted = {
      ingestTelemetry: none,
      enrol: none,
      rotateKey: none,
      deviceState: none,
      takeAttachment: none,
    };
    const all = { ...posted, ready: none, takeEvents: async () => {}, sweep };
    expect(() => registerFunctions(all, readIngestConfig({}))).not.toThrow();
  });
});

it('has one HTTP trigger for each route of ingest in the table of routes', () => {
  const triggers = httpTriggers.map(({ method, route }) => `${method} /api/${route}`);
  const ofIngest = routes.filter(({ service }) => service === 'ingest');
  expect(triggers.toSorted()).toEqual(
    ofIngest.map(({ method, path }) => `${method} ${path}`).toSorted(),
  );
});

it('reads the enqueued times of events in all forms of the host', () => {
  const at = '2026-11-22T08:00:00.000Z';
  expect(
    enqueuedTimes({ enqueuedTimeUtcArray: [at, '2026-11-22T08:00:00', new Date(at), 17] }),
  ).toEqual([at, at, at, null]);
  expect(enqueuedTimes({ enqueuedTimeUtc: at })).toEqual([at]);
  expect(enqueuedTimes(undefined)).toEqual([null]);
});
