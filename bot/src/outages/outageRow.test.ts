import { defaultRules, instantAfter, isOutageRow, type Outage, type Person } from '@rooms-pro/core';
import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { createFleet, type Fleet } from '../fleet/fleet.ts';
import {
  after,
  breaks,
  does,
  makeRoom,
  mia,
  personOf,
  start,
} from '../fleet/fleetScenario.suite.ts';
import { wholeIncidentsQuery } from '../fleet/queries/queries.ts';

const at = (minutes: number) => instantAfter(start, minutes * minute);
const outage: Outage = {
  id: 'outage-3',
  scope: 'floor',
  building: 'Pier West',
  floor: '2',
  subnet: '',
  openedAt: at(60),
  endedAt: null,
};
const silence = (openedAt: string) =>
  ({
    kind: 'silence',
    since: instantAfter(openedAt, -defaultRules.disconnectedAfterMs),
    reason: 'noTelemetry',
    outage: outage.id,
  }) as const;

/** Rooms 1 to 6 are in the outage since minute 60; other rooms have incidents before and after it. */
function openFleet(): Fleet {
  const fleet = createFleet({
    rules: defaultRules,
    now: () => at(100),
    lastSeenAt: () => null,
    outageOf: (id) => (id === outage.id ? outage : null),
  });
  for (let number = 1; number <= 6; number += 1) {
    const groups = number === 1 ? ['east'] : ['west'];
    const room = makeRoom(number, { name: `Kelp ${number}`, groups });
    fleet.take(after(room, silence(at(60)), at(60)));
  }
  fleet.take(breaks(makeRoom(11, { name: 'Early', floor: '3' }), 'camera', at(30)));
  fleet.take(breaks(makeRoom(12, { name: 'Late', floor: '3' }), 'camera', at(80)));
  fleet.take(breaks(makeRoom(13, { name: 'Warned', floor: '3' }), 'default-speaker', at(10)));
  return fleet;
}

const listed = (fleet: Fleet, filter: object = {}, person: Person = mia) => {
  const { rows, total } = fleet.incidents(wholeIncidentsQuery(filter), person);
  return { total, names: rows.map((row) => (isOutageRow(row) ? row.id : row.room)) };
};

describe('an outage in the list of incidents', () => {
  it('is one row at its position, and its rooms have no rows', () => {
    expect(listed(openFleet())).toEqual({
      total: 4,
      names: ['Early', 'outage-3', 'Late', 'Warned'],
    });
  });

  it.each([1, 2, 3, 4, 5])('is on exactly one page when a page has %i rows', (limit) => {
    const fleet = openFleet();
    const pages = [0, 1, 2, 3, 4].flatMap(
      (page) => listed(fleet, { limit, offset: page * limit }).names,
    );
    expect(pages).toEqual(['Early', 'outage-3', 'Late', 'Warned']);
  });

  it.each([
    [{ severity: 'important' }, ['Early', 'outage-3', 'Late']],
    [{ severity: 'warning' }, ['Warned']],
    [{ state: 'needsAction', category: 'connection' }, ['outage-3']],
    [{ category: 'camera' }, ['Early', 'Late']],
    [{ building: 'Elsewhere' }, []],
    [{ group: 'east' }, ['outage-3']],
    [{ assigned: 'unassigned' }, ['Early', 'outage-3', 'Late', 'Warned']],
    [{ assigned: 'mine' }, []],
    [{ issue: 'connection' }, ['outage-3']],
    [{ issue: 'camera' }, ['Early', 'Late']],
    [{ text: 'outage' }, ['outage-3']],
    [{ text: 'kelp 4' }, ['outage-3']],
    [{ text: 'kelp 9' }, []],
  ])('is found by %j when its rooms are found', (filter, names) => {
    expect(listed(openFleet(), filter)).toEqual({ total: names.length, names });
  });

  it('counts once, and counts each room where rooms are counted', () => {
    const { needsAction, byCategory, topIssues, rooms } = openFleet().summary(mia);
    expect(needsAction).toBe(4);
    const { open, mine, unassigned } = openFleet().summary(mia);
    expect({ open, mine, unassigned }).toEqual({ open: 4, mine: 0, unassigned: 4 });
    expect(byCategory.find(({ category }) => category === 'connection')?.incidents).toBe(1);
    expect(topIssues.find(({ category }) => category === 'connection')?.rooms).toBe(6);
    expect(rooms.disconnected).toBe(6);
  });

  it('shows each person the rooms that the person may see, and is hidden from a person who may see none', () => {
    const fleet = openFleet();
    const rowFor = (person: Person) =>
      fleet.incidents(wholeIncidentsQuery(), person).rows.find(isOutageRow);
    expect(rowFor(mia)).toMatchObject({
      place: 'Pier West · Floor 2',
      rooms: 6,
      state: 'needsAction',
      assignee: null,
      actions: ['respond', 'assign'],
    });
    expect(rowFor(personOf('technician', 'east'))).toMatchObject({
      rooms: 1,
      actions: ['respond', 'assign'],
    });
    expect(rowFor(personOf('viewer', 'west'))).toMatchObject({ rooms: 5, actions: [] });
    expect(rowFor(personOf('lead', 'north'))).toBeUndefined();
    expect(fleet.summary(personOf('lead', 'north')).needsAction).toBe(0);
  });

  it('does not hide the connection ticket of each room', () => {
    expect(openFleet().incidentsIn('room-2', mia)).toMatchObject([{ signal: 'connection' }]);
  });

  it('disappears when its rooms are back, and a room outside an outage is a row again', () => {
    const fleet = openFleet();
    for (const room of [...fleet.all()].filter(({ id }) => Number(id.slice(5)) < 6)) {
      const input = { kind: 'telemetry', device: 'd', readings: [], facts: [] } as const;
      fleet.take(after(room, input, at(70)));
    }
    expect(listed(fleet, { category: 'connection' }).names).toEqual(['outage-3']);
    const last = fleet.room('room-6');
    if (!last) throw new Error('no room');
    fleet.take(after(last, { kind: 'outageOver', outage: outage.id }, at(90)));
    expect(listed(fleet, { category: 'connection' }).names).toEqual(['Kelp 6']);
    expect(fleet.summary(mia).needsAction).toBe(4);
  });

  it('is not counted, and comes after the other rows, while all its rooms are suppressed', () => {
    const fleet = openFleet();
    for (const room of [...fleet.all()].filter(({ name }) => name.startsWith('Kelp'))) {
      const suppress = { action: 'suppress', signal: 'room', reason: '' } as const;
      fleet.take(does(room, { ...suppress, until: { kind: 'lifted' } }, at(70)));
    }
    expect(listed(fleet).names).toEqual(['Early', 'Late', 'Warned', 'outage-3']);
    expect(fleet.summary(mia).needsAction).toBe(3);
  });
});
