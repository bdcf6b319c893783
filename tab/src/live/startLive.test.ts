import type { RoomId } from '@rooms-pro/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LiveStatus, startLive } from './startLive.ts';

type Line = ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
const encoder = new TextEncoder();

/** A fake server: a test opens its streams, sends on them and breaks them. */
function createServer() {
  const lines: Line[] = [];
  const told = {
    statuses: [] as LiveStatus[],
    changed: [] as RoomId[][],
    doubts: 0,
    beats: 0,
    opened: 0,
  };
  const server = {
    isUp: true,
    isCrowded: false,
    /** The person returns to the page. */
    use: (): void => undefined,
    lines,
    told,
    say: (text: string) => lines.at(-1)?.enqueue(encoder.encode(text)),
    start: () =>
      startLive({
        openStream: async (signal) => {
          told.opened += 1;
          if (!server.isUp || server.isCrowded) throw new Error('refused');
          return new ReadableStream({
            start(line) {
              lines.push(line);
              signal.addEventListener('abort', () => line.error(new Error('aborted')));
            },
          });
        },
        onChanged: (rooms) => void told.changed.push([...rooms]),
        onDoubt: () => {
          told.doubts += 1;
        },
        onBeat: () => {
          told.beats += 1;
        },
        onStatus: (status) => void told.statuses.push(status),
        chance: () => 1,
        isCrowded: () => server.isCrowded,
        used: (signal) =>
          new Promise((resolve) => {
            server.use = resolve;
            signal.addEventListener('abort', () => resolve());
          }),
      }),
  };
  return server;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('startLive', () => {
  it('reports changes while the stream is open', async () => {
    const server = createServer();
    const stop = server.start();
    await vi.advanceTimersByTimeAsync(0);
    server.say('event: changed\ndata: {"rooms":["room-5"]}\n\n');
    await vi.advanceTimersByTimeAsync(0);
    expect(server.told).toMatchObject({
      statuses: ['connecting', 'live'],
      changed: [['room-5']],
      // Once: changes between the first response and the opening were never reported.
      doubts: 1,
    });
    stop();
  });

  it('reconnects after a loss and invalidates everything', async () => {
    const server = createServer();
    const stop = server.start();
    await vi.advanceTimersByTimeAsync(0);
    server.lines[0]?.close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.told.statuses).toEqual(['connecting', 'live', 'reconnecting', 'live']);
    expect(server.told.doubts).toBe(2);
    stop();
  });

  it('polls every 15 s while it cannot reach the stream', async () => {
    const server = createServer();
    server.isUp = false;
    const stop = server.start();
    await vi.advanceTimersByTimeAsync(46_000);
    expect(server.told.doubts).toBe(3);
    expect(server.told.statuses).not.toContain('live');
    stop();
  });

  it('polls if another page replaced its stream, and opens no stream until it is used', async () => {
    const server = createServer();
    const stop = server.start();
    await vi.advanceTimersByTimeAsync(0);
    server.say('event: superseded\ndata: {}\n\n');
    server.lines[0]?.close();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(server.told).toMatchObject({ opened: 1, statuses: ['connecting', 'live', 'polling'] });
    expect(server.told.doubts).toBe(1 + 240);
    server.use();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.told.statuses.at(-1)).toBe('live');
    expect(server.told.opened).toBe(2);
    stop();
  });

  it('polls if the server has no stream left, and retries', async () => {
    const server = createServer();
    server.isCrowded = true;
    const stop = server.start();
    await vi.advanceTimersByTimeAsync(46_000);
    expect([new Set(server.told.statuses), server.told.doubts]).toEqual([
      new Set(['connecting', 'polling']),
      3,
    ]);
    server.isCrowded = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.told.statuses.at(-1)).toBe('live');
    stop();
  });

  it('closes a stream without heartbeats, but not one with them', async () => {
    const server = createServer();
    const stop = server.start();
    for (let beat = 0; beat < 6; beat += 1) {
      await vi.advanceTimersByTimeAsync(15_000);
      server.say(': still here\n\n');
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(server.told).toMatchObject({ opened: 1, beats: 6 });
    await vi.advanceTimersByTimeAsync(42_000);
    expect(server.told.opened).toBe(2);
    stop();
  });

  it('ends permanently when it is stopped', async () => {
    const server = createServer();
    const stop = server.start();
    await vi.advanceTimersByTimeAsync(0);
    stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.told).toMatchObject({ opened: 1, doubts: 1 });
    expect(server.told.statuses.at(-1)).toBe('stopped');
    expect(vi.getTimerCount()).toBe(0);
  });
});
