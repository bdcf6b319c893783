/** The spool in processes that are killed, or whose disk is full. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSpool } from './openSpool.ts';
import type { Spool } from './spool.ts';

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'spool-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inFolder = (...names: string[]) => path.join(folder, ...names);
const open = (): Spool =>
  openSpool({
    folder,
    maxBytes: 50_000_000,
    now: () => new Date(),
    onEvent: (event) => said.push(event),
  });

/** The start of a program that opens this spool in a process of its own. */
const header = `
  const { openSpool } = await import(${JSON.stringify(new URL('./openSpool.ts', import.meta.url).href)});
  const folder = process.argv[1];
  const said = [];
  const onEvent = (event, fields) => said.push({ event, ...fields });
  const spool = openSpool({ folder, maxBytes: 50_000_000, now: () => new Date(), onEvent });
  const item = (n) => ({ form: 'mtr-event', observedAt: '2026-11-22T08:00:00.000Z', event: { n, padding: 'x'.repeat(900) } });`;

describe.skipIf(process.platform === 'win32')('a full disk', () => {
  /** Runs a program that prints JSON. The system refuses to make a file larger than 300 kB, as on a full disk. */
  function runLimited(program: string) {
    const limited = 'ulimit -f 600; exec "$0" --input-type=module -e "$1" "$2"';
    const { stdout, stderr } = spawnSync('sh', ['-c', limited, process.execPath, program, folder], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  }

  it('refuses new messages, and lets the stored messages be sent and removed', () => {
    const program = `${header}
      let stored = 0;
      let refusal = null;
      try { for (;;) stored = spool.append([item(stored + 1)]); } catch (error) { refusal = error.message; }
      const waiting = spool.state().waiting;
      const read = spool.peek(1000).length;
      spool.confirm(stored - 10);
      const left = spool.peek(1000).map(({ seq }) => seq);
      const next = spool.append([item(0)]);
      console.log(JSON.stringify({ stored, refusal, waiting, read, left, next, said }));`;
    const { stored, refusal, waiting, read, left, next, said: events } = runLimited(program);
    expect(stored).toBeGreaterThan(50);
    expect(refusal).toMatch(/full|disk I\/O/);
    expect([waiting, read]).toEqual([stored, stored]);
    expect(left).toEqual(Array.from({ length: 10 }, (_, index) => stored - 9 + index));
    expect(next).toBe(stored + 1);
    expect(events).toEqual([]);
    const spool = open();
    expect(spool.confirmed()).toBe(stored - 10);
    expect(spool.state().waiting).toBe(11);
    spool.close();
  });

  it('keeps the files of an earlier version that do not fit, and takes them over later', () => {
    mkdirSync(inFolder('messages'));
    const padding = 'x'.repeat(1_500);
    const lines = (from: number) =>
      Array.from({ length: 100 }, (_, index) => from + index)
        .map(
          (seq) =>
            `${JSON.stringify({ seq, items: [{ form: 'mtr-event', event: { seq, padding } }] })}\n`,
        )
        .join('');
    for (const from of [1, 101, 201])
      writeFileSync(inFolder('messages', `${String(from).padStart(16, '0')}.jsonl`), lines(from));
    const { refusal } = runLimited(`
      let refusal = null;
      try { ${header} } catch (error) { refusal = error.message; }
      console.log(JSON.stringify({ refusal }));`);
    expect(refusal).toMatch(/full|disk I\/O/);
    expect(readdirSync(inFolder('messages'))).not.toEqual([]);
    const spool = open();
    expect(spool.peek(1_000).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 300 }, (_, index) => index + 1),
    );
    spool.close();
    expect(existsSync(inFolder('messages'))).toBe(false);
  });
});

describe('kill -9', () => {
  /** A process that stores messages and prints each number after the message is durable. */
  const writer = `${header}
    for (;;) {
      const seq = spool.append([item(0)]);
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
      spool.close();
      expect(said).toEqual([]);
    }
  }, 180_000);
});
