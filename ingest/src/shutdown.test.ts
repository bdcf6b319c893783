import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRunningCalls, shutDown } from './shutdown.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = () => new Promise<never>(() => {});
const none = () => ({ status: 200 });
const handlers = {
  ingestTelemetry: none,
  enrol: none,
  rotateKey: none,
  deviceState: none,
  takeAttachment: none,
  ready: none,
  takeEvents: async () => {},
};

describe('a shutdown', () => {
  it('lets go of the services only after the handlers that run', async () => {
    const steps: string[] = [];
    const running = createRunningCalls();
    let finish = () => {};
    const sweep = () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }).then(() => steps.push('swept'));
    const swept = running.trackAll({ ...handlers, sweep }).sweep();
    const services = [async () => steps.push('store'), async () => steps.push('insights')];
    const ended = shutDown({ ended: running.ended, services });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(steps).toEqual([]);
    finish();
    await ended;
    await swept;
    expect(steps).toEqual(['swept', 'store', 'insights']);
  });

  it('ends within five seconds when no handler and no service responds', async () => {
    const running = createRunningCalls();
    void running.trackAll({ ...handlers, sweep: never }).sweep();
    let hasEnded = false;
    void shutDown({ ended: running.ended, services: [never, never] }).then(() => {
      hasEnded = true;
    });
    await vi.advanceTimersByTimeAsync(4_499);
    expect(hasEnded).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(hasEnded).toBe(true);
  });

  it('lets go of one service when the other fails', async () => {
    let isFlushed = false;
    const flush = async () => {
      isFlushed = true;
    };
    const fails = () => Promise.reject(new Error('The account does not respond.'));
    const running = createRunningCalls();
    await shutDown({ ended: running.ended, services: [fails, flush] });
    expect(isFlushed).toBe(true);
  });

  it('waits no longer for a handler that failed', async () => {
    const running = createRunningCalls();
    const fails = () => Promise.reject(new Error('no'));
    await running
      .trackAll({ ...handlers, sweep: fails })
      .sweep()
      .catch(() => {});
    await running.ended();
  });
});
