/** Following the Windows event log with a fake `wevtutil` that behaves like Windows. */
import { expect, it } from 'vitest';
import { persistInMemory } from '../durable.ts';
import type { AgentEvent } from '../log.ts';
import type { ProgramResult } from '../runProgram.ts';
import type { Bookmark } from './bookmark.ts';
import { followEventLog, queryArgs } from './followEventLog.ts';
import type { ObservedEvent } from './logSource.ts';

type Written = { id: number; n: number };

/** A device with a log, and a Monitoring Software that the test controls. */
function createScene() {
  let log: Written[] = [];
  const taken: unknown[] = [];
  const said: AgentEvent[] = [];
  const aside: unknown[] = [];
  const bookmark = persistInMemory<Bookmark>();
  let isFull = false;
  let fault: Partial<ProgramResult> = {};

  const timeOf = (n: number) => new Date(Date.UTC(2026, 10, 22) + n * 1_000).toISOString();
  const print = ({ id, n }: Written) =>
    `<Event><System><TimeCreated SystemTime="${timeOf(n)}"/><EventRecordID>${id}</EventRecordID></System><EventData><Data>{"n":${n}}</Data></EventData></Event>`;

  async function wevtutil(args: readonly string[]): Promise<ProgramResult> {
    const from = Number(/EventRecordID >= (\d+)/.exec(args[2] ?? '')?.[1] ?? 0);
    const count = Number(/\/c:(\d+)/.exec(args.join(' '))?.[1]);
    const isNewest = args.includes('/rd:true');
    const found = log.filter(({ id }) => id >= from);
    const some = isNewest ? found.slice(-count) : found.slice(0, count);
    return { code: 0, output: Buffer.from(some.map(print).join(''), 'utf16le'), ...fault };
  }

  return {
    taken,
    said,
    aside,
    bookmark,
    write: (...entries: Written[]) => {
      log = [...log, ...entries].sort((one, other) => one.id - other.id);
    },
    clear: () => {
      log = [];
    },
    fill(full: boolean) {
      isFull = full;
    },
    /** Sets the fault of `wevtutil`; without an argument it works. */
    break(next: Partial<ProgramResult> = {}) {
      fault = next;
    },
    /** Reads until the log has no new events. */
    async readNew() {
      const stopping = new AbortController();
      const source = followEventLog({
        wevtutil,
        bookmark,
        everyMs: 1,
        wait: async () => stopping.abort(),
        quarantine: (what) => aside.push(what),
        onEvent: (event) => said.push(event),
      });
      await source.follow((events: readonly ObservedEvent[]) => {
        if (isFull) throw new Error('The disk is full.');
        taken.push(...events.map(({ event }) => event['n']));
      }, stopping.signal);
      return source.observation?.() ?? null;
    },
  };
}

it('queries with fixed arguments', () => {
  expect(queryArgs(' and (EventRecordID >= 7)')).toEqual([
    'qe',
    'Skype Room System',
    "/q:*[System[Provider[@Name='SRS-App'] and (EventRecordID >= 7)]]",
    '/f:xml',
    '/rd:false',
    '/c:200',
    '/uni:true',
  ]);
});

it('reads each event once and in order, also many events', async () => {
  const scene = createScene();
  scene.write(...Array.from({ length: 650 }, (_, index) => ({ id: index + 10, n: index })));
  await scene.readNew();
  await scene.readNew();
  scene.write({ id: 900, n: 650 });
  await scene.readNew();
  expect(scene.taken).toEqual(Array.from({ length: 651 }, (_, index) => index));
});

it('does not move its bookmark when the events cannot be stored', async () => {
  const scene = createScene();
  scene.write({ id: 1, n: 1 });
  scene.fill(true);
  await scene.readNew();
  expect(scene.said).toEqual(['log.failed']);
  expect(scene.bookmark.read()).toBeNull();
  scene.fill(false);
  await scene.readNew();
  expect(scene.taken).toEqual([1]);
});

const healthy = { signal: 'event-log', state: 'healthy' };

it('reports a log without events as healthy', async () => {
  const scene = createScene();
  expect(await scene.readNew()).toEqual(healthy);
  scene.write({ id: 1, n: 1 });
  expect(await scene.readNew()).toEqual(healthy);
  scene.clear();
  expect(await scene.readNew()).toEqual(healthy);
});

it.each([
  [{ code: 15007 }, 'does not exist'],
  [{ code: 5 }, 'denies access'],
  [{ code: 1722 }, 'service Windows Event Log is not running'],
  [{ code: 1500 }, 'damaged'],
  [{ code: 15001 }, 'rejects the query'],
  [{ code: 4711 }, 'error 4711'],
  [{ code: null }, 'within a minute'],
  [{ output: Buffer.from('Fehler: 5') }, 'not an event'],
])('reports a log that cannot be read (%j) until it can be read again', async (fault, reason) => {
  const scene = createScene();
  scene.write({ id: 1, n: 1 });
  expect(await scene.readNew()).toEqual(healthy);
  scene.break(fault);
  expect(await scene.readNew()).toEqual({
    signal: 'event-log',
    state: 'unhealthy',
    detail: expect.stringContaining(reason),
  });
  scene.write({ id: 2, n: 2 });
  scene.break();
  expect(await scene.readNew()).toEqual(healthy);
  expect(scene.taken).toEqual([1, 2]);
});

it('does not report a full disk as an unreadable log', async () => {
  const scene = createScene();
  scene.write({ id: 1, n: 1 });
  scene.fill(true);
  expect(await scene.readNew()).toEqual(healthy);
});

it('starts again when the log was cleared and its numbers restart at one', async () => {
  const scene = createScene();
  scene.write({ id: 50, n: 1 });
  await scene.readNew();
  scene.clear();
  await scene.readNew();
  scene.write({ id: 1, n: 2 }, { id: 2, n: 3 });
  await scene.readNew();
  expect(scene.taken).toEqual([1, 2, 3]);
  expect(scene.said).toEqual(['log.restarted']);
});

it('detects a new log that has reached the same number', async () => {
  const scene = createScene();
  scene.write({ id: 2, n: 1 });
  await scene.readNew();
  scene.clear();
  scene.write({ id: 1, n: 2 }, { id: 2, n: 3 }, { id: 3, n: 4 });
  await scene.readNew();
  expect(scene.taken).toEqual([1, 2, 3, 4]);
});

it('continues when the oldest records were overwritten', async () => {
  const scene = createScene();
  scene.write({ id: 5, n: 1 });
  await scene.readNew();
  scene.clear();
  scene.write({ id: 90, n: 2 });
  await scene.readNew();
  expect(scene.taken).toEqual([1, 2]);
  expect(scene.said).toEqual([]);
});
