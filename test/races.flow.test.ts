/**
 * A thousand races of two to eight people for one incident, over cards, chat and the tab at once: each
 * has one winner, and everybody else is told what is true.
 */
import type { Change, Person } from '@rooms-pro/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDraw, type Draw } from './races/draw.ts';
import {
  type Deed,
  type Entry,
  entries,
  prepare,
  type Race,
  type Runner,
  run,
  shownNow,
  wordsFrom,
} from './races/race.ts';
import { openWorld, racers, type World } from './races/world.ts';

const seed = 20_261_122;
const timeout = 240_000;
const counts = { races: 0, people: 0, changes: 0, refused: 0, repeats: 0 };
const byEntry: Record<Entry, number> = { card: 0, chat: 0, tab: 0 };

let world: World;
let draw: Draw;
let number = 1000;
beforeAll(async () => {
  world = await openWorld();
  draw = createDraw(seed);
});
afterAll(async () => {
  await world?.close();
  console.log(`races: ${JSON.stringify({ seed, ...counts, wins: byEntry })}`);
});

type Start = {
  readonly deeds: (place: number) => Deed;
  readonly isReported?: boolean;
  readonly isSuppressed?: boolean;
  readonly isHeld?: boolean;
  /** Whether the person who has the ticket runs as well, and what they do. */
  readonly holderDoes?: Deed;
};

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
  const course = await prepare(world, number, { isReported, isSuppressed, holder: first ?? null });
  const race = await run(world, course, entrants, draw);
  counts.races += 1;
  counts.people += entrants.length;
  counts.changes += race.done.length;
  return race;
}

const label = (race: Race) =>
  `${race.ticket} (seed ${seed}): ${race.runners
    .map(({ person, entry, deed, told }) => `${person.name}, ${entry}, ${deed}: ${told.text}`)
    .join(' | ')} — ${JSON.stringify(race.done)}`;

const changesOf = (race: Race, type: Change['type']) =>
  race.done.filter(({ change }) => change.type === type);

/** The one who won, by the history; nobody else was told so, and nobody else changed it. */
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
  byEntry[winner.entry] += 1;
  counts.refused += runners.length - 1;
  return winner;
}

const losersOf = (race: Race, winner: Runner, deeds: readonly Deed[]) =>
  race.runners.filter((runner) => runner !== winner && deeds.includes(runner.deed));

/** This is what everybody sees, and what everybody hears who does the same once more. */
async function holds(race: Race, holder: Person | null): Promise<void> {
  const { detail, card } = await shownNow(world, race);
  expect(detail.assignee?.id ?? null, label(race)).toBe(holder?.id ?? null);
  if (holder) expect(card, label(race)).toContain(holder.name);
}

async function repeat(race: Race, check: (runner: Runner, text: string) => void) {
  for (const runner of draw.shuffled(race.runners)) {
    const { text } = await runner.again();
    counts.repeats += 1;
    check(runner, text);
  }
}

/** Another person takes the ticket over; then everybody repeats what they did in the race. */
async function thenTaken(race: Race, winner: Person): Promise<void> {
  const outsider = racers.find(
    (one) =>
      one.id !== winner.id && one.id !== race.holder?.id && one.id !== race.runners[0]?.person.id,
  );
  if (!outsider) throw new Error('There is no other person.');
  if (draw.below(4) === 0) {
    await repeat(race, (runner, text) => {
      if (runner.person.id !== winner.id) expect(text, label(race)).not.toMatch(/assigned to you/);
      expect(text, label(race)).toContain(winner.name);
    });
  }
  world.pass(1000);
  const taken = await world.command(outsider, race.ticket, {
    action: 'assign',
    takeOverFrom: winner.id,
  });
  expect(taken.text, label(race)).toMatch(/assigned to you, taken over from/);
  await repeat(race, (runner, text) => {
    if (runner.person.id !== outsider.id) expect(text, label(race)).not.toMatch(/assigned to you/);
    expect(text, `${runner.person.name} once more: ${text}; ${label(race)}`).toContain(
      outsider.name,
    );
  });
  await holds(race, outsider);
  world.forget();
}

const times = async (count: number, race: () => Promise<void>) => {
  for (let index = 0; index < count; index += 1) await race();
};

describe('races', { timeout }, () => {
  it('for a free incident: the first has it, the others see who', () =>
    times(200, async () => {
      const race = await raceOf({ deeds: () => 'assign' });
      const winner = winnerOf(race, 'incident.assigned', ['assign']);
      for (const { told } of losersOf(race, winner, ['assign'])) {
        expect(told.text, label(race)).toMatch(`${winner.person.name} has ${race.ticket} since`);
      }
      expect(winner.told.text, label(race)).toMatch(
        winner.entry === 'card' ? winner.person.name : /assigned to you/,
      );
      await holds(race, winner.person);
      await thenTaken(race, winner.person);
    }));

  it('to take over from the same person: one does, the others see who', () =>
    times(200, async () => {
      const race = await raceOf({
        isHeld: true,
        deeds: () => 'takeOver',
      });
      const explicit = race.runners.filter(({ entry }) => entry !== 'chat');
      if (explicit.length === 0) {
        // The words in chat ask for a free incident only.
        expect(race.done, label(race)).toEqual([]);
        return holds(race, race.holder);
      }
      const winner = winnerOf(race, 'incident.assigned', ['takeOver']);
      expect(winner.entry, label(race)).not.toBe('chat');
      for (const { told } of losersOf(race, winner, ['takeOver'])) {
        expect(told.text, label(race)).toMatch(
          new RegExp(`(${winner.person.name}|${race.holder?.name}) has ${race.ticket} since`),
        );
      }
      await holds(race, winner.person);
      await thenTaken(race, winner.person);
    }));

  it('to hand back and to take over: one takes, and nothing of theirs is handed back', () =>
    times(150, async () => {
      const race = await raceOf({
        isHeld: true,
        holderDoes: 'unassign',
        deeds: (place) => (place === 0 ? 'takeOver' : draw.one(['assign', 'takeOver'] as const)),
      });
      const back = race.runners.find(({ deed }) => deed === 'unassign');
      const given = changesOf(race, 'incident.unassigned');
      expect(
        given.map(({ by }) => by),
        label(race),
      ).toEqual(back?.told.done ? [back.person.id] : []);
      const taken = changesOf(race, 'incident.assigned');
      if (taken.length === 0) return holds(race, back?.told.done ? null : race.holder);
      const winner = winnerOf(race, 'incident.assigned', ['assign', 'takeOver']);
      if (!back?.told.done) expect(back?.told.text, label(race)).toContain(winner.person.name);
      await holds(race, winner.person);
      const people = race.runners.filter(({ person }) => person.id !== winner.person.id);
      for (const { deed, told } of people) {
        if (deed !== 'unassign') expect(told.text, label(race)).not.toMatch(/assigned to you/);
      }
      world.forget();
    }));

  it('to suppress: one does, the others see who did', () =>
    times(150, async () => {
      const race = await raceOf({ deeds: () => 'suppress' });
      const winner = winnerOf(race, 'signal.suppressed', ['suppress']);
      for (const { told } of losersOf(race, winner, ['suppress'])) {
        expect(told.text, label(race)).toMatch(`${winner.person.name} already suppressed`);
      }
      await repeat(race, (_, text) => expect(text, label(race)).toContain(winner.person.name));
      const { detail, card } = await shownNow(world, race);
      expect(detail.suppression, label(race)).toMatchObject({
        by: { id: winner.person.id },
        reason: wordsFrom(winner.person),
      });
      expect(card, label(race)).toContain(`Suppressed by ${winner.person.name}`);
      expect(changesOf(race, 'signal.suppressed')).toHaveLength(1);
      world.forget();
    }));

  it('to lift a suppression: one does, the others see that there is none', () =>
    times(100, async () => {
      const race = await raceOf({ isSuppressed: true, deeds: () => 'unsuppress' });
      const winner = winnerOf(race, 'signal.unsuppressed', ['unsuppress']);
      for (const { told } of losersOf(race, winner, ['unsuppress'])) {
        expect(told.text, label(race)).toMatch(/is not suppressed/);
      }
      await repeat(race, (_, text) => expect(text, label(race)).not.toMatch(/Suppressed by/));
      const { detail, card } = await shownNow(world, race);
      expect(detail.suppression, label(race)).toBeNull();
      expect(card, label(race)).not.toMatch(/Suppressed by/);
      world.forget();
    }));

  it('to resolve what a person reported: one does, the others see who did and why', () =>
    times(100, async () => {
      const race = await raceOf({ isReported: true, deeds: () => 'resolve' });
      const winner = winnerOf(race, 'incident.resolved', ['resolve']);
      for (const { told } of losersOf(race, winner, ['resolve'])) {
        expect(told.text, label(race)).toMatch(/already resolved/);
        expect(told.text, label(race)).toContain(wordsFrom(winner.person));
      }
      await repeat(race, (runner, text) => {
        if (runner !== winner) expect(text, label(race)).toContain(winner.person.name);
      });
      const { detail, card } = await shownNow(world, race);
      expect(detail.status, label(race)).toBe('resolved');
      expect(detail.resolvedBecause, label(race)).toContain(winner.person.name);
      expect(card, label(race)).toContain(winner.person.name);
      world.forget();
    }));
});

const typeOf: Readonly<Record<Deed, Change['type']>> = {
  assign: 'incident.assigned',
  takeOver: 'incident.assigned',
  claim: 'incident.assigned',
  unassign: 'incident.unassigned',
  suppress: 'signal.suppressed',
  unsuppress: 'signal.unsuppressed',
  resolve: 'incident.resolved',
  respond: 'incident.responded',
};

describe('what is no race for one winner', { timeout }, () => {
  it('keeps the response of each person once, however often and wherever it is sent', () =>
    times(20, async () => {
      const race = await raceOf({ deeds: () => 'respond' });
      // The last response is the one that a second click repeats.
      const made = changesOf(race, 'incident.responded');
      expect(made.map(({ by }) => by).toSorted(), label(race)).toEqual(
        race.runners.map(({ person }) => person.id).toSorted(),
      );
      expect(
        race.runners.every(({ told }) => told.done),
        label(race),
      ).toBe(true);
      const last = race.runners.find(({ person }) => person.id === made.at(-1)?.by);
      await Promise.all([last?.again(), last?.again()]);
      const events = await world.history(race.room);
      const kept = events
        .flatMap(({ changes }) => changes)
        .filter(({ type }) => type === 'incident.responded');
      expect(kept, label(race)).toHaveLength(race.runners.length);
      world.forget();
    }));

  it('tells each person what they did, when each does something else', () =>
    times(100, async () => {
      const deeds = ['assign', 'takeOver', 'claim', 'suppress', 'respond'] as const;
      const race = await raceOf({
        isHeld: true,
        holderDoes: 'unassign',
        deeds: () => draw.one(deeds),
      });
      for (const { person, deed, told } of race.runners) {
        const made = changesOf(race, typeOf[deed]).filter(({ by }) => by === person.id);
        expect(made, label(race)).toHaveLength(told.done ? 1 : 0);
      }
      const people = race.done.map(({ by }) => by);
      expect(new Set(people).size, label(race)).toBe(people.length);
      expect(changesOf(race, 'signal.suppressed').length, label(race)).toBeLessThan(2);
      const { detail } = await shownNow(world, race);
      expect(detail.assignee?.id ?? null, label(race)).toBe(lastHolder(race));
      world.forget();
    }));
});

/** Who has the ticket by the history; each change begins where the one before ended. */
function lastHolder(race: Race): string | null {
  let holder = race.holder?.id ?? null;
  for (const { change } of race.done) {
    if (change.type !== 'incident.assigned' && change.type !== 'incident.unassigned') continue;
    expect(change.before?.id ?? null, label(race)).toBe(holder);
    holder = change.type === 'incident.assigned' ? change.after.id : null;
  }
  return holder;
}
