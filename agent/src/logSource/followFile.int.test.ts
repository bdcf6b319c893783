/** Following a file of JSON lines on a real disk: incomplete lines, rotation, truncation, invalid lines. */
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
import { persistInMemory } from '../durable.ts';
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
let bookmark: ReturnType<typeof persistInMemory<FileBookmark>>;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'follow-'));
  file = path.join(folder, 'events.jsonl');
  taken = [];
  said = [];
  aside = [];
  bookmark = persistInMemory<FileBookmark>();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Reads until there are no new lines, as a new process does. */
async function readNew(
  onEvents = (events: readonly ObservedEvent[]) => void taken.push(...events),
) {
  const stopping = new AbortController();
  const source = followFile({
    file,
    bookmark,
    everyMs: 1,
    wait: async (ms) => (ms > 0 ? stopping.abort() : undefined),
    now: () => readAt,
    quarantine: (what) => aside.push(what),
    onEvent: (event) => said.push(event),
  });
  await source.follow(onEvents, stopping.signal);
  return source.observation?.() ?? null;
}
const line = (n: number) => `${JSON.stringify({ n })}\n`;
const numbers = () => taken.map(({ event }) => event['n']);

it('waits for a file, reads whole lines, and waits for the end of the last line', async () => {
  await readNew();
  writeFileSync(file, line(1) + line(2).slice(0, 4));
  await readNew();
  expect(numbers()).toEqual([1]);
  appendFileSync(file, line(2).slice(4));
  await readNew();
  await readNew();
  expect(numbers()).toEqual([1, 2]);
});

it('reports an unreadable file, and a file without new lines as healthy', async () => {
  const missing = {
    signal: 'event-log',
    state: 'unhealthy',
    detail: `The file ${file} does not exist.`,
  };
  expect(await readNew()).toEqual(missing);
  writeFileSync(file, line(1));
  expect(await readNew()).toEqual({ signal: 'event-log', state: 'healthy' });
  expect(await readNew()).toEqual({ signal: 'event-log', state: 'healthy' });
  rmSync(file);
  expect(await readNew()).toEqual(missing);
  mkdirSync(file);
  expect(await readNew()).toMatchObject({ state: 'unhealthy' });
  // A failure to store events does not change the health of the log.
  rmSync(file, { recursive: true });
  writeFileSync(file, line(2));
  const isFull = () => {
    throw new Error('The disk is full.');
  };
  expect(await readNew(isFull)).toMatchObject({ state: 'healthy' });
});

it('uses the time of the log, or the time of reading for a bare event', async () => {
  const event = { OperationName: 'Heartbeat' };
  const timeCreated = '2026-11-22T07:00:00.5Z';
  appendFileSync(file, `${JSON.stringify({ recordId: 1, timeCreated, event })}\n`);
  appendFileSync(file, `${JSON.stringify(event)}\r\n`);
  await readNew();
  expect(taken).toEqual([
    { event, observedAt: '2026-11-22T07:00:00.500Z' },
    { event, observedAt: readAt.toISOString() },
  ]);
});

it('reads the remaining lines of a rotated file, then its successor', async () => {
  writeFileSync(file, line(1));
  await readNew();
  appendFileSync(file, line(2));
  renameSync(file, `${file}.1`);
  writeFileSync(file, line(3));
  await readNew();
  expect(numbers()).toEqual([1, 2, 3]);
});

it('starts again after truncation, also when the file has grown beyond the old offset', async () => {
  writeFileSync(file, line(1) + line(2));
  await readNew();
  truncateSync(file, 0);
  appendFileSync(file, line(3));
  await readNew();
  writeFileSync(file, line(4) + line(5) + line(6));
  await readNew();
  expect(numbers()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(said).toEqual(['log.restarted', 'log.restarted']);
});

it('quarantines invalid lines and continues', async () => {
  writeFileSync(file, `no json\n[1]\n${'x'.repeat(600_000)}\n{"timeCreated":"?"}\n\n${line(1)}`);
  await readNew();
  expect(numbers()).toEqual([1]);
  expect(aside.slice(0, 2)).toEqual(['no json', '[1]']);
});

it('does not move its bookmark when the events cannot be stored', async () => {
  writeFileSync(file, line(1));
  await readNew(() => {
    throw new Error('The disk is full.');
  });
  expect(said).toEqual(['log.failed']);
  await readNew();
  expect(numbers()).toEqual([1]);
});
