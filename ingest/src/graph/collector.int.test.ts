import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestEnv, message, minutes, roomOf, type TestEnv } from '../testEnv.suite.ts';
import { createCollector } from './collector.ts';
import { type GraphDouble, startGraphDouble } from './fakeGraph.ts';
import { createGraphTokens } from './graphTokens.ts';

let graph: GraphDouble;
beforeEach(async () => {
  graph = await startGraphDouble();
});
afterEach(() => graph.stop());

const since = '2026-11-22T06:00:00Z';
const connection = (connectionStatus: string) => ({
  connectionStatus,
  lastModifiedDateTime: since,
});

function device(id: string, over: object = {}) {
  return {
    '@odata.type': '#microsoft.graph.teamworkDevice',
    id,
    deviceType: 'TeamsRoom',
    hardwareDetail: { serialNumber: '7', uniqueId: 'shared', macAddresses: [] },
    healthStatus: 'NonUrgent',
    activityState: 'Idle',
    lastModifiedDateTime: since,
    currentUser: { id: 'u-1', displayName: `Room of ${id}`, userIdentityType: 'aadUser' },
    ...over,
  };
}

/** As Graph answers it: wrapped in `value`. */
function health(camera: string, status = 'connected') {
  return {
    body: {
      value: {
        '@odata.type': '#microsoft.graph.teamworkDeviceHealth',
        id: 'h-1',
        ...(status === '' ? {} : { connection: connection(status) }),
        peripheralsHealth: {
          roomCameraHealth: { isOptional: false, connection: connection(camera) },
        },
      },
    },
  };
}

const list = (devices: readonly object[], nextLink?: string) => ({
  body: { value: devices, ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }) },
});

const first = '/teamwork/devices';
const second = '/teamwork/devices?$skiptoken=2';
const healthOf = (id: string) => `/teamwork/devices/${id}/health`;

/** A world with a collector that waits for nothing; `waits` says how long it would have. */
async function createCollecting(over: object = {}) {
  const world = await createTestEnv();
  const waits: number[] = [];
  const wait = async (ms: number) => {
    waits.push(ms);
  };
  const tokens = createGraphTokens(graph.config);
  const collect = createCollector({ ...world, config: graph.config, tokens, wait, ...over });
  return { world, collect, waits };
}

const camera = async (world: TestEnv, id: string) =>
  (await roomOf(world, id)).signals.camera?.state;

describe('a run of the collector', () => {
  it('reads all pages and the health of every device, and discovers their rooms', async () => {
    graph.at(first, list([device('a'), device('b')], second));
    graph.at(second, list([device('c'), device('phone', { deviceType: 'ipPhone' })]));
    for (const id of ['a', 'b', 'c']) graph.at(healthOf(id), health('connected'));
    graph.at(healthOf('b'), health('disconnected'));
    const { world, collect } = await createCollecting();
    expect(await collect()).toEqual({
      listed: 3,
      otherKinds: 1,
      passedOn: 3,
      heard: 0,
      unknown: 0,
      failed: 0,
      fault: null,
    });
    expect(await camera(world, 'b')).toBe('unhealthy');
    const room = await roomOf(world, 'a');
    expect([room.name, room.enrolment, room.connection.status]).toEqual([
      'Room of a',
      'onboarding',
      'connected',
    ]);
    expect(graph.asked.filter((one) => one.includes('/token'))).toHaveLength(1);
  });

  it('takes links in full, too', async () => {
    graph.at(first, list([device('a')], `${graph.origin}/beta${second}`));
    graph.at(second, list([device('b')]));
    const { collect } = await createCollecting();
    expect((await collect()).listed).toBe(2);
  });

  it('passes on differences only, and hears those that are connected', async () => {
    graph.at(first, list([device('a')]));
    graph.at(healthOf('a'), health('connected'));
    const { world, collect } = await createCollecting();
    await collect();
    const { entries } = await world.store.feed(null, 100);
    const { id } = await roomOf(world, 'a');
    for (let run = 0; run < 6; run += 1) {
      world.pass(minutes(5));
      expect(await collect()).toMatchObject({ passedOn: 0, heard: 1 });
      expect(world.lastSeen.at(id)).toBe(world.now());
    }
    const later = await world.store.feed(null, 100);
    expect(later.entries).toHaveLength(entries.length);
    graph.at(healthOf('a'), health('disconnected'));
    expect(await collect()).toMatchObject({ passedOn: 1, heard: 0 });
  });

  it('does not hear a device that Graph calls disconnected', async () => {
    graph.at(first, list([device('a')]));
    graph.at(healthOf('a'), health('connected'));
    const { world, collect } = await createCollecting();
    await collect();
    const { id } = await roomOf(world, 'a');
    const heardAt = world.lastSeen.at(id);
    world.pass(minutes(5));
    const gone = health('connected', 'disconnected');
    gone.body.value.connection = {
      connectionStatus: 'disconnected',
      lastModifiedDateTime: world.now(),
    };
    graph.at(healthOf('a'), gone);
    expect(await collect()).toMatchObject({ passedOn: 1 });
    world.pass(minutes(5));
    expect(await collect()).toMatchObject({ passedOn: 0, heard: 0 });
    expect((await roomOf(world, 'a')).connection.status).toBe('disconnected');
    expect(world.lastSeen.at(id)).toBe(heardAt);
  });

  it('takes the word of the list where health does not know the connection', async () => {
    graph.at(first, list([device('a', { healthStatus: 'Healthy' }), device('b')]));
    graph.at(healthOf('a'), health('disconnected', ''));
    graph.at(healthOf('b'), health('disconnected', 'unknown'));
    const { world, collect } = await createCollecting();
    expect(await collect()).toMatchObject({ passedOn: 1, unknown: 1, failed: 0 });
    expect(await camera(world, 'a')).toBe('unhealthy');
    expect(await world.store.document('device', 'b')).toBeNull();
    // Heard by its own telemetry, it is connected, and what Graph knows of it counts.
    await world.send(message(world, 'b'));
    expect(await collect()).toMatchObject({ passedOn: 1, heard: 1, unknown: 1 });
    expect(await camera(world, 'b')).toBe('unhealthy');
  });

  it('joins a run that is under way', async () => {
    graph.at(first, list([]));
    const { collect } = await createCollecting();
    const [one, other] = await Promise.all([collect(), collect()]);
    expect(one).toBe(other);
    expect(graph.asked.filter((path) => path.endsWith(first))).toHaveLength(1);
  });
});

const ofType = (type: string) => `/teamwork/devices?$filter=deviceType%20eq%20%27${type}%27`;
const types = ['teamsRoom', 'collaborationBar', 'surfaceHub', 'unknown', 'unknownFutureValue'];

describe('a list that fails for one type of device', () => {
  it('is read type by type, and is complete when each type was read', async () => {
    graph.at(first, { status: 500 });
    for (const type of types) graph.at(ofType(type), list([]));
    graph.at(ofType('teamsRoom'), list([device('a')], second));
    graph.at(second, list([device('b')]));
    graph.at(ofType('surfaceHub'), list([device('c', { deviceType: 'surfaceHub' })]));
    for (const id of ['a', 'b', 'c']) graph.at(healthOf(id), health('connected'));
    const { world, collect } = await createCollecting();
    expect(await collect()).toMatchObject({ listed: 3, passedOn: 3, fault: null });
    expect(await camera(world, 'c')).toBe('healthy');
  });

  it('gives the other types where one fails alone, and tells the fault', async () => {
    graph.at(first, list([device('a')], second));
    graph.at(second, { status: 500 });
    for (const type of types) graph.at(ofType(type), list([]));
    graph.at(ofType('teamsRoom'), list([device('A'), device('b')]));
    graph.at(ofType('surfaceHub'), { status: 500 });
    for (const id of ['a', 'A', 'b']) graph.at(healthOf(id), health('connected'));
    const { collect } = await createCollecting();
    expect(await collect()).toMatchObject({ listed: 2, passedOn: 2, fault: 'unavailable' });
  });
});

it('a device whose type Graph does not give may be a room', async () => {
  const untold = ['unknown', 'unknownFutureValue', 'UNKNOWN', null, undefined, ''];
  const others = ['ipPhone', 'teamsPanel', 'sip', 'sipAnalog', 'touchConsole'];
  const devices = [...untold, ...others].map((deviceType, index) =>
    device(`d-${index}`, { deviceType }),
  );
  graph.at(first, list(devices));
  const { collect } = await createCollecting();
  expect(await collect()).toMatchObject({
    listed: untold.length,
    otherKinds: others.length,
    fault: null,
  });
});

describe('what fails', () => {
  it('of one device spoils no other, and its list still tells that it is alive', async () => {
    const alive = { healthStatus: 'healthy' };
    graph.at(first, list([device('a', alive), device('b'), device('c'), device('d')]));
    graph.at(healthOf('a'), { status: 500 });
    graph.at(healthOf('b'), health('connected'));
    graph.at(healthOf('c'), { body: '{"value":' });
    const { world, collect, waits } = await createCollecting({ chance: () => 0 });
    expect(await collect()).toMatchObject({ passedOn: 1, heard: 1, failed: 2, unknown: 1 });
    expect(waits).toEqual([250, 500, 1000, 2000, 4000]);
    expect(await camera(world, 'b')).toBe('healthy');
    graph.at(healthOf('a'), health('disconnected'));
    expect(await collect()).toMatchObject({ passedOn: 1, failed: 1 });
  });

  it('of one page leaves the pages before it', async () => {
    graph.at(first, list([device('a')], second));
    graph.at(second, { body: '<html>' });
    graph.at(healthOf('a'), health('connected'));
    const { world, collect } = await createCollecting();
    expect(await collect()).toMatchObject({ listed: 1, passedOn: 1, fault: 'unreadable' });
    expect(await camera(world, 'a')).toBe('healthy');
    expect(world.logged.some(({ event }) => event === 'collect.incomplete')).toBe(true);
  });

  it.each([
    'https://graph.example/beta/teamwork/devices?$skiptoken=2',
    '//graph.example/teamwork/devices',
    'http://localhost/beta/teamwork/devices',
    'https://',
    '/teamwork/devices',
    '',
  ])('of a link to %j is refused', async (link) => {
    graph.at(first, list([device('a')], link));
    graph.at(healthOf('a'), health('connected'));
    const { collect } = await createCollecting();
    expect(await collect()).toMatchObject({ listed: 1, passedOn: 1, fault: 'linkRefused' });
  });

  it('because Graph is busy waits as long as it says', async () => {
    const busy = { status: 429, headers: { 'retry-after': '7' } };
    graph.at(first, busy, { status: 503 }, list([device('a')]));
    graph.at(healthOf('a'), busy, health('connected'));
    const { collect, waits } = await createCollecting({ chance: () => 0 });
    expect(await collect()).toMatchObject({ passedOn: 1, failed: 0, fault: null });
    expect(waits.some((ms) => ms > 6500 && ms <= 7000)).toBe(true);
    expect(waits).toContain(500);
  });

  it('because the token ended is done again with another one', async () => {
    graph.at(first, list([device('a')]));
    graph.at(healthOf('a'), health('connected'));
    const { collect } = await createCollecting();
    await collect();
    graph.expireToken();
    expect(await collect()).toMatchObject({ heard: 1, fault: null });
    expect(graph.asked.filter((one) => one.includes('/token'))).toHaveLength(2);
  });

  it('because nobody signs us in is told, and nothing else', async () => {
    graph.closeSignIn();
    const { world, collect } = await createCollecting();
    expect(await collect()).toMatchObject({ listed: 0, fault: 'notSignedIn' });
    expect(world.logged.map(({ line }) => line).join('\n')).not.toContain('secret');
  });

  it('because the application may not is told', async () => {
    graph.at(first, { status: 403 });
    const { collect } = await createCollecting();
    expect(await collect()).toMatchObject({ listed: 0, fault: 'notPermitted' });
  });

  it('for want of time comes first in the next run', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'late', 'later'];
    graph.at(first, list(ids.map((id) => device(id))));
    for (const id of ids) graph.at(healthOf(id), retryLater, health('connected'));
    const ends = [new AbortController(), new AbortController()];
    const [firstRun] = ends;
    let waiting = 0;
    // The first run is over once everybody waits whom it had a hand free for.
    const wait = (ms: number, signal: AbortSignal) => {
      waiting += 1;
      if (waiting === 8) firstRun?.abort();
      return untilAborted(ms, signal);
    };
    const deadline = () => ends.shift()?.signal;
    const { collect } = await createCollecting({ wait, deadline });
    expect(await collect()).toMatchObject({ listed: 10, passedOn: 0, fault: 'outOfTime' });
    graph.asked.length = 0;
    for (const id of ids) graph.at(healthOf(id), health('connected'));
    expect(await collect()).toMatchObject({ passedOn: 10, fault: null });
    const order = graph.asked.filter((path) => path.endsWith('/health'));
    expect(order.slice(0, 2).toSorted()).toEqual(
      ['late', 'later'].map((id) => `GET /beta${healthOf(id)}`),
    );
  });

  it('because it was stopped ends at once', async () => {
    graph.at(first, retryLater);
    const { collect } = await createCollecting({ wait: untilAborted });
    const run = collect();
    await collect.stop();
    expect(await run).toMatchObject({ listed: 0, fault: 'outOfTime' });
  });

  it('because signing in takes for ever ends with the run', async () => {
    const end = new AbortController();
    const tokens = () => {
      end.abort();
      return new Promise<string>(() => {});
    };
    const { collect } = await createCollecting({ tokens, deadline: () => end.signal });
    expect(await collect()).toMatchObject({ listed: 0, fault: 'outOfTime' });
  });

  it('in the store goes on again at the next run', async () => {
    graph.at(first, list([device('a')]));
    graph.at(healthOf('a'), health('disconnected'));
    const { world, collect } = await createCollecting();
    world.border.breakAt((method) => method === 'transact');
    await expect(collect()).rejects.toThrow('The disk is on fire.');
    world.border.breakAt(() => false);
    expect(await collect()).toMatchObject({ passedOn: 1 });
    expect(await camera(world, 'a')).toBe('unhealthy');
  });
});

const retryLater = { status: 503, headers: { 'retry-after': '3600' } };

/** Waiting takes the rest of the run. */
function untilAborted(_ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
