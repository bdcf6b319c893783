import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findScenario, type Scenario } from './stories.ts';
import { createScenarioPlayer } from './storyPlayer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const happened: string[] = [];
  const player = createScenarioPlayer({ pace: 60, applyChange: (device) => happened.push(device) });
  return { player, happened };
}

function steps(name: string, rooms: number): ReturnType<Scenario['steps']> {
  const scenario = findScenario(name);
  if (scenario === null) throw new Error(`There is no scenario ${name}.`);
  return scenario.steps(rooms);
}

describe('the scenario player', () => {
  it('plays immediate steps at once, and the others at their times', async () => {
    const { player, happened } = open();
    player.play(steps('outage', 3), ['a', 'b', 'c']);
    expect(happened).toEqual(['a', 'b', 'c']);
    expect(player.isOn('c')).toBe(true);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(happened.length).toBe(3);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(happened.slice(3)).toEqual(['a']);
    expect(player.isOn('a')).toBe(false);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(happened.slice(3)).toEqual(['a', 'b', 'c']);
  });

  it('ends a scenario in a room when another begins there, and all scenarios when it is stopped', async () => {
    const { player, happened } = open();
    player.play(steps('flapping', 1), ['a']);
    player.play(steps('recovers', 1), ['a']);
    expect(happened.length).toBe(2);
    expect(player.isOn('a')).toBe(false);
    player.play(steps('flapping', 1), ['b']);
    player.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(happened.length).toBe(3);
  });
});
