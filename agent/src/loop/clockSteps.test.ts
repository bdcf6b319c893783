/** Times of messages that wait while the device's clock is set. */
import { expect, it } from 'vitest';
import { createClockSteps } from './clockSteps.ts';

const bootMs = Date.parse('2026-11-22T08:00:00.000Z');

function createDevice() {
  let upMs = 0;
  let wrongMs = 0;
  const now = () => new Date(bootMs + upMs + wrongMs);
  return {
    now,
    steps: createClockSteps(now, () => upMs),
    pass(ms: number) {
      upMs += ms;
    },
    /** Changes the error of the clock. */
    set(ms: number) {
      wrongMs = ms;
    },
  };
}
const item = (at: Date) => ({
  form: 'reading' as const,
  signal: 'disk-space',
  state: 'healthy' as const,
  detail: '',
  observedAt: at.toISOString(),
});

it('shifts each message by the changes of the clock since it was stored', () => {
  const { now, steps, pass, set } = createDevice();
  const years = -6 * 365 * 86_400_000;
  const timeOf = (seq: number, at: Date) => {
    const [first] = steps.adjust({ seq, items: [item(at)] }).items;
    return first !== undefined && 'observedAt' in first ? first.observedAt : undefined;
  };
  set(years);
  const first = now();
  steps.record(10);
  pass(60_000);
  set(-3_600_000);
  const second = now();
  steps.record(11);
  steps.record(12);
  pass(60_000);
  set(0);
  pass(600_000);
  expect(timeOf(10, first)).toBe('2026-11-22T08:00:00.000Z');
  expect(timeOf(11, second)).toBe('2026-11-22T08:01:00.000Z');
  expect(timeOf(12, second)).toBe('2026-11-22T08:01:00.000Z');
  // The clock of an earlier process is unknown.
  expect(timeOf(9, first)).toBe(first.toISOString());
});

it('does not change times when the clock is only synchronised', () => {
  const { now, steps, pass, set } = createDevice();
  steps.record(1);
  const message = { seq: 1, items: [item(now())] };
  pass(3_600_000);
  set(1_900);
  expect(steps.adjust(message)).toBe(message);
});
