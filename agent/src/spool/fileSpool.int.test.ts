/** The spool on a real disk: stored messages survive a killed process, an incomplete line and a full spool. */
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { TelemetryItem } from '@rooms-pro/core/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentEvent } from '../log.ts';
import { openFileSpool } from './fileSpool.ts';
import type { Spool } from './spool.ts';

let folder: string;
let said: AgentEvent[];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'spool-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (maxBytes = 50 * 1024 * 1024): Spool =>
  openFileSpool({ folder, maxBytes, now: () => new Date(), onEvent: (event) => said.push(event) });
const item = (n: number, padding = 0): TelemetryItem => ({
  form: 'mtr-event',
  observedAt: '2026-11-22T08:00:00.000Z',
  event: { n, padding: 'x'.repeat(padding) },
});
const numbers = (spool: Spool) =>
  spool.peek(1_000).map(({ items: [first] }) => first?.form === 'mtr-event' && first.event['n']);
const segments = () => readdirSync(path.join(folder, 'messages')).sort();

describe('the spool', () => {
  it('returns messages in order, and keeps unconfirmed messages for the next process', () => {
    const spool = open();
    for (let n = 1; n <= 5; n += 1) expect(spool.append([item(n)])).toBe(n);
    spool.confirm(2);
    expect(numbers(spool)).toEqual([3, 4, 5]);
    const next = open();
    expect(numbers(next)).toEqual([3, 4, 5]);
    expect(next.append([item(6)])).toBe(6);
    expect(next.state()).toEqual({ waiting: 4, dropped: 0, setAside: 0 });
  });

  it('never uses a number twice, also after all messages were confirmed and removed', () => {
    const spool = open();
    spool.append([item(1)]);
    expect(spool.nextSeq()).toBe(2);
    spool.confirm(1);
    expect(segments()).toEqual([]);
    expect(open().append([item(3)])).toBe(3);
  });

  it('removes an incomplete line after a crash, and skips a damaged line', () => {
    const spool = open();
    spool.append([item(1)]);
    const file = path.join(folder, 'messages', segments()[0] ?? '');
    appendFileSync(file, '\u0000\u0000 damaged\n{"seq":2,"ite');
    const next = open();
    expect(said).toEqual(['spool.damaged']);
    expect(next.append([item(2)])).toBe(2);
    expect(numbers(open())).toEqual([1, 2]);
    expect(readFileSync(file, 'utf8').endsWith('}\n')).toBe(true);
  });

  it('sends messages again when its position is damaged', () => {
    const spool = open();
    for (let n = 1; n <= 3; n += 1) spool.append([item(n)]);
    spool.confirm(2);
    writeFileSync(path.join(folder, 'position.json'), '\u0000'.repeat(40));
    expect(numbers(open())).toEqual([1, 2, 3]);
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
    const next = open(maxBytes);
    expect(next.state()).toEqual({ waiting, dropped, setAside: 0 });
    next.confirm(100);
    expect(segments()).toEqual([]);
  });

  it('quarantines into a bounded folder', () => {
    const spool = open();
    for (let n = 1; n <= 250; n += 1) spool.quarantine({ n }, 'The item is not readable.');
    expect(spool.state().setAside).toBe(250);
    const rejected = readdirSync(path.join(folder, 'rejected')).sort();
    expect(rejected).toHaveLength(200);
    const last = readFileSync(path.join(folder, 'rejected', rejected.at(-1) ?? ''), 'utf8');
    expect(JSON.parse(last)).toEqual({ reason: 'The item is not readable.', what: { n: 250 } });
  });
});

describe('kill -9', () => {
  /** A process that stores messages and prints each number after the message is durable. */
  const writer = `
    const { openFileSpool } = await import(${JSON.stringify(new URL('./fileSpool.ts', import.meta.url).href)});
    const folder = process.argv[1];
    const spool = openFileSpool({ folder, maxBytes: 50_000_000, now: () => new Date(), onEvent() {} });
    for (;;) {
      const seq = spool.append([{ form: 'mtr-event', observedAt: '2026-11-22T08:00:00.000Z', event: {} }]);
      if (seq % 7 === 0) spool.confirm(seq - 5);
      process.stdout.write(seq + '\\n');
      await new Promise((resolve) => setImmediate(resolve));
    }`;

  it('loses no durable message in ten consecutive processes', async () => {
    let last = 0;
    for (let life = 0; life < 10; life += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', writer, folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const gone = new Promise((resolve) => child.once('exit', resolve));
      const enough = last + 20 + life * 3;
      for await (const line of createInterface({ input: child.stdout })) {
        expect(Number(line)).toBeGreaterThan(last);
        last = Number(line);
        if (last >= enough) child.kill('SIGKILL');
      }
      await gone;
      const spool = open();
      const waiting = spool.peek(1_000).map(({ seq }) => seq);
      const first = spool.confirmed() + 1;
      expect(waiting).toEqual(waiting.map((_, index) => first + index));
      expect(waiting.at(-1) ?? spool.confirmed()).toBeGreaterThanOrEqual(last);
    }
  }, 180_000);
});
