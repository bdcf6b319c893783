/** Following the Windows event log, over a double of `wevtutil` that answers as Windows would. */
import { expect, it } from 'vitest';
import { keepInMemory } from '../durable.ts';
import type { AgentEvent } from '../log.ts';
import type { Ran } from '../runProgram.ts';
import type { Bookmark } from './bookmark.ts';
import { followEventLog, queryArgs } from './followEventLog.ts';
import type { ObservedEvent } from './logSource.ts';

type Written = { id: number; n: number };

/** A device with a log, and a Monitoring Software that looks at it when told to. */
function createScene() {
  let log: Written[] = [];
  const taken: unknown[] = [];
  const said: AgentEvent[] = [];
  const aside: unknown[] = [];
  const bookmark = keepInMemory<Bookmark>();
  let isFull = false;
  let fault: Partial<Ran> = {};

  const timeOf = (n: number) => new Date(Date.UTC(2026, 10, 22) + n * 1_000).toISOString();
  const print = ({ id, n }: Written) =>
    `<Event><System><TimeCreated SystemTime="${timeOf(n)}"/><EventRecordID>${id}</EventRecordID></System><EventData><Data>{"n":${n}}</Data></EventData></Event>`;

  async function wevtutil(args: readonly string[]): Promise<Ran> {
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
    /** What `wevtutil` does from now on; nothing: it works. */
    break(next: Partial<Ran> = {}) {
      fault = next;
    },
    /** Looks until there is nothing new. */
    async look() {
      const stopping = new AbortController();
      const source = followEventLog({
        wevtutil,
        bookmark,
        everyMs: 1,
        wait: async () => stopping.abort(),
        setAside: (what) => aside.push(what),
        onEvent: (event) => said.push(event),
      });
      await source.follow((events: readonly ObservedEvent[]) => {
        if (isFull) throw new Error('The disk is full.');
        taken.push(...events.map(({ event }) => event['n']));
      }, stopping.signal);
      return source.judge?.() ?? null;
    },
  };
}

it('asks by fixed arguments', () => {
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

it('takes each event once, in order, however many there are', async () => {
  const scene = createScene();
  scene.write(...Array.from({ length: 650 }, (_, index) => ({ id: index + 10, n: index })));
  await scene.look();
  await scene.look();
  scene.write({ id: 900, n: 650 });
  await scene.look();
  expect(scene.taken).toEqual(Array.from({ length: 651 }, (_, index) => index));
});

it('does not move on when the events could not be kept', async () => {
  const scene = createScene();
  scene.write({ id: 1, n: 1 });
  scene.fill(true);
  await scene.look();
  expect(scene.said).toEqual(['log.failed']);
  expect(scene.bookmark.read()).toBeNull();
  scene.fill(false);
  await scene.look();
  expect(scene.taken).toEqual([1]);
});

const healthy = { signal: 'event-log', state: 'healthy' };

it('reports a log without events as healthy', async () => {
  const scene = createScene();
  expect(await scene.look()).toEqual(healthy);
  scene.write({ id: 1, n: 1 });
  expect(await scene.look()).toEqual(healthy);
  scene.clear();
  expect(await scene.look()).toEqual(healthy);
});

it.each([
  [{ code: 15007 }, 'does not exist'],
  [{ code: 5 }, 'denies access'],
  [{ code: 1722 }, 'service Windows Event Log does not run'],
  [{ code: 1500 }, 'damaged'],
  [{ code: 15001 }, 'rejects the query'],
  [{ code: 4711 }, 'error 4711'],
  [{ code: null }, 'within a minute'],
  [{ output: Buffer.from('Fehler: 5') }, 'not an event'],
])('reports a log that cannot be read (%j) until it can be read again', async (fault, reason) => {
  const scene = createScene();
  scene.write({ id: 1, n: 1 });
  expect(await scene.look()).toEqual(healthy);
  scene.break(fault);
  expect(await scene.look()).toEqual({
    signal: 'event-log',
    state: 'unhealthy',
    detail: expect.stringContaining(reason),
  });
  scene.write({ id: 2, n: 2 });
  scene.break();
  expect(await scene.look()).toEqual(healthy);
  expect(scene.taken).toEqual([1, 2]);
});

it('does not take a full disk for a log that cannot be read', async () => {
  const scene = createScene();
  scene.write({ id: 1, n: 1 });
  scene.fill(true);
  expect(await scene.look()).toEqual(healthy);
});

it('begins anew when the log was cleared and counts from one', async () => {
  const scene = createScene();
  scene.write({ id: 50, n: 1 });
  await scene.look();
  scene.clear();
  await scene.look();
  scene.write({ id: 1, n: 2 }, { id: 2, n: 3 });
  await scene.look();
  expect(scene.taken).toEqual([1, 2, 3]);
  expect(scene.said).toEqual(['log.restarted']);
});

it('notices a new log even when it has reached the same number', async () => {
  const scene = createScene();
  scene.write({ id: 2, n: 1 });
  await scene.look();
  scene.clear();
  scene.write({ id: 1, n: 2 }, { id: 2, n: 3 }, { id: 3, n: 4 });
  await scene.look();
  expect(scene.taken).toEqual([1, 2, 3, 4]);
});

it('goes on when the oldest records were overwritten', async () => {
  const scene = createScene();
  scene.write({ id: 5, n: 1 });
  await scene.look();
  scene.clear();
  scene.write({ id: 90, n: 2 });
  await scene.look();
  expect(scene.taken).toEqual([1, 2]);
  expect(scene.said).toEqual([]);
});
