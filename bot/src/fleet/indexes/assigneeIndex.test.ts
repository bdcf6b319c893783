/** The filter by assignee (mine, unassigned, all), its counts, and the cost of both. */
import { defaultRules, instantAfter, type Person, type Room } from '@rooms-pro/core';
import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { createFleet, type Fleet } from '../fleet.ts';
import { after, breaks, makeRoom, mia, personOf, reads, start } from '../fleetScenario.suite.ts';
import { wholeIncidentsQuery } from '../queries/queries.ts';
import { toEntry } from '../roomEntry.ts';
import { createAssigneeIndex } from './assigneeIndex.ts';

const at = (minutes: number) => instantAfter(start, minutes * minute);
const east = personOf('technician', 'east');

function fleetOf(...rooms: readonly Room[]): Fleet {
  const fleet = createFleet({ rules: defaultRules, now: () => at(100), lastSeenAt: () => at(99) });
  for (const room of rooms) fleet.take(room);
  return fleet;
}

const assigns = (room: Room, actor: Person, signal: 'display:1' | 'network'): Room =>
  after(room, { kind: 'command', actor, command: { action: 'assign', signal, to: actor } }, at(40));

const found = (fleet: Fleet, filter: object, person: Person) => {
  const { total, rows } = fleet.incidents(wholeIncidentsQuery(filter), person);
  return [total, rows.map((row) => ('ticket' in row ? row.ticket : row.id))];
};

describe('the filter by assignee', () => {
  const both = breaks(breaks(makeRoom(1), 'display:1', at(30)), 'network', at(31));
  const ofEast = breaks(makeRoom(2, { groups: ['east'] }), 'display:1', at(32));

  it('finds the incidents of the reader, and unassigned incidents, in the order of the whole list', () => {
    const fleet = fleetOf(assigns(both, mia, 'network'), assigns(ofEast, east, 'display:1'));
    expect(found(fleet, { assigned: 'mine' }, mia)).toEqual([1, ['1-2']]);
    expect(found(fleet, { assigned: 'mine' }, east)).toEqual([1, ['2-1']]);
    expect(found(fleet, { assigned: 'unassigned' }, mia)).toEqual([1, ['1-1']]);
    expect(found(fleet, {}, mia)).toEqual([3, ['1-1', '2-1', '1-2']]);
  });

  it('shows only rooms that the reader may see, and applies the other filters', () => {
    const fleet = fleetOf(both, ofEast);
    expect(found(fleet, { assigned: 'unassigned' }, east)).toEqual([1, ['2-1']]);
    expect(found(fleet, { assigned: 'unassigned', issue: 'network' }, mia)).toEqual([1, ['1-2']]);
    expect(found(fleet, { issue: 'display' }, mia)).toEqual([2, ['1-1', '2-1']]);
    expect(found(fleet, { assigned: 'mine' }, mia)).toEqual([0, []]);
  });

  it('counts the incidents that it finds, and updates the counts after each change', () => {
    const fleet = fleetOf(both, ofEast);
    const counts = () => {
      const { mine, unassigned } = fleet.summary(mia);
      return { mine, unassigned };
    };
    expect(counts()).toEqual({ mine: 0, unassigned: 3 });
    const taken = assigns(both, mia, 'display:1');
    fleet.take(taken);
    expect(counts()).toEqual({ mine: 1, unassigned: 2 });
    fleet.take(reads(taken, 'display:1', 'healthy', at(50)));
    expect(counts()).toEqual({ mine: 0, unassigned: 2 });
    expect(found(fleet, { assigned: 'mine' }, mia)).toEqual([0, []]);
  });
});

it('contains for each assignee only the rooms of that assignee', () => {
  const room = assigns(breaks(makeRoom(1), 'display:1', at(30)), mia, 'display:1');
  const mixed = toEntry(breaks(room, 'network', at(50)), defaultRules);
  const index = createAssigneeIndex();
  index.add(mixed);
  for (let number = 2; number < 50; number += 1) index.add(toEntry(makeRoom(number), defaultRules));
  const own = index.of(mia.id);
  expect([...own.entries].map(({ listed }) => listed.length)).toEqual([1]);
  index.remove(mixed);
  expect([...index.of(mia.id).entries, ...index.of(null).entries]).toEqual([]);
});
