/**
 * The loop of the demonstration: plays one scenario after the other in random rooms, so that a few incidents
 * are always open, but never many.
 */
import { type Random, shuffle } from '../fleet/random.ts';

/** One entry of a round: the time in minutes of the rules after the start of the round, the scenario, and its room. */
type Entry = {
  readonly atMinutes: number;
  readonly scenario: string;
  readonly part: number;
  /** Plays only in every n-th round; absent for every round. */
  readonly onlyEvery?: number;
};

/** The number of rooms of a round; `part` is the index of one of them. */
const parts = 6;

/**
 * Several rooms fail, then recover one by one; at most four rooms have faults at once. Scenarios that the
 * platform repairs or that end automatically need no entry `recovers`.
 */
const round: readonly Entry[] = [
  { atMinutes: 0, scenario: 'microphone-and-displays', part: 0 },
  { atMinutes: 30, scenario: 'signin-fails', part: 1 },
  { atMinutes: 60, scenario: 'goes-silent', part: 2 },
  { atMinutes: 100, scenario: 'recovers', part: 0 },
  { atMinutes: 115, scenario: 'remediation', part: 4 },
  { atMinutes: 150, scenario: 'display-fails', part: 3 },
  { atMinutes: 160, scenario: 'recovers', part: 2 },
  { atMinutes: 190, scenario: 'flapping', part: 5, onlyEvery: 3 },
  { atMinutes: 200, scenario: 'recovers', part: 1 },
  { atMinutes: 230, scenario: 'recovers', part: 3 },
];
const roundMinutes = 270;
const againMinutes = 5;

export type ScenarioLoopDeps<Room> = {
  readonly rooms: readonly Room[];
  readonly random: Random;
  /** The factor by which the simulation is faster than real time. */
  readonly pace: number;
  /** Whether the loop may use a room now: not while a person plays a scenario in it. */
  readonly isFree: (room: Room) => boolean;
  /** Returns whether the entry is done; `false` while another scenario runs in the room: then the loop retries later. */
  readonly play: (scenario: string, room: Room) => boolean;
};

/** Plays rounds until it is stopped. The first scenario starts at once. */
export function startScenarioLoop<Room>(deps: ScenarioLoopDeps<Room>): { stop(): void } {
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

  function playOrRetry(scenario: string, room: Room): void {
    if (!deps.play(scenario, room)) after(againMinutes, () => playOrRetry(scenario, room));
  }

  let rounds = 0;

  function playRound(): void {
    rounds += 1;
    const selected = shuffle(deps.rooms.filter(deps.isFree), deps.random).slice(0, parts);
    for (const { atMinutes, scenario, part, onlyEvery = 1 } of round) {
      if (rounds % onlyEvery !== 0) continue;
      const room = selected[part];
      if (room !== undefined) after(atMinutes, () => playOrRetry(scenario, room));
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
