import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../fleet/random.ts';
import { findScenario } from './stories.ts';
import { startScenarioLoop } from './storyLoop.ts';

const rooms = Array.from({ length: 40 }, (_, index) => `room ${index}`);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const endByThemselves = ['remediation', 'flapping'];

/** The scenarios of the first hour at demo pace, and the maximum number of rooms with faults at once. */
async function watch(seed: number, isFree: (room: string) => boolean = () => true) {
  const played: string[] = [];
  const ailing = new Set<string>();
  let most = 0;
  const loop = startScenarioLoop({
    rooms,
    random: seededRandom(seed),
    pace: 60,
    isFree: (room) => isFree(room) && !ailing.has(room),
    play: (scenario, room) => {
      played.push(`${scenario} in ${room}`);
      if (scenario === 'recovers') ailing.delete(room);
      else if (!endByThemselves.includes(scenario)) ailing.add(room);
      most = Math.max(most, ailing.size);
      return true;
    },
  });
  await vi.advanceTimersByTimeAsync(1_000);
  const first = [...played];
  await vi.advanceTimersByTimeAsync(3_599_000);
  loop.stop();
  const count = played.length;
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(played.length).toBe(count);
  return { played, first, most };
}

describe('the scenario loop', () => {
  it('starts at once with the most visible failure', async () => {
    const { first } = await watch(1);
    expect(first).toEqual([expect.stringMatching(/^microphone-and-displays in room \d+$/)]);
  });

  it('continues with existing scenarios and few faults at once', async () => {
    const { played, most } = await watch(2);
    expect(played.length).toBeGreaterThan(80);
    expect(most).toBeLessThanOrEqual(4);
    for (const entry of played)
      expect(findScenario(entry.split(' in ')[0] ?? ''), entry).not.toBeNull();
  });

  it('has a remediation in every round, and a flapping camera in every third round', async () => {
    const { played } = await watch(2);
    const times = (scenario: string) => played.filter((entry) => entry.startsWith(scenario)).length;
    const rounds = times('microphone-and-displays');
    expect(times('remediation in')).toBeGreaterThanOrEqual(rounds - 1);
    expect(times('flapping')).toBeGreaterThan(0);
    expect(times('flapping')).toBeLessThan(rounds / 2);
  });

  it('repeats itself for the same seed and not for another', async () => {
    const once = await watch(3);
    expect((await watch(3)).played).toEqual(once.played);
    expect((await watch(4)).played).not.toEqual(once.played);
  });

  it('retries later when another scenario runs in the room', async () => {
    const refused = new Set<string>();
    const played: string[] = [];
    const loop = startScenarioLoop({
      rooms,
      random: seededRandom(1),
      pace: 60,
      isFree: () => true,
      play: (scenario, room) => {
        const entry = `${scenario} in ${room}`;
        if (refused.has(entry)) played.push(entry);
        else refused.add(entry);
        return played.includes(entry);
      },
    });
    await vi.advanceTimersByTimeAsync(265_000);
    loop.stop();
    expect(new Set(played)).toEqual(refused);
  });

  it('does not use rooms that are not free', async () => {
    const { played } = await watch(5, (room) => room === 'room 7');
    expect(played.length).toBeGreaterThan(0);
    for (const entry of played) expect(entry).toMatch(/ in room 7$/);
  });
});
