/** Following a file of JSON lines on a real disk: unfinished lines, rotation, truncation, rubbish. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepInMemory } from '../durable.ts';
import type { AgentEvent } from '../log.ts';
import type { FileBookmark } from './fileTail.ts';
import { followFile } from './followFile.ts';
import type { ObservedEvent } from './logSource.ts';

const readAt = new Date('2026-11-22T08:00:00.000Z');

let folder: string;
let file: string;
let taken: ObservedEvent[];
let said: AgentEvent[];
let aside: unknown[];
let bookmark: ReturnType<typeof keepInMemory<FileBookmark>>;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'follow-'));
  file = path.join(folder, 'events.jsonl');
  taken = [];
  said = [];
  aside = [];
  bookmark = keepInMemory<FileBookmark>();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Looks until there is nothing new, as a process that has just been started does. */
async function look(take = (events: readonly ObservedEvent[]) => void taken.push(...events)) {
  const stopping = new AbortController();
  const source = followFile({
    file,
    bookmark,
    everyMs: 1,
    wait: async (ms) => (ms > 0 ? stopping.abort() : undefined),
    now: () => readAt,
    setAside: (what) => aside.push(what),
    onEvent: (event) => said.push(event),
  });
  await source.follow(take, stopping.signal);
  return source.judge?.() ?? null;
}
const line = (n: number) => `${JSON.stringify({ n })}\n`;
const numbers = () => taken.map(({ event }) => event['n']);

it('waits for a file, takes whole lines, and lets the last one be finished', async () => {
  await look();
  writeFileSync(file, line(1) + line(2).slice(0, 4));
  await look();
  expect(numbers()).toEqual([1]);
  appendFileSync(file, line(2).slice(4));
  await look();
  await look();
  expect(numbers()).toEqual([1, 2]);
});

it('reports a file that cannot be read, and one without news as healthy', async () => {
  const missing = { signal: 'event-log', state: 'unhealthy', detail: `There is no ${file}.` };
  expect(await look()).toEqual(missing);
  writeFileSync(file, line(1));
  expect(await look()).toEqual({ signal: 'event-log', state: 'healthy' });
  expect(await look()).toEqual({ signal: 'event-log', state: 'healthy' });
  rmSync(file);
  expect(await look()).toEqual(missing);
  mkdirSync(file);
  expect(await look()).toMatchObject({ state: 'unhealthy' });
  // What cannot be kept says nothing of the log.
  rmSync(file, { recursive: true });
  writeFileSync(file, line(2));
  const isFull = () => {
    throw new Error('The disk is full.');
  };
  expect(await look(isFull)).toMatchObject({ state: 'healthy' });
});

it('takes the time of the log, and the time of reading for a bare event', async () => {
  const event = { OperationName: 'Heartbeat' };
  const timeCreated = '2026-11-22T07:00:00.5Z';
  appendFileSync(file, `${JSON.stringify({ recordId: 1, timeCreated, event })}\n`);
  appendFileSync(file, `${JSON.stringify(event)}\r\n`);
  await look();
  expect(taken).toEqual([
    { event, observedAt: '2026-11-22T07:00:00.500Z' },
    { event, observedAt: readAt.toISOString() },
  ]);
});

it('reads the rest of a rotated file, then its successor', async () => {
  writeFileSync(file, line(1));
  await look();
  appendFileSync(file, line(2));
  renameSync(file, `${file}.1`);
  writeFileSync(file, line(3));
  await look();
  expect(numbers()).toEqual([1, 2, 3]);
});

it('begins anew when the file was cut short, also when it has grown past the old place', async () => {
  writeFileSync(file, line(1) + line(2));
  await look();
  truncateSync(file, 0);
  appendFileSync(file, line(3));
  await look();
  writeFileSync(file, line(4) + line(5) + line(6));
  await look();
  expect(numbers()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(said).toEqual(['log.restarted', 'log.restarted']);
});

it('sets rubbish aside and goes on', async () => {
  writeFileSync(file, `no json\n[1]\n${'x'.repeat(600_000)}\n{"timeCreated":"?"}\n\n${line(1)}`);
  await look();
  expect(numbers()).toEqual([1]);
  expect(aside.slice(0, 2)).toEqual(['no json', '[1]']);
});

it('does not move on when the events could not be kept', async () => {
  writeFileSync(file, line(1));
  await look(() => {
    throw new Error('The disk is full.');
  });
  expect(said).toEqual(['log.failed']);
  await look();
  expect(numbers()).toEqual([1]);
});
