/** The orders of the list of rooms, cut into pages, and since when each room has its health. */
import { defaultRules, instantAfter, type Room, roomSorts } from '@rooms-pro/core';
import { roomsQuery } from '@rooms-pro/core/contracts';
import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { createFleet, type Fleet } from '../fleet.ts';
import { after, breaks, does, makeRoom, mia, reads, start } from '../fleetScenario.suite.ts';
import { wholeRoomsQuery } from './queries.ts';

const at = (minutes: number) => instantAfter(start, minutes * minute);
const fleetOf = (...rooms: readonly Room[]): Fleet => {
  const fleet = createFleet({ rules: defaultRules, now: () => at(100), lastSeenAt: () => at(99) });
  for (const room of rooms) fleet.take(room);
  return fleet;
};
const suppress = { action: 'suppress', until: { kind: 'lifted' }, reason: '' } as const;
const roomsIn = (fleet: Fleet, filter: object = {}) =>
  fleet.rooms(wholeRoomsQuery(filter), mia).rows.map(({ name }) => name);

describe('the orders of rooms', () => {
  const important = (number: number, name: string, floor: string) =>
    breaks(makeRoom(number, { name, floor }), 'display:1', at(30 - number));
  const heron = makeRoom(1, { name: 'Heron', floor: '10' });
  const gull = important(2, 'Gull', '9');
  const auk = breaks(important(3, 'Auk', '2'), 'camera', at(40));
  const swan = after(
    makeRoom(4, { name: 'Swan', floor: '9' }),
    { kind: 'silence', since: at(5), reason: 'noTelemetry' },
    at(40),
  );
  const rail = breaks(makeRoom(5, { name: 'Rail', building: 'Annexe' }), 'network', at(10));
  const tern = does(
    makeRoom(6, { name: 'Tern', floor: '1' }),
    { ...suppress, signal: 'room' },
    at(45),
  );
  const seen: Record<string, string> = { Heron: at(90), Gull: at(80), Auk: at(95), Rail: at(50) };
  const fleet = createFleet({
    rules: defaultRules,
    now: () => at(99),
    lastSeenAt: (id) => seen[fleet.room(id)?.name ?? ''] ?? null,
  });
  for (const room of [heron, gull, auk, swan, rail, tern]) fleet.take(room);

  it.each([
    [{}, ['Auk', 'Gull', 'Swan', 'Rail', 'Tern', 'Heron']],
    [{ sort: 'health', order: 'asc' }, ['Heron', 'Tern', 'Rail', 'Swan', 'Gull', 'Auk']],
    [{ sort: 'name', order: 'asc' }, ['Auk', 'Gull', 'Heron', 'Rail', 'Swan', 'Tern']],
    [{ sort: 'name', order: 'desc' }, ['Tern', 'Swan', 'Rail', 'Heron', 'Gull', 'Auk']],
    [{ sort: 'place', order: 'asc' }, ['Rail', 'Tern', 'Auk', 'Gull', 'Swan', 'Heron']],
    [{ sort: 'place', order: 'desc' }, ['Heron', 'Swan', 'Gull', 'Auk', 'Tern', 'Rail']],
    // Rooms that never sent telemetry come first. Equal rooms are sorted by name in both directions.
    [{ sort: 'lastSeen', order: 'asc' }, ['Swan', 'Tern', 'Rail', 'Gull', 'Heron', 'Auk']],
    [{ sort: 'lastSeen', order: 'desc' }, ['Auk', 'Heron', 'Gull', 'Rail', 'Swan', 'Tern']],
    [{ sort: 'since', order: 'asc' }, ['Heron', 'Rail', 'Swan', 'Auk', 'Gull', 'Tern']],
    [{ sort: 'since', order: 'desc' }, ['Tern', 'Gull', 'Auk', 'Swan', 'Heron', 'Rail']],
  ])('are sorted by %o', (asked, names) => {
    for (const limit of [200, 4, 1]) {
      const found: string[] = [];
      for (let offset = 0; offset < 7; offset += limit) {
        const page = fleet.rooms(roomsQuery.parse({ ...asked, offset, limit }), mia);
        expect(page.total).toBe(6);
        found.push(...page.rows.map(({ name }) => name));
      }
      expect(found).toEqual(names);
    }
  });

  it('return the same pages as a plain sort, also for equal rooms', () => {
    const many = fleetOf(
      ...Array.from({ length: 60 }, (_, index) => {
        const room = makeRoom(index + 1, { name: `Room ${(index * 7) % 60}` });
        return index % 3 === 0 ? breaks(room, 'display:1', at(index)) : room;
      }),
    );
    for (const sort of roomSorts) {
      for (const order of ['asc', 'desc'] as const) {
        const whole = roomsIn(many, { sort, order });
        for (const limit of [20, 7, 1]) {
          const offsets = Array.from({ length: Math.ceil(60 / limit) }, (_, page) => page * limit);
          const pages = offsets.flatMap((offset) => roomsIn(many, { sort, order, offset, limit }));
          expect(pages).toEqual(whole);
        }
        expect(new Set(whole).size).toBe(60);
      }
    }
  });

  it('treat different spellings of one location as the same location', () => {
    const places = [
      ['annexe', '2'],
      ['Annexe', '10'],
      ['ANNEXE', '2'],
      ['Barn', '1'],
    ] as const;
    const written = fleetOf(
      ...places.map(([building, floor], index) =>
        makeRoom(index + 1, { name: `Room ${9 - index}`, building, floor }),
      ),
    );
    const inOrder = ['Room 7', 'Room 9', 'Room 8', 'Room 6'];
    expect(roomsIn(written, { sort: 'place', order: 'asc' })).toEqual(inOrder);
    expect(roomsIn(written, { sort: 'place', order: 'desc' })).toEqual(inOrder.toReversed());
  });

  it('include since when each room has its health', () => {
    const sinceOf = (name: string) =>
      fleet.rooms(roomsQuery.parse({ text: name }), mia).rows[0]?.healthSince;
    expect(sinceOf('Heron')).toBe(start);
    expect(sinceOf('Gull')).toBe(at(28));
    expect(sinceOf('Auk')).toBe(at(27));
    expect(sinceOf('Swan')).toBe(at(5));
    expect(sinceOf('Tern')).toBe(at(45));
    fleet.take(reads(gull, 'display:1', 'healthy', at(60)));
    expect(sinceOf('Gull')).toBe(at(60));
    fleet.take(does(auk, { ...suppress, signal: 'display:1' }, at(65)));
    expect(sinceOf('Auk')).toBe(at(40));
  });
});
