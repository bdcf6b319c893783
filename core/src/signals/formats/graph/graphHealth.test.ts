import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphDevices, readGraphHealth } from './graphHealth.ts';

const asked = '2026-03-02T07:15:00.000Z';
const began = '2026-03-01T22:00:00.500Z';

const link = (connectionStatus: unknown, lastModifiedDateTime: unknown = began) => ({
  connectionStatus,
  lastModifiedDateTime,
});
const part = (connectionStatus: unknown, isOptional: unknown = false) => ({
  isOptional,
  connection: link(connectionStatus),
});

function read(body: Record<string, unknown>): string[] {
  const { readings, rejected } = readGraphHealth(body, asked);
  return [
    ...readings.map(({ signal, state }) => `${signal} ${state}`),
    ...rejected.map(({ pointer }) => `? ${pointer}`),
  ];
}

const peripherals = (peripheralsHealth: unknown) => ({ peripheralsHealth });

describe('the health of a device', () => {
  it('is read completely, each member as its signal', () => {
    const body = {
      connection: link('connected'),
      loginStatus: {
        exchangeConnection: link('disconnected'),
        teamsConnection: link('connected'),
        skypeConnection: link('disconnected'),
      },
      peripheralsHealth: {
        roomCameraHealth: part('disconnected'),
        contentCameraHealth: part('connected'),
        speakerHealth: part('disconnected'),
        communicationSpeakerHealth: part('connected'),
        microphoneHealth: part('disconnected'),
        displayHealthCollection: [part('connected'), part('disconnected')],
      },
      hardwareHealth: {
        computeHealth: part('disconnected'),
        hdmiIngestHealth: part('disconnected'),
      },
    };
    const expected = [
      'connection healthy',
      'signin-exchange unhealthy',
      'signin-teams healthy',
      'signin-skype unhealthy',
      'display:1 healthy',
      'display:2 unhealthy',
      'conference-microphone unhealthy',
      'conference-speaker healthy',
      'default-speaker unhealthy',
      'camera unhealthy',
      'content-camera healthy',
      'hdmi-ingest unhealthy',
    ];
    expect(read(body)).toEqual(expected);
    expect(read({ value: body })).toEqual(expected);
  });

  it.each([
    ['connected', false, ['camera healthy']],
    ['CONNECTED', false, ['camera healthy']],
    ['Disconnected', false, ['camera unhealthy']],
    ['disconnected', true, ['camera notApplicable']],
    ['connected', true, ['camera healthy']],
    ['disconnected', null, ['camera unhealthy']],
    ['disconnected', undefined, ['camera unhealthy']],
    ['unknown', false, []],
    ['Unknown', true, []],
    ['unknownFutureValue', false, []],
    [null, false, []],
    ['limping', false, ['? /peripheralsHealth/roomCameraHealth/connection/connectionStatus']],
    [1, false, ['? /peripheralsHealth/roomCameraHealth/connection/connectionStatus']],
    ['disconnected', 'true', ['? /peripheralsHealth/roomCameraHealth/isOptional']],
  ])('%j, optional %j', (status, isOptional, expected) => {
    expect(read(peripherals({ roomCameraHealth: part(status, isOptional) }))).toEqual(expected);
  });

  it.each([
    [began, began],
    ['2026-03-01T23:00:00.5+01:00', began],
    ['2026-03-01T22:00:00.5009999Z', began],
    ['0001-01-01T00:00:00Z', asked],
    ['2026-02-30T00:00:00Z', asked],
    ['2026-03-01T22-00-00Z', asked],
    ['2026-03-01T22:00:00', asked],
    ['yesterday', asked],
    [1_772_000_000_000, asked],
    [null, asked],
    [undefined, asked],
  ])('began at %j, so it is observed at %s', (written, observedAt) => {
    const body = {
      connection: { connectionStatus: 'disconnected', lastModifiedDateTime: written },
    };
    expect(readGraphHealth(body, asked).readings).toEqual([
      { signal: 'connection', state: 'unhealthy', detail: 'Disconnected', observedAt },
    ]);
  });

  it('rejects wrong types at their position and reads the rest', () => {
    const body = {
      value: {
        connection: 'gone',
        loginStatus: [],
        peripheralsHealth: {
          roomCameraHealth: { connection: 5 },
          microphoneHealth: null,
          displayHealthCollection: [null, 7, part('connected')],
        },
        hardwareHealth: { hdmiIngestHealth: part('connected') },
      },
    };
    expect(read(body)).toEqual([
      'display:3 healthy',
      'hdmi-ingest healthy',
      '? /value/connection',
      '? /value/loginStatus',
      '? /value/peripheralsHealth/displayHealthCollection/1',
      '? /value/peripheralsHealth/roomCameraHealth/connection',
    ]);
  });

  it('accepts 16 displays', () => {
    const displayHealthCollection = Array.from({ length: 20 }, () => part('connected'));
    const said = read(peripherals({ displayHealthCollection }));
    expect(said).toHaveLength(17);
    expect(said.at(-1)).toBe('? /peripheralsHealth/displayHealthCollection/16');
    expect(read(peripherals({ displayHealthCollection: {} }))).toEqual([
      '? /peripheralsHealth/displayHealthCollection',
    ]);
  });
});

describe('a device', () => {
  it.each([
    ['offline', ['connection unhealthy']],
    ['Offline', ['connection unhealthy']],
    ['HEALTHY', ['connection healthy']],
    ['nonUrgent', []],
    ['urgent', []],
    ['Critical', []],
    ['unknown', []],
    [null, []],
    [3, ['? /healthStatus']],
  ])('of health status %j', (healthStatus, expected) => {
    const device = { '@odata.type': '#microsoft.graph.teamworkDevice', id: 'a', healthStatus };
    expect(read(device)).toEqual(expected);
    const { '@odata.type': _, ...untyped } = device;
    expect(read(untyped)).toEqual(expected);
  });

  it('is identified by its id, never by its hardware', () => {
    const hardwareDetail = { uniqueId: 'same' };
    const devices = [
      { id: 'a', hardwareDetail },
      { id: 'b', hardwareDetail },
      { hardwareDetail },
      { id: ' ' },
      { id: 4 },
      null,
      'c',
    ];
    expect(graphDevices({ value: devices }).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(graphDevices({ value: devices })[1]?.body).toEqual(devices[1]);
    expect(graphDevices({ value: { id: 'a' } })).toEqual([]);
    expect(graphDevices({})).toEqual([]);
  });

  it('is not accepted in a list', () => {
    expect(read({ value: [{ id: 'a', healthStatus: 'offline' }] })).toEqual(['? /value']);
  });
});

describe('other resources', () => {
  it('are ignored without a fault', () => {
    expect(read({ value: { activePeripherals: {} } })).toEqual([]);
    expect(
      read({ '@odata.type': '#microsoft.graph.teamworkDeviceOperation', status: 'queued' }),
    ).toEqual([]);
  });

  it('contain versions', () => {
    const softwareVersions = {
      teamsClientSoftwareVersion: '5.3.1',
      operatingSystemSoftwareVersion: '10.0.1',
      adminAgentSoftwareVersion: '9',
      firmwareSoftwareVersion: null,
    };
    const { facts, rejected } = readGraphHealth({ value: { softwareVersions } }, asked);
    expect(facts).toEqual([
      { kind: 'software', what: 'app', version: '5.3.1' },
      { kind: 'software', what: 'os', version: '10.0.1' },
    ]);
    expect(rejected).toEqual([]);
    expect(read({ softwareVersions: 5 })).toEqual(['? /softwareVersions']);
    expect(read({ softwareVersions: { teamsClientSoftwareVersion: 5 } })).toEqual([
      '? /softwareVersions/teamsClientSoftwareVersion',
    ]);
  });

  it.each([[{}], [{ value: null }], [{ value: {} }], [{ value: 'x' }], [{ hello: 1 }]])(
    '%j is none of them',
    (body) => {
      const { readings, rejected } = readGraphHealth(body, asked);
      expect([readings, rejected.length]).toEqual([[], 1]);
    },
  );

  it('accepts any payload', () => {
    const keys = fc.constantFrom(
      'value',
      'connection',
      'loginStatus',
      'peripheralsHealth',
      'healthStatus',
      'softwareVersions',
      '@odata.type',
    );
    fc.assert(
      fc.property(fc.dictionary(keys, fc.anything()), (body) => {
        const { readings } = readGraphHealth(body, asked);
        expect(readings.every(({ observedAt }) => observedAt >= '2000')).toBe(true);
      }),
    );
  });
});
