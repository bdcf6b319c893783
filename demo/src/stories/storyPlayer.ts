/** Plays the steps of scenarios at their times. A new scenario in a room ends the previous one in this room. */
import type { Step } from './stories.ts';

export type PlayerDeps = {
  /** The factor by which the simulation is faster than real time. */
  readonly pace: number;
  /** Applies the change of a step to a device. */
  readonly applyChange: (device: string, change: Step['change']) => void;
};

/** Creates the player. */
export function createScenarioPlayer({ pace, applyChange }: PlayerDeps) {
  const waiting = new Map<string, Set<NodeJS.Timeout>>();

  function clear(device: string): void {
    for (const timer of waiting.get(device) ?? []) clearTimeout(timer);
    waiting.delete(device);
  }

  function later(device: string, { atMinutes, change }: Step): void {
    const timers = waiting.get(device) ?? new Set();
    waiting.set(device, timers);
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        if (timers.size === 0) waiting.delete(device);
        applyChange(device, change);
      },
      (atMinutes * 60_000) / pace,
    );
    timers.add(timer);
  }

  return {
    /** Plays the steps; the steps of minute 0 are applied when this returns. */
    play(steps: readonly Step[], devices: readonly string[]): void {
      for (const device of devices) clear(device);
      for (const step of steps) {
        const device = devices[step.room];
        if (device === undefined) continue;
        if (step.atMinutes === 0) applyChange(device, step.change);
        else later(device, step);
      }
    },
    /** Whether further steps are pending for this device. */
    isOn: (device: string): boolean => waiting.has(device),
    stop(): void {
      for (const device of [...waiting.keys()]) clear(device);
    },
  };
}
