/** The spool on a real disk: it keeps messages in order, survives damage, and takes over an earlier spool. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TelemetryItem } from '@rooms-pro/core/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentEvent, LogFields } from '../log.ts';
import { openSpool } from './openSpool.ts';
import type { Spool } from './spool.ts';

let folder: string;
let said: AgentEvent[];
let fields: (LogFields | undefined)[];
const opened: Spool[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'spool-'));
  said = [];
  fields = [];
});
afterEach(() => {
  for (const spool of opened.splice(0)) spool.close();
  rmSync(folder, { recursive: true, force: true });
});

const inFolder = (...names: string[]) => path.join(folder, ...names);
const database = () => inFolder('messages.db');
function open(maxBytes = 50 * 1024 * 1024): Spool {
  const spool = openSpool({
    folder,
    maxBytes,
    now: () => new Date(),
    onEvent(event, more) {
      said.push(event);
      fields.push(more);
    },
  });
  opened.push(spool);
  return spool;
}
/** Ends the process of a spool in an orderly way, and opens it again. */
function reopen(spool: Spool): Spool {
  opened.splice(opened.indexOf(spool), 1);
  spool.close();
  return open();
}
const item = (n: number, padding = 0): TelemetryItem => ({
  form: 'mtr-event',
  observedAt: '2026-11-22T08:00:00.000Z',
  event: { n, padding: 'x'.repeat(padding) },
});
const numbers = (spool: Spool) =>
  spool.peek(1_000).map(({ items: [first] }) => first?.form === 'mtr-event' && first.event['n']);

/** Changes the file behind the back of the spool, as another program would. */
function withDatabase(change: (file: DatabaseSync) => void): void {
  const file = new DatabaseSync(database());
  change(file);
  file.close();
}

describe('the spool', () => {
  it('returns messages in order, and keeps unconfirmed messages for the next process', () => {
    const spool = open();
    for (let n = 1; n <= 5; n += 1) expect(spool.append([item(n)])).toBe(n);
    spool.confirm(2);
    expect(numbers(spool)).toEqual([3, 4, 5]);
    const next = reopen(spool);
    expect(numbers(next)).toEqual([3, 4, 5]);
    expect(next.append([item(6)])).toBe(6);
    expect(next.state()).toEqual({ waiting: 4, dropped: 0, setAside: 0 });
  });

  it('never uses a number twice, also after all messages were confirmed and removed', () => {
    const spool = open();
    spool.append([item(1)]);
    expect(spool.nextSeq()).toBe(2);
    spool.confirm(1);
    expect(spool.state().waiting).toBe(0);
    expect(reopen(spool).append([item(3)])).toBe(3);
  });

  it('returns at most as many messages as it is asked for', () => {
    const spool = open();
    for (let n = 1; n <= 5; n += 1) spool.append([item(n)]);
    expect(spool.peek(2).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('drops the oldest messages when it is full, counts and reports them', () => {
    const maxBytes = 80_000;
    const spool = open(maxBytes);
    for (let n = 1; n <= 100; n += 1) spool.append([item(n, 1_000)]);
    const { waiting, dropped } = spool.state();
    expect(waiting + dropped).toBe(100);
    expect(dropped).toBeGreaterThan(20);
    expect(said).toContain('spool.dropped');
    expect(numbers(spool)[0]).toBe(dropped + 1);
    expect(statSync(database()).size).toBeLessThan(2 * maxBytes);
    const next = reopen(spool);
    expect(next.state()).toEqual({ waiting, dropped, setAside: 0 });
    next.confirm(100);
    expect(next.state().waiting).toBe(0);
  });

  it('becomes smaller when its messages are sent', () => {
    const spool = open();
    for (let n = 1; n <= 100; n += 1) spool.append([item(n, 10_000)]);
    const full = statSync(database()).size;
    spool.confirm(100);
    expect(statSync(database()).size).toBeLessThan(full / 10);
  });

  it('quarantines into a bounded folder', () => {
    const spool = open();
    for (let n = 1; n <= 250; n += 1) spool.quarantine({ n }, 'The item is not readable.');
    expect(spool.state().setAside).toBe(250);
    const rejected = readdirSync(inFolder('rejected')).sort();
    expect(rejected).toHaveLength(200);
    const last = readFileSync(inFolder('rejected', rejected.at(-1) ?? ''), 'utf8');
    expect(JSON.parse(last)).toEqual({ reason: 'The item is not readable.', what: { n: 250 } });
  });

  it('keeps its file to its own account', () => {
    open().append([item(1)]);
    for (const name of readdirSync(folder).filter((one) => one.startsWith('messages')))
      expect(statSync(inFolder(name)).mode & 0o077, name).toBe(0);
  });
});

describe('damage', () => {
  const damagedFiles = () => readdirSync(folder).filter((name) => /damaged.*\.db$/.test(name));

  it('in one message blocks no other message, and is quarantined', () => {
    const spool = open();
    for (let n = 1; n <= 3; n += 1) spool.append([item(n)]);
    const again = reopen(spool);
    withDatabase((file) => file.exec(`UPDATE message SET items = '[{"fo' WHERE seq < 3`));
    expect(again.peek(1).map(({ seq }) => seq)).toEqual([3]);
    expect(said).toEqual(['spool.damaged', 'spool.damaged']);
    expect(again.state()).toEqual({ waiting: 1, dropped: 0, setAside: 2 });
    expect(readdirSync(inFolder('rejected'))).toHaveLength(2);
    expect(numbers(reopen(again))).toEqual([3]);
  });

  it('of the counters sends messages again, and uses no number twice', () => {
    const spool = open();
    for (let n = 1; n <= 3; n += 1) spool.append([item(n)]);
    spool.close();
    opened.pop();
    withDatabase((file) => file.exec('DELETE FROM position'));
    const next = open();
    expect(numbers(next)).toEqual([1, 2, 3]);
    expect(next.append([item(4)])).toBe(4);
  });

  it('of a part of the file loses only the messages in that part, and keeps the file', () => {
    const spool = open();
    for (let n = 1; n <= 40; n += 1) spool.append([item(n, 1_500)]);
    spool.confirm(5);
    spool.close();
    opened.pop();
    // One page in the middle, where messages are.
    const descriptor = openSync(database(), 'r+');
    writeSync(descriptor, Buffer.alloc(4096, 0xff), 0, 4096, 4096 * 12);
    closeSync(descriptor);
    const next = open();
    const left = numbers(next);
    expect(left.length).toBeGreaterThan(25);
    expect(left.length).toBeLessThan(35);
    expect(left[0]).toBe(6);
    expect(left.at(-1)).toBe(40);
    expect(said).toEqual(['spool.damaged']);
    expect(fields[0]).toMatchObject({ keptAs: damagedFiles()[0], messagesKept: left.length });
    expect(next.append([item(41)])).toBe(41);
    expect(numbers(reopen(next))).toEqual([...left, 41]);
    expect(said).toEqual(['spool.damaged']);
  });

  it('of the whole file starts an empty spool, and keeps the latest three files', () => {
    for (let round = 1; round <= 5; round += 1) {
      writeFileSync(database(), `no database ${round}`.padEnd(8192));
      const spool = open();
      expect(spool.state().waiting).toBe(0);
      spool.append([item(round)]);
      spool.close();
      opened.pop();
    }
    const kept = damagedFiles().map((name) => readFileSync(inFolder(name), 'utf8').trim());
    expect(kept).toEqual(['no database 3', 'no database 4', 'no database 5']);
  });

  it('that appears while the spool is in use is repaired at the next access', () => {
    const spool = open();
    for (let n = 1; n <= 40; n += 1) spool.append([item(n, 1_500)]);
    const descriptor = openSync(database(), 'r+');
    const { size } = statSync(database());
    writeSync(descriptor, Buffer.alloc(size - 4096, 0xff), 0, size - 4096, 4096);
    // The header tells SQLite that another program changed the file.
    writeSync(descriptor, Buffer.from([0, 0, 9, 9]), 0, 4, 24);
    closeSync(descriptor);
    expect(spool.append([item(41)])).toBe(41);
    expect(said).toContain('spool.damaged');
    expect(spool.state().waiting).toBe(spool.peek(100).length);
    expect(numbers(spool).at(-1)).toBe(41);
    expect(damagedFiles()).toHaveLength(1);
  });
});

describe('the files of an earlier version', () => {
  const line = (seq: number) => `${JSON.stringify({ seq, items: [item(seq)] })}\n`;
  const segment = (seq: number) => inFolder('messages', `${String(seq).padStart(16, '0')}.jsonl`);
  function writeEarlier(position: object | null): void {
    mkdirSync(inFolder('messages'));
    writeFileSync(segment(1), line(1) + line(2) + line(3));
    // A damaged line, and a line that was being written at a power cut.
    writeFileSync(segment(4), `${line(4)}\u0000\u0000 damaged\n${line(5)}{"seq":6,"ite`);
    if (position !== null) writeFileSync(inFolder('position.json'), JSON.stringify(position));
  }
  const position = { lastSeq: 9, confirmed: 2, dropped: 7, setAside: 1 };

  it('are taken over once: messages, numbers and counters', () => {
    writeEarlier(position);
    const spool = open();
    expect(said).toEqual(['spool.damaged', 'spool.takenOver']);
    expect(fields).toEqual([{ messages: 1 }, { messages: 3 }]);
    expect(numbers(spool)).toEqual([3, 4, 5]);
    expect(spool.confirmed()).toBe(2);
    expect(spool.state()).toEqual({ waiting: 3, dropped: 7, setAside: 1 });
    expect(existsSync(inFolder('messages'))).toBe(false);
    expect(existsSync(inFolder('position.json'))).toBe(false);
    const next = reopen(spool);
    expect(said).toHaveLength(2);
    expect(next.append([item(10)])).toBe(10);
    expect(numbers(next)).toEqual([3, 4, 5, 10]);
  });

  it('are sent again when their counters are damaged', () => {
    writeEarlier(null);
    writeFileSync(inFolder('position.json'), '\u0000'.repeat(40));
    const spool = open();
    expect(numbers(spool)).toEqual([1, 2, 3, 4, 5]);
    expect(spool.append([item(6)])).toBe(6);
  });

  it('that a power cut left in place are not taken over twice', () => {
    writeEarlier(position);
    const spool = open();
    spool.confirm(4);
    spool.close();
    opened.pop();
    writeEarlier(position);
    const next = open();
    expect(numbers(next)).toEqual([5]);
    expect(next.state()).toEqual({ waiting: 1, dropped: 7, setAside: 1 });
    expect(next.append([item(10)])).toBe(10);
  });
});
