import { openSqliteStore, type SqliteStore } from '@rooms-pro/store';
import { createManualClock, type ManualClock } from '@rooms-pro/testing/clock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../../log.ts';
import type { Notifier } from '../notifier.ts';
import { leasedSender } from './leasedSender.ts';
import { type Messenger, SendError } from './messenger.ts';

let store: SqliteStore;
let clock: ManualClock;
beforeEach(() => {
  store = openSqliteStore({ file: ':memory:' });
  clock = createManualClock();
});
afterEach(() => store.close());

/** A process, with the calls of its notifier and the messenger that it received. */
function openProcess(holder: string, opens: () => Promise<void> = async () => {}, own = clock) {
  const received: string[] = [];
  const lines: Readonly<Record<string, unknown>>[] = [];
  let messenger: Messenger | null = null;
  const teams: Messenger = { post: async () => 'message-1', edit: async () => {} };
  const notifier: Notifier = {
    roomChanged: ({ id }) => received.push(id),
    outageChanged: (id) => received.push(id),
    peopleChanged: () => received.push('everything'),
    conversationChanged: (id) => received.push(id),
    tendConversations: () => received.push('conversations'),
    reconcile: () => received.push('everything'),
    incidentOf: () => null,
    keeps: () => true,
    waiting: () => 3,
    idle: async () => {},
    stop: async () => void received.push('stop'),
  };
  const sending = leasedSender({
    store,
    sharing: { ...own, holder, catchUp: async () => received.push('catchUp') },
    open: async (guard) => {
      await opens();
      messenger = guard(teams);
      return notifier;
    },
    log: createLog('info', { write: (line) => void lines.push(JSON.parse(line)) }),
  });
  sending.start();
  return { sending, received, lines, post: () => messenger?.post('a', {}, '') };
}

it('passes changes only to the notifier of the process that owns the lease', async () => {
  const one = openProcess('one');
  await clock.run(500);
  const other = openProcess('other');
  await clock.run(500);
  for (const { sending } of [one, other]) {
    sending.roomChanged({ id: 'room-1' });
    sending.outageChanged('outage-1');
    sending.reconcile();
  }
  expect(one.received).toEqual(['catchUp', 'everything', 'room-1', 'outage-1', 'everything']);
  expect(other.received).toEqual([]);
  expect([one.sending.waiting(), other.sending.waiting()]).toEqual([3, 0]);
  expect(await other.sending.keeps('room-1', 'message-1')).toBe(false);
  await one.sending.stop();
  expect(one.received.at(-1)).toBe('stop');
  await clock.run(5_000);
  expect(other.received).toEqual(['catchUp', 'everything']);
  await other.sending.stop();
});

it('repeats a failed read of the store after it got the lease, and renews the lease in the meantime', async () => {
  // It starts again after 1, 3, 7, 15 and 31 seconds.
  let faults = 6;
  const one = openProcess('one', async () => {
    faults -= 1;
    if (faults > 0) throw new Error('no network');
  });
  const other = openProcess('other');
  await clock.run(25_000);
  expect([one.received.includes('everything'), other.received]).toEqual([false, []]);
  await clock.run(10_000);
  expect(one.received.at(-1)).toBe('everything');
  await Promise.all([one.sending.stop(), other.sending.stop()]);
});

it('waits longer after each failed start, up to a minute, and logs each one with its stack', async () => {
  const starts: number[] = [];
  const begin = clock.nowMs();
  const one = openProcess('one', async () => {
    starts.push((clock.nowMs() - begin) / 1000);
    throw new TypeError('x is undefined');
  });
  await clock.run(200_000);
  expect(starts).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
  const failed = one.lines.filter(({ event }) => event === 'sender.notStarted');
  expect(failed.map(({ failures, againInSeconds }) => [failures, againInSeconds])).toEqual([
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 8],
    [5, 16],
    [6, 32],
    [7, 60],
    [8, 60],
    [9, 60],
  ]);
  expect(failed[0]).toMatchObject({
    level: 50,
    sentence: expect.stringContaining('No cards are sent'),
    err: { type: 'TypeError', stack: expect.stringContaining('x is undefined') },
  });
  // Only a process that sends is logged as the sender, because an alarm counts these lines.
  expect(one.lines.some(({ event }) => event === 'sender.began')).toBe(false);
  await one.sending.stop();
  expect(one.lines.some(({ event }) => event === 'sender.ended')).toBe(false);
});

it('starts no notifier when it is stopped during the start', async () => {
  const opening = Promise.withResolvers<void>();
  const one = openProcess('one', () => opening.promise);
  await clock.run(500);
  const stopped = one.sending.stop();
  opening.resolve();
  await stopped;
  expect(one.received).toEqual(['catchUp', 'stop']);
});

it('sends nothing after its lease expired, even when the process was suspended', async () => {
  let nowMs = 0;
  const one = openProcess('one', undefined, { ...clock, nowMs: () => nowMs });
  await clock.run(500);
  expect(await one.post()).toBe('message-1');
  nowMs = 12_000;
  const refused = await Promise.resolve(one.post()).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(SendError);
  expect(refused).toMatchObject({ failure: { kind: 'retry' } });
  await one.sending.stop();
});
