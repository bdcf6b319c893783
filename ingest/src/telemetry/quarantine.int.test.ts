/** Documents that cannot be read, as ingest meets them: nothing is lost, and all else goes on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteStore, type StoredKind } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { damageFile } from '../../../store/src/schemas/realDocuments.suite.ts';
import { registerRoom } from '../devices/registerRoom.ts';
import { createEventsHandler } from '../events/handleEvents.ts';
import { createReadyHandler } from '../http/handleReady.ts';
import {
  createTestEnv,
  message,
  minutes,
  reading,
  roomOf,
  type TestEnv,
} from '../testEnv.suite.ts';

let folder: string;
let file: string;
let close: () => Promise<void>;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rooms-pro-ingest-'));
  file = path.join(folder, 'rooms.sqlite');
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

const open = () => {
  const store = openSqliteStore({ file });
  close = () => store.close();
  return store;
};

/** A world with three rooms whose cameras fail, in which a document was damaged while nothing ran. */
async function worldWith(kind: StoredKind, id: string): Promise<TestEnv> {
  const store = open();
  const before = await createTestEnv({ store });
  for (const device of ['dev-1', 'dev-2', 'dev-3']) {
    const by = { kind: 'platform' } as const;
    await registerRoom(before, { profile: aProfile(), device, enrol: true, by });
    await before.send(message(before, device, reading(before, 'camera', 'unhealthy')));
  }
  await before.lastSeen.flush();
  await store.close();
  damageFile(file, kind, id, (value) => ({ ...value, ...fromTheFuture }));
  const world = await createTestEnv({ store: open() });
  await world.lastSeen.load();
  return world;
}

const fromTheFuture = { enrolment: 'paused', roomId: 'desk-1', next: 'many', latest: 7, kind: 'x' };
const broken = (world: TestEnv) => world.store.quarantine.list().map(({ kind, id }) => [kind, id]);

describe('a room in quarantine', () => {
  it('does not keep the sweep from all other rooms', async () => {
    const world = await worldWith('room', 'room-1002');
    const sweep = world.sweep();
    world.pass(minutes(30));
    expect(await sweep()).toMatchObject({ rooms: 2, ticked: 2, failed: 0 });
    expect((await roomOf(world, 'dev-3')).signals.camera?.ticket?.number).toBe('1003-1');
    expect(await sweep()).toMatchObject({ rooms: 2, ticked: 0, failed: 0 });
    expect(broken(world)).toEqual([['room', 'room-1002']]);
  });

  it('is not registered anew by its telemetry, which its device keeps', async () => {
    const world = await worldWith('room', 'room-1002');
    const own = await world.send(message(world, 'dev-2', reading(world, 'camera', 'healthy')));
    expect(own).toMatchObject({
      status: 503,
      headers: { 'Retry-After': '60' },
      body: { error: { code: 'documentUnreadable' }, results: [{ device: 'dev-2', items: [] }] },
    });
    world.pass(minutes(1));
    const messages = ['dev-1', 'dev-2', 'dev-3'].map((device) =>
      message(world, device, reading(world, 'camera', 'healthy')),
    );
    const { status, body } = await world.send({ messages });
    expect(status).toBe(200);
    expect(body.results.map(({ items, retry }) => [items.length, retry !== undefined])).toEqual([
      [1, false],
      [0, true],
      [1, false],
    ]);
    expect((await roomOf(world, 'dev-3')).signals.camera?.state).toBe('healthy');
    const rooms: string[] = [];
    for await (const { value } of world.store.rooms()) rooms.push(value.id);
    expect(rooms).toEqual(['room-1001', 'room-1003']);
    expect((await world.store.document('counter', 'roomNumber'))?.value).toEqual({ next: 1004 });
  });

  it('does not hold up the hub: its messages are set aside', async () => {
    const world = await worldWith('room', 'room-1002');
    world.pass(minutes(1));
    const messages = ['dev-1', 'dev-2'].map((device) =>
      message(world, device, reading(world, 'camera', 'healthy')),
    );
    await createEventsHandler(world)([{ messages }], 'test');
    expect((await roomOf(world, 'dev-1')).signals.camera?.state).toBe('healthy');
    const aside = [];
    for await (const { value } of world.store.documents<{ device: string }>('setAside'))
      aside.push(value.device);
    expect(aside).toEqual(['dev-2']);
  });

  it('is named by /readyz, which stays ready', async () => {
    const world = await worldWith('room', 'room-1002');
    await world.sweep()();
    const answer = createReadyHandler({ ...world.store, isCurrent: () => true }, () => 0);
    expect(await answer()).toMatchObject({
      status: 200,
      jsonBody: {
        status: 'ready',
        unreadable: { total: 1, documents: [{ kind: 'room', id: 'room-1002' }] },
      },
    });
  });
});

describe('other documents in quarantine', () => {
  it('of a device: its telemetry waits, and no second room is made for it', async () => {
    const world = await worldWith('device', 'dev-2');
    expect((await world.send(message(world, 'dev-2'))).status).toBe(503);
    expect((await world.send(message(world, 'dev-1'))).status).toBe(200);
    expect((await world.store.document('counter', 'roomNumber'))?.value).toEqual({ next: 1004 });
  });

  it('of the counter: no number is given twice, and rooms that exist go on', async () => {
    const world = await worldWith('counter', 'roomNumber');
    expect((await world.send(message(world, 'dev-9'))).status).toBe(503);
    expect((await world.send(message(world, 'dev-1'))).status).toBe(200);
    expect(await world.store.document('device', 'dev-9')).toBeNull();
  });

  it('of times of telemetry: they are written anew', async () => {
    const world = await worldWith('lastSeen', '0');
    await world.send(message(world, 'dev-1'));
    await world.lastSeen.flush();
    expect(broken(world)).toEqual([]);
    expect(await world.store.document('lastSeen', '0')).not.toBeNull();
  });

  it('of a key: it is rejected, and every other key is good', async () => {
    const store = open();
    const before = await createTestEnv({ store });
    const { gatewayKey } = before;
    const ids: string[] = [];
    for await (const { id } of store.documents('key')) ids.push(id);
    await store.close();
    damageFile(file, 'key', ids[0] ?? '', () => ({ kind: 'gateway' }));
    const world = await createTestEnv({ store: open() });
    expect((await world.send(message(world, 'dev-1'), gatewayKey)).status).toBe(401);
    expect((await world.send(message(world, 'dev-1'))).status).toBe(200);
  });

  it('of a mark: keys are judged and devices found as before', async () => {
    const store = open();
    await store.putDocument('setting', 'keyRevocations', { latest: 'x' });
    await store.putDocument('setting', 'deviceMoves', { latest: 'x' });
    await store.close();
    for (const mark of ['keyRevocations', 'deviceMoves'])
      damageFile(file, 'setting', mark, 'notJson');
    const world = await createTestEnv({ store: open() });
    expect((await world.send(message(world, 'dev-1'))).status).toBe(200);
  });
});

describe('an outage whose counter is in quarantine', () => {
  it('leaves each of its rooms disconnected alone', async () => {
    const store = open();
    await store.putDocument('counter', 'outageNumber', { next: 'many' });
    const world = await createTestEnv({ store });
    for (let n = 0; n < 6; n += 1) {
      const by = { kind: 'platform' } as const;
      await registerRoom(world, { profile: aProfile(), device: `dev-${n}`, enrol: true, by });
      await world.send(message(world, `dev-${n}`));
    }
    const sweep = world.sweep();
    let silenced = 0;
    for (let n = 0; n < 21; n += 1) {
      silenced += (await sweep()).silenced;
      world.pass(minutes(1));
    }
    expect(silenced).toBe(6);
    expect((await roomOf(world, 'dev-1')).connection).toMatchObject({ outage: null });
    expect(broken(world)).toEqual([['counter', 'outageNumber']]);
  });
});
