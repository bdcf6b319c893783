import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogOf, type Line } from './log.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(level = 'info', limits = { errors: 3, others: 2 }) {
  const written: Record<string, unknown>[] = [];
  const received: Line[] = [];
  const destination = { write: (line: string) => written.push(JSON.parse(line)) };
  const log = createLogOf(level, destination, [(line) => received.push(line)], limits);
  return { log, written, received };
}

describe('a log with rate limits', () => {
  it('writes a limited number of lines per event and minute and one summary; reports receive each line', () => {
    const { log, written, received } = open();
    for (let times = 0; times < 10; times += 1) {
      log.warn('refused', { times });
      log.error('failed', {}, new Error('No answer.'));
    }
    log.warn('failed');
    const count = (event: string) => written.filter((line) => line['event'] === event).length;
    expect([count('refused'), count('failed')]).toEqual([2, 4]);
    expect(received.filter(({ isWritten }) => isWritten)).toHaveLength(6);
    expect(received).toHaveLength(21);
    vi.advanceTimersByTime(60_000);
    expect(written.slice(6)).toEqual([
      { level: 40, time: expect.any(Number), event: 'refused', leftOut: 8 },
      { level: 50, time: expect.any(Number), event: 'failed', leftOut: 7 },
    ]);
    expect(received.slice(21)).toMatchObject([
      { event: 'refused', isWritten: true, leftOut: 8 },
      { event: 'failed', isWritten: true, leftOut: 7 },
    ]);
  });

  it('does not count levels that are not written', () => {
    const { log, written, received } = open('error');
    for (let times = 0; times < 10; times += 1) log.info('posted');
    vi.advanceTimersByTime(60_000);
    expect([written, received.length]).toEqual([[], 10]);
  });
});
