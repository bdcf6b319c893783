import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogOf, type Line } from './log.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(level = 'info', rations = { errors: 3, others: 2 }) {
  const written: Record<string, unknown>[] = [];
  const heard: Line[] = [];
  const destination = { write: (line: string) => written.push(JSON.parse(line)) };
  const log = createLogOf(level, destination, [(line) => heard.push(line)], rations);
  return { log, written, heard };
}

describe('a log with rate limits', () => {
  it('writes a limited number of lines per event and minute and one summary; reports receive each line', () => {
    const { log, written, heard } = open();
    for (let times = 0; times < 10; times += 1) {
      log.warn('refused', { times });
      log.error('failed', {}, new Error('No answer.'));
    }
    log.warn('failed');
    const count = (event: string) => written.filter((line) => line['event'] === event).length;
    expect([count('refused'), count('failed')]).toEqual([2, 4]);
    expect(heard.filter(({ isWritten }) => isWritten)).toHaveLength(6);
    expect(heard).toHaveLength(21);
    vi.advanceTimersByTime(60_000);
    expect(written.slice(6)).toEqual([
      { level: 40, time: expect.any(Number), event: 'refused', leftOut: 8 },
      { level: 50, time: expect.any(Number), event: 'failed', leftOut: 7 },
    ]);
    expect(heard.slice(21)).toMatchObject([
      { event: 'refused', isWritten: true, leftOut: 8 },
      { event: 'failed', isWritten: true, leftOut: 7 },
    ]);
  });

  it('does not count levels that are not written', () => {
    const { log, written, heard } = open('error');
    for (let times = 0; times < 10; times += 1) log.info('posted');
    vi.advanceTimersByTime(60_000);
    expect([written, heard.length]).toEqual([[], 10]);
  });
});
