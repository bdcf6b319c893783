/** For tests: what must be true of a race, by the history, the tab, the cards and what each was told. */
import type { Change, Person } from '@rooms-pro/core';
import { expect } from 'vitest';
import {
  type Deed,
  type Entry,
  entries,
  prepare,
  type Race,
  type Runner,
  run,
  shownNow,
} from './race.ts';
import { createDraw } from './seededDraw.ts';
import { racers, type World } from './testEnv.ts';

export type Start = {
  readonly deeds: (place: number) => Deed;
  readonly isReported?: boolean;
  readonly isSuppressed?: boolean;
  readonly isHeld?: boolean;
  /** Whether the person who has the ticket runs as well, and what they do. */
  readonly holderDoes?: Deed;
};

export const label = (race: Race) =>
  `${race.ticket}: ${race.runners
    .map(({ person, entry, deed, told }) => `${person.name}, ${entry}, ${deed}: ${told.text}`)
    .join(' | ')} — ${JSON.stringify(race.done)}`;

export const changesOf = (race: Race, type: Change['type']) =>
  race.done.filter(({ change }) => change.type === type);

export const losersOf = (race: Race, winner: Runner, deeds: readonly Deed[]) =>
  race.runners.filter((runner) => runner !== winner && deeds.includes(runner.deed));

/** The races of one world, one after the other, drawn from this seed. */
export function openRaces(world: World, seed: number) {
  const counts = { races: 0, people: 0, changes: 0, refused: 0, repeats: 0 };
  const wins: Record<Entry, number> = { card: 0, chat: 0, tab: 0 };
  const draw = createDraw(seed);
  let number = 1000;
  /** Draws people and their ways in, and runs the race. */
  async function raceOf(start: Start): Promise<Race> {
    number += 1;
    const { isReported = false, isSuppressed = false, isHeld = false, holderDoes } = start;
    const people = draw.shuffled(racers);
    const holder = isHeld ? people.pop() : undefined;
    const count = 2 + draw.below(people.length - 1);
    const entrants = people.slice(0, holderDoes ? count - 1 : count).map((person, place) => {
      return { person, entry: draw.one(entries), deed: start.deeds(place) };
    });
    const first = holder && ({ person: holder, entry: draw.one(entries), deed: 'assign' } as const);
    if (holder && holderDoes) {
      entrants.push({ person: holder, entry: draw.one(entries), deed: holderDoes });
    }
    const course = await prepare(world, number, {
      isReported,
      isSuppressed,
      holder: first ?? null,
    });
    const race = await run(world, course, entrants, draw);
    counts.races += 1;
    counts.people += entrants.length;
    counts.changes += race.done.length;
    return race;
  }

  /** The one who won, by the history: no other person changed it, and no other was told so. */
  function winnerOf(race: Race, type: Change['type'], deeds: readonly Deed[]): Runner {
    const made = changesOf(race, type);
    expect(made, label(race)).toHaveLength(1);
    const runners = race.runners.filter(({ deed }) => deeds.includes(deed));
    const won = runners.filter(({ told }) => told.done);
    expect(
      won.map(({ person }) => person.id),
      label(race),
    ).toEqual([made[0]?.by]);
    const [winner] = won;
    if (!winner) throw new Error(label(race));
    wins[winner.entry] += 1;
    counts.refused += runners.length - 1;
    return winner;
  }

  /** This is what everybody sees, and what everybody hears who does the same once more. */
  async function holds(race: Race, holder: Person | null): Promise<void> {
    const { detail, card } = await shownNow(world, race);
    expect(detail.assignee?.id ?? null, label(race)).toBe(holder?.id ?? null);
    if (holder) expect(card, label(race)).toContain(holder.name);
  }

  /** In one race of three everybody does the same once more. */
  async function repeat(race: Race, check: (runner: Runner, text: string) => void) {
    if (draw.below(3) === 0) await doAgain(race, check);
  }

  async function doAgain(race: Race, check: (runner: Runner, text: string) => void) {
    for (const runner of draw.shuffled(race.runners)) {
      const { text } = await runner.again();
      counts.repeats += 1;
      check(runner, text);
    }
  }

  /** In one race of three another person takes over; then everybody repeats what they did in the race. */
  async function thenTaken(race: Race, winner: Person): Promise<void> {
    const outsider = racers.find(
      (one) =>
        one.id !== winner.id && one.id !== race.holder?.id && one.id !== race.runners[0]?.person.id,
    );
    if (!outsider) throw new Error('There is no other person.');
    await repeat(race, (runner, text) => {
      if (runner.person.id !== winner.id) expect(text, label(race)).not.toMatch(/assigned to you/);
      expect(text, label(race)).toContain(winner.name);
    });
    if (draw.below(3) > 0) return;
    world.pass(1000);
    const taken = await world.command(outsider, race.ticket, {
      action: 'assign',
      takeOverFrom: winner.id,
    });
    expect(taken.text, label(race)).toMatch(/assigned to you, taken over from/);
    await doAgain(race, (runner, text) => {
      if (runner.person.id !== outsider.id)
        expect(text, label(race)).not.toMatch(/assigned to you/);
      expect(text, `${runner.person.name} once more: ${text}; ${label(race)}`).toContain(
        outsider.name,
      );
    });
    await holds(race, outsider);
  }

  return { counts, wins, draw, raceOf, winnerOf, holds, repeat, thenTaken };
}
