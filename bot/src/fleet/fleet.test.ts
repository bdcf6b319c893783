/** The live read model: the order of incidents, the rights of readers, and the pages. */
import { defaultRules, instantAfter, type Person, type Room } from '@rooms-pro/core';
import { minute } from '@rooms-pro/testing/clock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFleet, type Fleet } from './fleet.ts';
import {
  after,
  breaks,
  does,
  makeRoom,
  mia,
  personOf,
  reads,
  start,
} from './fleetScenario.suite.ts';
import { wholeIncidentsQuery, wholeRoomsQuery } from './queries/queries.ts';

const at = (minutes: number) => instantAfter(start, minutes * minute);
const fleetOf = (...rooms: readonly Room[]): Fleet => {
  const fleet = createFleet({ rules: defaultRules, now: () => at(100), lastSeenAt: () => at(99) });
  for (const room of rooms) fleet.take(room);
  return fleet;
};
const suppress = { action: 'suppress', until: { kind: 'lifted' }, reason: '' } as const;

const ticketsIn = (fleet: Fleet, filter: object = {}, person: Person = mia) =>
  fleet
    .incidents(wholeIncidentsQuery(filter), person)
    .rows.map((row) => ('ticket' in row ? row.ticket : row.id));
const roomsIn = (fleet: Fleet, filter: object = {}, person: Person = mia) =>
  fleet.rooms(wholeRoomsQuery(filter), person).rows.map(({ name }) => name);

describe('the order of incidents', () => {
  it('puts incidents first that are not suppressed, need action, are important, are oldest', () => {
    const oldest = breaks(makeRoom(1), 'display:1', at(30));
    const older = breaks(makeRoom(2), 'camera', at(20));
    const fleet = fleetOf(
      breaks(makeRoom(5), 'network', at(10)),
      breaks(makeRoom(4), 'conference-microphone', at(15)),
      does(older, { ...suppress, signal: 'camera' }, at(40)),
      breaks(makeRoom(3), 'camera', at(50)),
      oldest,
    );
    expect(ticketsIn(fleet)).toEqual([
      // Important, needs action, by age.
      '1-1',
      '3-1',
      // A warning that needs action, older than both.
      '5-1',
      // The platform is still investigating.
      '4-1',
      // Suppressed, though important and old.
      '2-1',
    ]);
  });

  it('uses the room and then the signal for ties, so that no incident is on two pages', () => {
    const both = breaks(breaks(makeRoom(10), 'display:2', at(30)), 'display:1', at(30));
    const fleet = fleetOf(both, breaks(makeRoom(9), 'display:1', at(30)));
    const { rows } = fleet.incidents(wholeIncidentsQuery(), mia);
    const places = rows.map((row) => ('ticket' in row ? `${row.roomId} ${row.signal}` : row.id));
    expect(places).toEqual(['room-9 display:1', 'room-10 display:1', 'room-10 display:2']);
  });
});

describe('the filters', () => {
  let fleet: Fleet;
  beforeEach(() => {
    const quay = { building: 'Quay 4', groups: ['east', 'boardrooms'], name: 'Heron' };
    fleet = fleetOf(
      breaks(makeRoom(1), 'display:1', at(30), 'No signal on HDMI'),
      breaks(makeRoom(2, quay), 'network', at(31)),
      breaks(makeRoom(3, quay), 'conference-microphone', at(32)),
      makeRoom(4),
    );
  });

  it.each([
    [{}, ['1-1', '2-1', '3-1']],
    [{ state: 'needsAction' }, ['1-1', '2-1']],
    [{ state: 'systemInvestigating' }, ['3-1']],
    [{ severity: 'warning' }, ['2-1']],
    [{ category: 'audio' }, ['3-1']],
    [{ building: 'Quay 4' }, ['2-1', '3-1']],
    [{ building: '' }, ['1-1', '2-1', '3-1']],
    [{ group: 'boardrooms' }, ['2-1', '3-1']],
    [{ group: 'nobody' }, []],
    [{ text: 'hdmi  SIGNAL' }, ['1-1']],
    [{ text: 'heron 3-1' }, ['3-1']],
    [{ text: 'pier display' }, ['1-1']],
    [{ text: 'display network' }, []],
    [{ building: 'Quay 4', severity: 'important', text: 'microphone' }, ['3-1']],
  ])('of incidents: %o', (filter, expected) => {
    expect(ticketsIn(fleet, filter)).toEqual(expected);
    expect(fleet.incidents(wholeIncidentsQuery(filter), mia).total).toBe(expected.length);
  });

  it.each([
    [{ building: 'Quay 4' }, ['Heron', 'Heron']],
    [{ group: 'west' }, ['Lighthouse', 'Lighthouse']],
    [{ text: 'heron quay' }, ['Heron', 'Heron']],
    [{ text: 'heron pier' }, []],
    [{ health: 'unhealthy' }, ['Heron', 'Lighthouse']],
  ])('of rooms: %o', (filter, expected) => {
    // The microphone's incident is important too: the room is unhealthy while the platform investigates.
    expect(roomsIn(fleet, filter)).toEqual(expected);
  });
});

describe('rooms', () => {
  it('are listed by name in natural order, then by number', () => {
    const names = ['Room 10', 'room 2', 'Room 2', 'Alcove'];
    const fleet = fleetOf(...names.map((name, index) => makeRoom(index + 1, { name })));
    expect(roomsIn(fleet)).toEqual(['Alcove', 'room 2', 'Room 2', 'Room 10']);
  });

  it('are counted by health over the same location and text, for each requested health', () => {
    const broken = breaks(makeRoom(1), 'display:1', at(30));
    const warned = breaks(makeRoom(2), 'network', at(30));
    const silent = after(
      makeRoom(3),
      { kind: 'silence', since: at(10), reason: 'noTelemetry' },
      at(40),
    );
    const hushed = does(makeRoom(4), { ...suppress, signal: 'room' }, at(1));
    const elsewhere = makeRoom(5, { building: 'Quay 4' });
    const retired = does(makeRoom(6), { action: 'retire' }, at(1));
    const fleet = fleetOf(broken, warned, silent, hushed, elsewhere, retired);
    const filter = { building: 'Pier West', health: 'disconnected' };
    const { total, counts, rows } = fleet.rooms(wholeRoomsQuery(filter), mia);
    expect(rows.map(({ roomId }) => roomId)).toEqual(['room-3']);
    expect(total).toBe(1);
    expect(counts).toEqual({
      suppressed: 1,
      onboarding: 0,
      disconnected: 1,
      unhealthy: 1,
      healthy: 1,
    });
    const [row] = fleet.rooms(wholeRoomsQuery({ text: 'pier', health: 'healthy' }), mia).rows;
    expect(row).toMatchObject({ roomId: 'room-2', important: 0, warnings: 1, lastSeenAt: at(99) });
  });

  it('that are retired are only in their own list, and their incidents are in none', () => {
    const broken = breaks(makeRoom(1), 'display:1', at(30));
    const fleet = fleetOf(broken);
    fleet.take(does(broken, { action: 'retire' }, at(40)));
    expect(roomsIn(fleet)).toEqual([]);
    const asked = fleet.rooms(wholeRoomsQuery({ enrolment: 'retired' }), mia);
    expect(asked).toMatchObject({ total: 1, retired: 1, rows: [{ enrolment: 'retired' }] });
    expect(asked.rows[0]?.because).toContain('no longer watched');
    expect(Object.values(asked.counts).every((count) => count === 0)).toBe(true);
    expect(ticketsIn(fleet)).toEqual([]);
    expect(fleet.summary(mia).rooms.unhealthy).toBe(0);
  });
});

describe('the rights of the reader', () => {
  const west = breaks(makeRoom(1), 'display:1', at(30));
  const east = breaks(makeRoom(2, { groups: ['east', 'shared'] }), 'display:1', at(30));
  const fleet = fleetOf(west, east);

  it.each([
    [mia, ['1-1', '2-1']],
    [personOf('viewer', 'west'), ['1-1']],
    [personOf('lead', 'shared', 'west'), ['1-1', '2-1']],
    [personOf('technician', 'north'), []],
    [personOf('lead'), []],
  ] as const)('decides what is listed, counted and named: %o', (person, expected) => {
    expect(ticketsIn(fleet, {}, person)).toEqual(expected);
    expect(fleet.incidents(wholeIncidentsQuery(), person).total).toBe(expected.length);
    expect(fleet.rooms(wholeRoomsQuery(), person).total).toBe(expected.length);
    expect(fleet.rooms(wholeRoomsQuery(), person).counts.unhealthy).toBe(expected.length);
    const { needsAction, rooms, groups } = fleet.summary(person);
    expect([needsAction, rooms.unhealthy]).toEqual([expected.length, expected.length]);
    expect(groups.includes('east')).toBe((expected as readonly string[]).includes('2-1'));
  });

  it('decide which actions are allowed', () => {
    const actionsFor = (person: Person) =>
      fleet.incidents(wholeIncidentsQuery({ limit: 1 }), person).rows[0]?.actions;
    expect(actionsFor(personOf('viewer', 'west'))).toEqual([]);
    expect(actionsFor(personOf('technician', 'west'))).toEqual([
      'respond',
      'message',
      'attach',
      'assign',
    ]);
    expect(actionsFor(personOf('lead', 'west'))).toContain('suppress');
  });
});

describe('pages', () => {
  const rooms = Array.from({ length: 7 }, (_, index) =>
    breaks(makeRoom(index + 1, { name: `Room ${index + 1}` }), 'display:1', at(30 + index)),
  );
  const fleet = fleetOf(...rooms);

  it.each([
    [0, 3, ['1-1', '2-1', '3-1']],
    [3, 3, ['4-1', '5-1', '6-1']],
    [6, 3, ['7-1']],
    [7, 3, []],
    [100, 3, []],
  ])('from %i, at most %i', (offset, limit, expected) => {
    expect(ticketsIn(fleet, { offset, limit })).toEqual(expected);
    expect(fleet.incidents(wholeIncidentsQuery({ offset, limit }), mia).total).toBe(7);
    const page = fleet.rooms(wholeRoomsQuery({ offset, limit, health: 'unhealthy' }), mia);
    expect(page.rows.length).toBe(expected.length);
    expect([page.total, page.counts.unhealthy]).toEqual([7, 7]);
  });
});

describe('a room that the fleet receives', () => {
  const healthy = makeRoom(1);
  const broken = breaks(healthy, 'display:1', at(30));
  const recovered = reads(broken, 'display:1', 'healthy', at(40));

  it('replaces its earlier revision', () => {
    const fleet = fleetOf(healthy);
    fleet.take(broken);
    expect(ticketsIn(fleet)).toEqual(['1-1']);
    fleet.take(recovered);
    expect(ticketsIn(fleet)).toEqual([]);
    expect(roomsIn(fleet, { health: 'healthy' })).toEqual(['Lighthouse']);
    expect(fleet.findTicket('1-1')).toEqual({ room: recovered, signal: 'display:1' });
  });

  it('is ignored when its revision is older or known, and no listener is called', () => {
    const fleet = fleetOf(recovered);
    const received: Room[] = [];
    fleet.onChange((room) => received.push(room));
    for (const old of [healthy, broken, recovered]) fleet.take(old);
    expect(ticketsIn(fleet)).toEqual([]);
    expect(fleet.room('room-1')).toBe(recovered);
    expect(received).toEqual([]);
  });

  it('is evaluated again when the rules have changed', () => {
    const fleet = createFleet({ rules: defaultRules, now: () => start, lastSeenAt: () => null });
    fleet.take(breaks(makeRoom(1), 'display:1', start));
    const received: string[] = [];
    fleet.onChange(({ id }) => received.push(id));
    const { byType } = defaultRules;
    const display = { ...byType.display, category: 'report' } as const;
    expect(ticketsIn(fleet, { category: 'report' })).toEqual([]);
    fleet.useRules({ ...defaultRules, byType: { ...byType, display } });
    expect(ticketsIn(fleet, { category: 'report' })).toEqual(['1-1']);
    expect(received).toEqual(['room-1']);
    expect(fleet.rooms(wholeRoomsQuery(), mia).total).toBe(1);
  });

  it('is passed to listeners until they are removed', () => {
    const fleet = fleetOf();
    const received: number[] = [];
    const stop = fleet.onChange(({ revision }) => received.push(revision));
    fleet.take(healthy);
    fleet.take(broken);
    stop();
    fleet.take(recovered);
    expect(received).toEqual([healthy.revision, broken.revision]);
  });

  it('moves an incident to its new place in the list', () => {
    const other = breaks(makeRoom(2), 'display:1', at(31));
    const fleet = fleetOf(broken, other);
    fleet.take(does(broken, { ...suppress, signal: 'display:1' }, at(35)));
    expect(ticketsIn(fleet)).toEqual(['2-1', '1-1']);
  });

  it('is null when the fleet does not contain it', () => {
    const fleet = fleetOf(broken);
    expect(fleet.room('room-2')).toBeNull();
    expect(fleet.roomRow('room-2')).toBeNull();
    expect(fleet.findTicket('2-1')).toBeNull();
    expect(fleet.findTicket('1-2')).toBeNull();
  });
});

describe('the summary', () => {
  it('counts open incidents that are not suppressed, and lists the issues of the most rooms', () => {
    const hushed = breaks(makeRoom(5), 'display:1', at(30));
    const fleet = fleetOf(
      breaks(breaks(makeRoom(1), 'display:1', at(30)), 'display:2', at(31)),
      breaks(makeRoom(2, { building: 'Quay 4', groups: ['east'] }), 'display:1', at(30)),
      breaks(makeRoom(3), 'network', at(30)),
      breaks(makeRoom(4), 'conference-microphone', at(30)),
      does(hushed, { ...suppress, signal: 'display:1' }, at(32)),
    );
    const { byCategory, topIssues, ...summary } = fleet.summary(mia);
    expect(summary).toEqual({
      needsAction: 4,
      systemInvestigating: 1,
      open: 6,
      mine: 0,
      unassigned: 6,
      warnings: 1,
      rooms: { suppressed: 0, onboarding: 0, disconnected: 0, unhealthy: 3, healthy: 2 },
      buildings: ['Pier West', 'Quay 4'],
      groups: ['east', 'west'],
      confirmedAt: at(100),
    });
    expect(byCategory[0]).toEqual({ category: 'display', incidents: 3 });
    expect(byCategory.map(({ incidents }) => incidents)).toEqual([3, 1, 1]);
    expect(topIssues[0]).toEqual({
      type: 'display',
      incidents: 3,
      recommendedAction: defaultRules.byType.display.recommendedAction,
      label: 'Display',
      category: 'display',
      severity: 'important',
      rooms: 2,
    });
  });
});

describe('a fleet of 10,000 rooms', () => {
  it('lists every incident once, page by page and in order, while rooms change', {
    timeout: 120_000,
  }, () => {
    const fleet = fleetOf();
    const broken: Room[] = [];
    for (let number = 1; number <= 10_000; number += 1) {
      const room = makeRoom(number, { name: `Room ${number}`, building: `House ${number % 40}` });
      if (number % 10 !== 0) fleet.take(room);
      else broken.push(breaks(room, number % 20 === 0 ? 'display:1' : 'network', at(number % 50)));
    }
    for (const room of broken.toReversed()) fleet.take(room);
    // Half of the important ones recover again.
    for (const room of broken) {
      if (room.number % 40 === 0) fleet.take(reads(room, 'display:1', 'healthy', at(60)));
    }

    const listed: string[] = [];
    for (let offset = 0; offset < 1000; offset += 200) {
      listed.push(...ticketsIn(fleet, { offset }));
    }
    const open = broken.filter(({ number }) => number % 40 !== 0);
    const expected = open
      .toSorted(
        (one, other) =>
          Number(one.number % 20 !== 0) - Number(other.number % 20 !== 0) ||
          (one.number % 50) - (other.number % 50) ||
          one.number - other.number,
      )
      .map(({ number }) => `${number}-1`);
    expect(listed).toEqual(expected);

    const { total, counts, rows } = fleet.rooms(wholeRoomsQuery({ offset: 9_990 }), mia);
    expect(total).toBe(10_000);
    expect(counts).toMatchObject({ unhealthy: 250, healthy: 9_750 });
    expect(rows.map(({ number }) => number)).toEqual(
      Array.from({ length: 10 }, (_, index) => 9_991 + index),
    );
    expect(fleet.rooms(wholeRoomsQuery({ building: 'House 7' }), mia).total).toBe(250);
    expect(fleet.summary(mia)).toMatchObject({ needsAction: 750, warnings: 500 });
  });
});
