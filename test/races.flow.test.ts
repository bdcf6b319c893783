/**
 * A thousand races of two to eight people for one incident, over cards, chat and the tab at once: each
 * has one winner, and everybody else is told what is true. `RACES=5000` runs more.
 */
import type { Change } from '@rooms-pro/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Deed, type Race, shownNow, wordsFrom } from './races/race.ts';
import { changesOf, label, losersOf, openRaces } from './races/raceResults.ts';
import { openWorld, type World } from './races/testEnv.ts';

const seed = 20_261_122;
const timeout = 240_000;

let world: World;
let races: ReturnType<typeof openRaces>;
beforeAll(async () => {
  world = await openWorld();
  races = openRaces(world, seed);
});
afterAll(async () => {
  await world?.close();
  const { counts, wins } = races;
  console.log(`races: ${JSON.stringify({ seed, ...counts, wins })}`);
});

/** About so many races in all. */
const raceCount = Number(process.env['RACES'] ?? 1000);

/** Runs the share of all races that this test has, in thousandths. */
const times = async (share: number, race: () => Promise<void>) => {
  const count = Math.ceil((share * raceCount) / 1_000);
  for (let index = 0; index < count; index += 1) await race();
};

describe('races', { timeout }, () => {
  it('for a free incident: the first has it, the others see who', () =>
    times(220, async () => {
      const race = await races.raceOf({ deeds: () => 'assign' });
      const winner = races.winnerOf(race, 'incident.assigned', ['assign']);
      for (const { told } of losersOf(race, winner, ['assign'])) {
        expect(told.text, label(race)).toMatch(`${winner.person.name} has ${race.ticket} since`);
      }
      expect(winner.told.text, label(race)).toMatch(
        winner.entry === 'card' ? winner.person.name : /assigned to you/,
      );
      await races.holds(race, winner.person);
      await races.thenTaken(race, winner.person);
      world.forget();
    }));

  it('to take over from the same person: one does, the others see who', () =>
    times(220, async () => {
      const race = await races.raceOf({
        isHeld: true,
        deeds: () => 'takeOver',
      });
      const winner = races.winnerOf(race, 'incident.assigned', ['takeOver']);
      for (const { told } of losersOf(race, winner, ['takeOver'])) {
        expect(told.text, label(race)).toMatch(
          new RegExp(`(${winner.person.name}|${race.holder?.name}) has ${race.ticket} since`),
        );
      }
      await races.holds(race, winner.person);
      await races.thenTaken(race, winner.person);
      world.forget();
    }));

  it('to hand back and to take over: one takes, and nothing of theirs is handed back', () =>
    times(180, async () => {
      const race = await races.raceOf({
        isHeld: true,
        holderDoes: 'unassign',
        deeds: (place) =>
          place === 0 ? 'takeOver' : races.draw.one(['assign', 'takeOver'] as const),
      });
      const back = race.runners.find(({ deed }) => deed === 'unassign');
      const given = changesOf(race, 'incident.unassigned');
      expect(
        given.map(({ by }) => by),
        label(race),
      ).toEqual(back?.told.done ? [back.person.id] : []);
      const winner = races.winnerOf(race, 'incident.assigned', ['assign', 'takeOver']);
      if (!back?.told.done) expect(back?.told.text, label(race)).toContain(winner.person.name);
      await races.holds(race, winner.person);
      const people = race.runners.filter(({ person }) => person.id !== winner.person.id);
      for (const { deed, told } of people) {
        if (deed !== 'unassign') expect(told.text, label(race)).not.toMatch(/assigned to you/);
      }
      world.forget();
    }));

  it('to suppress: one does, the others see who did', () =>
    times(160, async () => {
      const race = await races.raceOf({ deeds: () => 'suppress' });
      const winner = races.winnerOf(race, 'signal.suppressed', ['suppress']);
      for (const { told } of losersOf(race, winner, ['suppress'])) {
        expect(told.text, label(race)).toMatch(`${winner.person.name} already suppressed`);
      }
      await races.repeat(race, (_, text) =>
        expect(text, label(race)).toContain(winner.person.name),
      );
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
    times(110, async () => {
      const race = await races.raceOf({ isSuppressed: true, deeds: () => 'unsuppress' });
      const winner = races.winnerOf(race, 'signal.unsuppressed', ['unsuppress']);
      for (const { told } of losersOf(race, winner, ['unsuppress'])) {
        expect(told.text, label(race)).toMatch(/is not suppressed/);
      }
      await races.repeat(race, (_, text) => expect(text, label(race)).not.toMatch(/Suppressed by/));
      const { detail, card } = await shownNow(world, race);
      expect(detail.suppression, label(race)).toBeNull();
      expect(card, label(race)).not.toMatch(/Suppressed by/);
      world.forget();
    }));

  it('to resolve what a person reported: one does, the others see who did and why', () =>
    times(110, async () => {
      const race = await races.raceOf({ isReported: true, deeds: () => 'resolve' });
      const winner = races.winnerOf(race, 'incident.resolved', ['resolve']);
      for (const { told } of losersOf(race, winner, ['resolve'])) {
        expect(told.text, label(race)).toMatch(/already resolved/);
        expect(told.text, label(race)).toContain(wordsFrom(winner.person));
      }
      await races.repeat(race, (runner, text) => {
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
  unassign: 'incident.unassigned',
  suppress: 'signal.suppressed',
  unsuppress: 'signal.unsuppressed',
  resolve: 'incident.resolved',
  respond: 'incident.responded',
};

describe('what is no race for one winner', { timeout }, () => {
  it('keeps the response of each person once, however often and wherever it is sent', () =>
    times(20, async () => {
      const race = await races.raceOf({ deeds: () => 'respond' });
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
      const deeds = ['assign', 'takeOver', 'suppress', 'respond'] as const;
      const race = await races.raceOf({
        isHeld: true,
        holderDoes: 'unassign',
        deeds: () => races.draw.one(deeds),
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
