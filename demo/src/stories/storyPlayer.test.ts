import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Story, storyNamed } from './stories.ts';
import { createStage } from './storyPlayer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const happened: string[] = [];
  const stage = createStage({ pace: 60, happen: (device) => happened.push(device) });
  return { stage, happened };
}

function steps(name: string, rooms: number): ReturnType<Story['steps']> {
  const story = storyNamed(name);
  if (story === null) throw new Error(`There is no story ${name}.`);
  return story.steps(rooms);
}

describe('stage', () => {
  it('plays what happens at once at once, and the rest in its time', async () => {
    const { stage, happened } = open();
    stage.play(steps('outage', 3), ['a', 'b', 'c']);
    expect(happened).toEqual(['a', 'b', 'c']);
    expect(stage.isOn('c')).toBe(true);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(happened.length).toBe(3);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(happened.slice(3)).toEqual(['a']);
    expect(stage.isOn('a')).toBe(false);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(happened.slice(3)).toEqual(['a', 'b', 'c']);
  });

  it('ends a story in a room when another begins there, and all when it is stopped', async () => {
    const { stage, happened } = open();
    stage.play(steps('flapping', 1), ['a']);
    stage.play(steps('recovers', 1), ['a']);
    expect(happened.length).toBe(2);
    expect(stage.isOn('a')).toBe(false);
    stage.play(steps('flapping', 1), ['b']);
    stage.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(happened.length).toBe(3);
  });
});
