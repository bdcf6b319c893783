import { gzipSync } from 'node:zlib';
import { issueKey, revokeKey } from '@rooms-pro/store';
import { describe, expect, it } from 'vitest';
import {
  createTestEnv,
  message,
  minutes,
  reading,
  roomOf,
  type TestEnv,
} from '../testEnv.suite.ts';

const verdictsOf = (answer: Awaited<ReturnType<TestEnv['send']>>) =>
  answer.body.results.map((result) => result.items.map((item) => item.verdict));

describe('verdicts', () => {
  it('tells applied, unchanged, duplicate and late apart, item by item', async () => {
    const world = await createTestEnv();
    const first = reading(world, 'camera', 'unhealthy', { detail: 'gone' });
    expect(verdictsOf(await world.send(message(world, 'dev-1', first)))).toEqual([['applied']]);
    world.pass(minutes(1));
    const same = reading(world, 'camera', 'unhealthy', { detail: 'gone' });
    const early = { ...first, state: 'healthy', observedAt: '2026-11-22T07:00:00Z' };
    const answer = await world.send(message(world, 'dev-1', first, same, same, early));
    expect(verdictsOf(answer)).toEqual([['duplicate', 'unchanged', 'duplicate', 'late']]);
    expect((await roomOf(world, 'dev-1')).signals.camera?.state).toBe('unhealthy');
  });

  it('answers a message sent twice without adding anything', async () => {
    const world = await createTestEnv();
    const once = message(world, 'dev-1', reading(world, 'camera', 'unhealthy'));
    await world.send(once);
    const before = await world.store.feed(null, 100);
    expect(verdictsOf(await world.send(once))).toEqual([['duplicate']]);
    expect(await world.store.feed(null, 100)).toEqual(before);
  });

  it('refuses bad items with reason and pointer and takes their neighbours', async () => {
    const world = await createTestEnv();
    const answer = await world.send(
      message(
        world,
        'dev-1',
        reading(world, 'toaster', 'unhealthy'),
        reading(world, 'camera', 'broken'),
        reading(world, 'camera', 'healthy', { observedAt: '2026-11-22T08:05:00.001Z' }),
        reading(world, 'camera', 'healthy', { observedAt: '2026-11-22T08:05:00Z' }),
        { form: 'poem' },
        17,
        { form: 'mtr-event', observedAt: world.now(), event: { OperationName: 'Tea' } },
        reading(world, 'conference-speaker', 'healthy', {
          observedAt: '2026-11-22T10:00:00+02:00',
        }),
      ),
    );
    expect(answer.status).toBe(200);
    const items = answer.body.results[0]?.items ?? [];
    expect(items.map(({ verdict, pointer }) => [verdict, pointer])).toEqual([
      ['rejected', '/signal'],
      ['rejected', '/state'],
      // Observed after it was sent, by the same clock: nothing is lost for that.
      ['applied', undefined],
      ['late', undefined],
      ['rejected', '/form'],
      ['rejected', ''],
      ['rejected', '/event/OperationName'],
      ['applied', undefined],
    ]);
    expect(items.every(({ verdict, reason }) => (verdict === 'rejected') === Boolean(reason))).toBe(
      true,
    );
    const room = await roomOf(world, 'dev-1');
    // The message is set back by so much, in its order.
    expect(room.signals['conference-speaker']?.observedAt).toBe('2026-11-22T07:54:59.999Z');
  });

  it('gives an item with several readings the strongest verdict, and lists unreadable parts', async () => {
    const world = await createTestEnv();
    const event = (description: string) => ({
      form: 'mtr-event',
      observedAt: world.now(),
      event: {
        Description: description,
        OperationName: 'HardwareCheckEngine',
        OperationResult: 'Fail',
      },
    });
    const sick = 'Camera status : Unhealthy. Conference Speaker status : Healthy.';
    await world.send(message(world, 'dev-1', event(sick)));
    world.pass(1000);
    const answer = await world.send(
      message(
        world,
        'dev-1',
        event('Camera status : Unhealthy. Conference Speaker status : Unhealthy.'),
        event('Camera status : Unhealthy. Samovar status : Cold.'),
      ),
    );
    const [mixed, partly] = answer.body.results[0]?.items ?? [];
    expect(mixed).toEqual({ verdict: 'applied' });
    expect(partly?.verdict).toBe('duplicate');
    expect(partly?.rejected?.[0]?.pointer).toBe('/event/Description');
  });

  it('counts a restart once and calls it applied once', async () => {
    const world = await createTestEnv();
    const restart = {
      form: 'mtr-event',
      observedAt: world.now(),
      event: { OperationName: 'Restart', OperationResult: 'Pass', AppVersion: '5.1.2' },
    };
    expect(verdictsOf(await world.send(message(world, 'dev-1', restart)))).toEqual([['applied']]);
    expect(verdictsOf(await world.send(message(world, 'dev-1', restart)))).toEqual([['unchanged']]);
    const [device] = (await roomOf(world, 'dev-1')).devices;
    expect(device).toMatchObject({ restarts: 1, appVersion: '5.1.2' });
  });

  it('keeps the version of the Monitoring Software', async () => {
    const world = await createTestEnv();
    await world.send({ ...message(world, 'dev-1'), agent: '1.2.3' });
    expect((await roomOf(world, 'dev-1')).devices[0]?.agentVersion).toBe('1.2.3');
  });
});

describe('the envelope', () => {
  it('refuses one message with its pointer and spoils no other', async () => {
    const world = await createTestEnv();
    const good = [1, 2, 3, 4].map((n) =>
      message(world, `dev-${n}`, reading(world, 'camera', 'healthy')),
    );
    const messages = [...good.slice(0, 3), { ...good[0], seq: -1 }, good[3], 'nonsense'];
    const { status, body } = await world.send({ messages });
    expect(status).toBe(200);
    expect(body.results.map((result) => result.rejected?.pointer)).toEqual([
      undefined,
      undefined,
      undefined,
      '/messages/3/seq',
      undefined,
      '/messages/5',
    ]);
    expect(body.results.map((result) => result.device)).toEqual([
      'dev-1',
      'dev-2',
      'dev-3',
      'dev-1',
      'dev-4',
      '',
    ]);
  });

  it('answers 400 when the only message cannot be read, and says where', async () => {
    const world = await createTestEnv();
    const { status, body } = await world.send({ ...message(world, 'dev-1'), seq: 'one' });
    expect([status, body.error?.code, body.error?.pointer]).toEqual([
      400,
      'messageUnreadable',
      '/seq',
    ]);
  });

  it.each([
    ['[]', ''],
    ['17', ''],
    ['null', ''],
    ['{"messages":[]}', '/messages'],
    ['{"messages":{"0":1}}', '/messages'],
  ])('refuses %s as no envelope', async (text, pointer) => {
    const world = await createTestEnv();
    const { status, body } = await world.post(text);
    expect([status, body.error?.code, body.error?.pointer]).toEqual([
      400,
      'notAnEnvelope',
      pointer,
    ]);
  });

  it('says where a body stops being JSON and stores nothing', async () => {
    const world = await createTestEnv();
    const { status, body } = await world.post('{"device":"dev-1",\n "items":[1,]}');
    expect([status, body.error?.code]).toEqual([400, 'notJson']);
    expect(body.error?.sentence).toContain('position 31 (line 2, column 13)');
    expect((await world.store.feed(null, 10)).entries).toEqual([]);
  });

  it('takes 100 messages and refuses 101', async () => {
    const world = await createTestEnv();
    const many = Array.from({ length: 101 }, (_, n) => message(world, `dev-${n}`));
    expect((await world.send({ messages: many.slice(1) })).status).toBe(200);
    const { status, body } = await world.send({ messages: many });
    expect([status, body.error?.code]).toEqual([413, 'tooManyMessages']);
  });

  it('applies messages of one room in their order', async () => {
    const world = await createTestEnv();
    const turns = ['unhealthy', 'healthy', 'unhealthy'].map((state, n) =>
      message(
        world,
        'dev-1',
        reading(world, 'camera', state, { observedAt: `2026-11-22T07:00:0${n}Z` }),
      ),
    );
    expect(verdictsOf(await world.send({ messages: turns }))).toEqual([
      ['applied'],
      ['applied'],
      ['applied'],
    ]);
  });
});

describe('the body', () => {
  const limit = 256 * 1024;
  const padded = (world: TestEnv, bytes: number) => {
    const text = JSON.stringify({ ...message(world, 'dev-1'), padding: '' });
    return text.replace('"padding":""', `"padding":"${'x'.repeat(bytes - text.length)}"`);
  };

  it('may have 256 kB and not one byte more', async () => {
    const world = await createTestEnv();
    expect((await world.post(padded(world, limit))).status).toBe(200);
    const { status, body } = await world.post(padded(world, limit + 1));
    expect([status, body.error?.code]).toEqual([413, 'bodyTooLarge']);
  });

  it('may come as gzip, with the same limit after unpacking', async () => {
    const world = await createTestEnv();
    const headers = { 'content-encoding': 'gzip' };
    expect((await world.post(gzipSync(padded(world, limit)), { headers })).status).toBe(200);
    expect((await world.post(gzipSync(padded(world, limit + 1)), { headers })).status).toBe(413);
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    expect(bomb.byteLength).toBeLessThan(limit);
    expect((await world.post(bomb, { headers })).status).toBe(413);
  });

  it('is refused when it cannot be unpacked or decoded', async () => {
    const world = await createTestEnv();
    const gzip = { 'content-encoding': 'gzip' };
    const whole = gzipSync(JSON.stringify(message(world, 'dev-1')));
    const codeOf = async (body: string | Uint8Array, headers: Record<string, string>) => {
      const answer = await world.post(body, { headers });
      return [answer.status, answer.body.error?.code];
    };
    expect(await codeOf('{}', gzip)).toEqual([400, 'gzipUnreadable']);
    expect(await codeOf(whole.subarray(0, -9), gzip)).toEqual([400, 'gzipUnreadable']);
    expect(await codeOf('{}', { 'content-encoding': 'br' })).toEqual([415, 'encodingUnknown']);
    expect(await codeOf(Buffer.from([0x22, 0xff, 0x22]), {})).toEqual([400, 'textUnreadable']);
    expect(await codeOf('', {})).toEqual([400, 'notJson']);
  });
});

describe('keys', () => {
  it('are asked for, known, and not revoked', async () => {
    const world = await createTestEnv();
    const beat = message(world, 'dev-1');
    const codeOf = async (as: string | null) => {
      const { status, body, headers } = await world.send(beat, as);
      return [status, body.error?.code, headers['WWW-Authenticate']];
    };
    expect(await codeOf(null)).toEqual([401, 'keyMissing', 'Bearer']);
    expect(await codeOf('')).toEqual([401, 'keyMissing', 'Bearer']);
    expect(await codeOf('rpm_wrong')).toEqual([401, 'keyUnknown', 'Bearer']);
    const { key, id } = await issueKey(
      world.store,
      { kind: 'device', device: 'dev-1' },
      world.now(),
    );
    expect((await world.send(beat, key)).status).toBe(200);
    expect(await revokeKey(world.store, id, world.now())).toBe(true);
    world.pass(30_000);
    expect(await codeOf(key)).toEqual([401, 'keyRevoked', 'Bearer']);
  });

  it('of a device speak for that device only', async () => {
    const world = await createTestEnv();
    const { key } = await issueKey(world.store, { kind: 'device', device: 'dev-1' }, world.now());
    const mine = message(world, 'dev-1', reading(world, 'camera', 'healthy'));
    const theirs = message(world, 'dev-2', reading(world, 'camera', 'unhealthy'));
    const both = await world.send({ messages: [theirs, mine] }, key);
    expect(both.status).toBe(200);
    expect(both.body.results[0]?.rejected?.pointer).toBe('/messages/0/device');
    expect(both.body.results[1]?.items).toEqual([{ verdict: 'applied' }]);
    const alone = await world.send(theirs, key);
    expect([alone.status, alone.body.error?.code]).toEqual([403, 'deviceForbidden']);
    expect(await world.store.document('device', 'dev-2')).toBeNull();
  });

  it('never appear in the log, nor do bodies and names', async () => {
    const world = await createTestEnv();
    await world.send(
      message(world, 'dev-1', reading(world, 'camera', 'unhealthy', { detail: 'SECRET' })),
    );
    await world.send({}, 'rpm_wrong');
    const text = world.logged.map(({ line }) => line).join('\n');
    expect(text).toContain('telemetry.refused');
    expect(text).not.toMatch(/SECRET|rpm_|dev-1/);
  });
});

describe('unchanged telemetry', () => {
  it('asks the store for nothing and writes nothing', async () => {
    const world = await createTestEnv();
    const items = () => [
      reading(world, 'camera', 'healthy'),
      reading(world, 'display:1', 'unhealthy', { detail: 'No signal' }),
    ];
    await world.send(message(world, 'dev-1', ...items()));
    const room = await roomOf(world, 'dev-1');
    const { calls } = world.border;
    calls.length = 0;
    for (let beat = 0; beat < 4; beat += 1) {
      world.pass(5000);
      const answer = await world.send(message(world, 'dev-1', ...items()));
      expect(verdictsOf(answer)).toEqual([['unchanged', 'unchanged']]);
      expect((await world.send(message(world, 'dev-1'))).body.results).toEqual([
        { device: 'dev-1', items: [], commands: [] },
      ]);
    }
    expect(calls).toEqual([]);
    expect(world.lastSeen.at(room.id)).toBe(world.now());
  });

  it('moves the time of observation on, so that older news are late', async () => {
    const world = await createTestEnv();
    await world.send(message(world, 'dev-1', reading(world, 'camera', 'healthy')));
    world.pass(minutes(2));
    await world.send(message(world, 'dev-1', reading(world, 'camera', 'healthy')));
    const old = reading(world, 'camera', 'unhealthy', { observedAt: '2026-11-22T08:01:00Z' });
    expect(verdictsOf(await world.send(message(world, 'dev-1', old)))).toEqual([['late']]);
  });
});

describe('discovery', () => {
  it('makes an onboarding room named after the device, or as its sign-in says', async () => {
    const world = await createTestEnv();
    const event = {
      OperationName: 'HardwareCheckEngine',
      OperationResult: 'Pass',
      DisplayName: `  Yose\u202emite\n${'x'.repeat(200)}`,
    };
    await world.send({
      messages: [
        message(world, 'dev-1', { form: 'mtr-event', observedAt: world.now(), event }),
        message(world, 'dev-2', reading(world, 'display:2', 'healthy')),
      ],
    });
    const named = await roomOf(world, 'dev-1');
    expect(named).toMatchObject({ enrolment: 'onboarding', expectedDisplays: 1 });
    expect(named.name).toBe(`Yosemite ${'x'.repeat(71)}`);
    const plain = await roomOf(world, 'dev-2');
    expect(plain).toMatchObject({ name: 'dev-2', expectedDisplays: 2, meetingMode: 'teams' });
    expect(new Set([named.number, plain.number])).toEqual(new Set([1001, 1002]));
  });

  it('makes one room when a device is met by many at once', async () => {
    const one = await createTestEnv();
    const other = await createTestEnv({ store: one.store });
    const beats = [one, other, one, other].map((world) =>
      world.send(message(world, 'dev-1', reading(world, 'camera', 'unhealthy')), one.gatewayKey),
    );
    expect((await Promise.all(beats)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const rooms = [];
    for await (const { value } of one.store.rooms()) rooms.push(value);
    expect(rooms).toHaveLength(1);
    expect(rooms[0]?.signals.camera?.state).toBe('unhealthy');
  });

  it('finishes what a crash left between claim and room', async () => {
    const world = await createTestEnv();
    await world.store.putDocument('device', 'dev-1', { roomId: 'room-1007' });
    await world.send(message(world, 'dev-1', reading(world, 'camera', 'healthy')));
    expect(await roomOf(world, 'dev-1')).toMatchObject({ id: 'room-1007', number: 1007 });
  });
});

describe('news that a device is gone', () => {
  it('disconnects its room and is no sign of life; the next message reconnects', async () => {
    const world = await createTestEnv();
    await world.send(message(world, 'dev-1', reading(world, 'camera', 'healthy')));
    const { id } = await roomOf(world, 'dev-1');
    const heardAt = world.lastSeen.at(id);
    world.pass(minutes(1));
    const gone = message(world, 'dev-1', reading(world, 'connection', 'unhealthy'));
    expect(verdictsOf(await world.send(gone))).toEqual([['applied']]);
    expect((await roomOf(world, 'dev-1')).connection.status).toBe('disconnected');
    expect(world.lastSeen.at(id)).toBe(heardAt);
    world.pass(minutes(1));
    await world.send(message(world, 'dev-1'));
    expect((await roomOf(world, 'dev-1')).connection.status).toBe('connected');
    expect(world.lastSeen.at(id)).toBe(world.now());
  });
});

describe('a store that fails', () => {
  it('confirms nothing, and the same messages again leave no doubles', async () => {
    const world = await createTestEnv();
    const messages = [1, 2, 3].map((n) =>
      message(world, `dev-${n}`, reading(world, 'camera', 'unhealthy')),
    );
    let commits = 0;
    world.border.breakAt((method) => {
      if (method === 'transact') commits += 1;
      return method === 'transact' && commits >= 4;
    });
    const failed = await world.send({ messages });
    expect([failed.status, failed.headers['Retry-After']]).toEqual([503, '5']);
    expect(failed.body.results).toBeUndefined();
    world.border.breakAt(() => false);
    const again = await world.send({ messages });
    expect(again.status).toBe(200);
    const rooms = [];
    for await (const { value } of world.store.rooms()) rooms.push(value);
    expect(rooms).toHaveLength(3);
    const { entries } = await world.store.feed(null, 100);
    const changes = entries.flatMap(({ event }) => event.changes);
    expect(changes.filter(({ type }) => type === 'reading.changed')).toHaveLength(3);
    expect(changes.filter(({ type }) => type === 'room.registered')).toHaveLength(3);
  });

  it('is not taken for a wrong key', async () => {
    const world = await createTestEnv();
    world.border.breakAt((method) => method === 'document');
    expect((await world.send(message(world, 'dev-1'))).status).toBe(503);
    expect(world.logged.some(({ event }) => event === 'telemetry.failed')).toBe(true);
  });
});
