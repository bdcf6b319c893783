/** Tickets whose incident is over: the newest of many, and only those that a person may see. */
import { defaultRules, instantAfter, type Person } from '@rooms-pro/core';
import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { createFleet } from '../fleet.ts';
import { breaks, does, makeRoom, mia, personOf, reads, start } from '../fleetScenario.suite.ts';

const at = (minutes: number) => instantAfter(start, minutes * minute);

/** Rooms whose display failed and recovered, in an order that differs from the order of their numbers. */
function fleetOf(rooms: number) {
  const fleet = createFleet({ rules: defaultRules, now: () => at(900), lastSeenAt: () => null });
  for (let number = 1; number <= rooms; number += 1) {
    const place = number % 2 === 0 ? ['west'] : ['east'];
    const broken = breaks(makeRoom(number, { groups: place }), 'display:1', at(30));
    fleet.take(reads(broken, 'display:1', 'healthy', at(40 + ((number * 101) % rooms))));
  }
  return fleet;
}

const all = { words: [], severity: null, offset: 0, limit: 200 } as const;

const numbersIn = (fleet: ReturnType<typeof fleetOf>, query: object = {}, person: Person = mia) =>
  fleet.pastTickets({ ...all, ...query }, person).tickets.map(({ room }) => room.number);

describe('past tickets', () => {
  const rooms = 397;
  const fleet = fleetOf(rooms);
  const newestFirst = Array.from({ length: rooms }, (_, index) => index + 1).sort(
    (one, other) => ((other * 101) % rooms) - ((one * 101) % rooms),
  );

  it('are sorted by the time of resolution, latest first, page by page', () => {
    expect(fleet.pastTickets({ ...all, limit: 3 }, mia).total).toBe(rooms);
    expect(numbersIn(fleet, { limit: 3 })).toEqual(newestFirst.slice(0, 3));
    expect(numbersIn(fleet, { offset: 20, limit: 25 })).toEqual(newestFirst.slice(20, 45));
    expect(numbersIn(fleet, { offset: rooms - 1 })).toEqual(newestFirst.slice(-1));
    expect(numbersIn(fleet, { offset: rooms })).toEqual([]);
  });

  it('are found by all words, and by severity', () => {
    expect(numbersIn(fleet, { words: ['display', '397'] })).toEqual([397]);
    expect(numbersIn(fleet, { words: ['display', 'camera'] })).toEqual([]);
    expect(numbersIn(fleet, { severity: 'warning' })).toEqual([]);
  });

  it('are only from rooms that the person may see', () => {
    const west = newestFirst.filter((number) => number % 2 === 0);
    expect(numbersIn(fleet, {}, personOf('viewer', 'west'))).toEqual(west);
    expect(numbersIn(fleet, {}, personOf('viewer'))).toEqual([]);
  });

  it('include no open tickets and no tickets of a retired room', () => {
    const few = fleetOf(2);
    few.take(breaks(few.room('room-1') ?? makeRoom(1), 'display:2', at(60)));
    few.take(does(few.room('room-2') ?? makeRoom(2), { action: 'retire' }, at(60)));
    const { tickets } = few.pastTickets(all, mia);
    expect(tickets.map(({ room, signal }) => [room.number, signal])).toEqual([[1, 'display:1']]);
  });
});
