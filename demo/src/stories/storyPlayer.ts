/** Plays the steps of a story in its rooms, each in its time; another story in a room ends the first there. */
import type { Step } from './stories.ts';

export type StageDeps = {
  /** How many times faster than the rules time passes. */
  readonly pace: number;
  /** Lets a step happen to a device. */
  readonly happen: (device: string, happens: Step['happens']) => void;
};

/** Opens the stage. */
export function createStage({ pace, happen }: StageDeps) {
  const waiting = new Map<string, Set<NodeJS.Timeout>>();

  function clear(device: string): void {
    for (const timer of waiting.get(device) ?? []) clearTimeout(timer);
    waiting.delete(device);
  }

  function later(device: string, { atMinutes, happens }: Step): void {
    const timers = waiting.get(device) ?? new Set();
    waiting.set(device, timers);
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        if (timers.size === 0) waiting.delete(device);
        happen(device, happens);
      },
      (atMinutes * 60_000) / pace,
    );
    timers.add(timer);
  }

  return {
    /** What happens at minute 0 has happened when this returns. */
    play(steps: readonly Step[], devices: readonly string[]): void {
      for (const device of devices) clear(device);
      for (const step of steps) {
        const device = devices[step.room];
        if (device === undefined) continue;
        if (step.atMinutes === 0) happen(device, step.happens);
        else later(device, step);
      }
    },
    /** Whether something is still to come there. */
    isOn: (device: string): boolean => waiting.has(device),
    stop(): void {
      for (const device of [...waiting.keys()]) clear(device);
    },
  };
}
