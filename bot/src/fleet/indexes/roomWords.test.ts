/** The texts by which a search finds rooms, open incidents and past tickets. */
import { advance, defaultRules, instantAfter, isOutageRow, type Room } from '@rooms-pro/core';
import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { readingsOf } from '../../chat/search/searchWords.ts';
import { createFleet } from '../fleet.ts';
import { breaks, makeRoom, mia, reads, start } from '../fleetScenario.suite.ts';
import { wholeIncidentsQuery, wholeRoomsQuery } from '../queries/queries.ts';
import { wordsOf } from './roomWords.ts';

const at = (minutes: number) => instantAfter(start, minutes * minute);

function withDevice(room: Room, device: string, address: string): Room {
  const facts = [{ kind: 'address', address } as const];
  const input = { kind: 'telemetry', device, readings: [], facts } as const;
  const advanced = advance(room, input, defaultRules, at(1));
  if (!advanced.ok) throw new Error('It was refused.');
  return advanced.room;
}

const broken = (room: Room) => breaks(room, 'display:1', at(30));
const amber = withDevice(
  makeRoom(1012, { name: '4.12 Amber', floor: '2' }),
  'MTR-HH-01',
  '10.4.12.7',
);
const blue = withDevice(
  makeRoom(1002, { name: 'Blue', floor: '12 East' }),
  'Mtr-HH-22',
  'fe80::1:22',
);
const lobby = makeRoom(1021, { name: 'Lobby', floor: 'Ground floor' });

const fleet = createFleet({ rules: defaultRules, now: () => at(60), lastSeenAt: () => null });
for (const room of [amber, blue, lobby]) fleet.take(broken(room));

const past = createFleet({ rules: defaultRules, now: () => at(60), lastSeenAt: () => null });
for (const room of [amber, blue, lobby])
  past.take(reads(broken(room), 'display:1', 'healthy', at(40)));

/** The rooms that each list of the product finds for a text. All lists must find the same rooms. */
function found(text: string): readonly string[] {
  const names = (rows: readonly { readonly roomId: string }[]) =>
    rows.map(({ roomId }) => fleet.room(roomId as Room['id'])?.name ?? '').toSorted();
  const { rows } = fleet.rooms(wholeRoomsQuery({ text }), mia);
  const listed = fleet.incidents(wholeIncidentsQuery({ text }), mia).rows;
  const incidents = listed.flatMap((row) => (isOutageRow(row) ? [] : [row]));
  const query = { words: wordsOf(text), severity: null, offset: 0, limit: 9 };
  const tickets = past.pastTickets(query, mia).tickets.map(({ room }) => ({ roomId: room.id }));
  expect([names(incidents), names(tickets)]).toEqual([names(rows), names(rows)]);
  return names(rows);
}

describe('a search', () => {
  it.each([
    ['floor 2', ['4.12 Amber']],
    ['Floor 12', ['Blue']],
    ['2nd floor', ['4.12 Amber']],
    ['pier west, floor 2', ['4.12 Amber']],
    ['Pier West · Floor 2', ['4.12 Amber']],
    ['pier floor 2, amber', ['4.12 Amber']],
    ['floor 1', []],
    ['ground floor', ['Lobby']],
    ['mtr-hh-01', ['4.12 Amber']],
    ['MTR-HH-22', ['Blue']],
    ['mtr-hh', ['4.12 Amber', 'Blue']],
    ['10.4.12.7', ['4.12 Amber']],
    ['10.4.', ['4.12 Amber']],
    ['4.12.7', []],
    ['FE80::1:22', ['Blue']],
    ['mtr-hh-22 floor 12', ['Blue']],
    ['4.12', ['4.12 Amber']],
  ])('for %j finds %j in every list', (text, names) => {
    expect(found(text)).toEqual(names);
    // The search that tolerates typing errors finds the same rooms.
    const [first] = readingsOf(text, defaultRules);
    expect(first?.text).toBe(text);
  });
});
