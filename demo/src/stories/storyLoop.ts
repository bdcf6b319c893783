/**
 * The gentle loop of the demonstration: one story after the other, in rooms that chance picks,
 * so that there is always something to see and never a storm.
 */
import { type Random, shuffled } from '../fleet/random.ts';

/** One entry: in minutes of the rules after the loop's start, which story, in which of its rooms. */
type Entry = {
  readonly atMinutes: number;
  readonly story: string;
  readonly part: number;
  /** Left out: in every round. */
  readonly onlyEvery?: number;
};

/** Rooms a round needs; `part` names one of them. */
const parts = 6;

/**
 * Several things fail, then come back one by one; at most four rooms are in trouble at once. What the
 * platform heals or what ends by itself needs nobody to recover it.
 */
const round: readonly Entry[] = [
  { atMinutes: 0, story: 'microphone-and-displays', part: 0 },
  { atMinutes: 30, story: 'signin-fails', part: 1 },
  { atMinutes: 60, story: 'goes-silent', part: 2 },
  { atMinutes: 100, story: 'recovers', part: 0 },
  { atMinutes: 115, story: 'remediation', part: 4 },
  { atMinutes: 150, story: 'display-fails', part: 3 },
  { atMinutes: 160, story: 'recovers', part: 2 },
  { atMinutes: 190, story: 'flapping', part: 5, onlyEvery: 3 },
  { atMinutes: 200, story: 'recovers', part: 1 },
  { atMinutes: 230, story: 'recovers', part: 3 },
];
const roundMinutes = 270;
const againMinutes = 5;

export type ProgrammeDeps<Room> = {
  readonly rooms: readonly Room[];
  readonly random: Random;
  /** How many times faster than the rules time passes. */
  readonly pace: number;
  /** Whether a room may take part just now: one that people are playing with is left alone. */
  readonly isFree: (room: Room) => boolean;
  /** Answers whether that was it; `false`: something else goes on there, and it is tried again. */
  readonly play: (story: string, room: Room) => boolean;
};

/** Plays rounds until stopped. The first thing happens at once. */
export function startProgramme<Room>(deps: ProgrammeDeps<Room>): { stop(): void } {
  const timers = new Set<NodeJS.Timeout>();
  const after = (minutes: number, act: () => void) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        act();
      },
      (minutes * 60_000) / deps.pace,
    );
    timers.add(timer);
  };

  function perform(story: string, room: Room): void {
    if (!deps.play(story, room)) after(againMinutes, () => perform(story, room));
  }

  let rounds = 0;

  function playRound(): void {
    rounds += 1;
    const cast = shuffled(deps.rooms.filter(deps.isFree), deps.random).slice(0, parts);
    for (const { atMinutes, story, part, onlyEvery = 1 } of round) {
      if (rounds % onlyEvery !== 0) continue;
      const room = cast[part];
      if (room !== undefined) after(atMinutes, () => perform(story, room));
    }
    after(roundMinutes, playRound);
  }

  playRound();
  return {
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
