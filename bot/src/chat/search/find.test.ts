/** The results of a search from the compose box, their order, and the rights of the person. */
import { defaultRules, instantAfter, type Person } from '@rooms-pro/core';
import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { createFleet } from '../../fleet/fleet.ts';
import {
  after,
  breaks,
  does,
  makeRoom,
  mia,
  personOf,
  reads,
  start,
} from '../../fleet/fleetScenario.suite.ts';
import { find, findPlace, type Search } from './find.ts';

const at = (minutes: number) => instantAfter(start, minutes * minute);
const report = { action: 'report', what: 'No sound' } as const;
const lasting = {
  action: 'suppress',
  signal: 'room',
  until: { kind: 'lifted' },
  reason: 'works',
} as const;

const lime = { name: 'Lime', building: 'Quay House', floor: '3', groups: ['east'] };
const rooms = [
  reads(breaks(makeRoom(1), 'display:1', at(30)), 'display:1', 'healthy', at(40)),
  breaks(breaks(makeRoom(2, lime), 'network', at(190)), 'conference-microphone', at(208)),
  does(makeRoom(3, { name: 'Amber 4.12', floor: '4' }), report, at(50)),
  after(
    makeRoom(4, { name: 'Slate' }),
    { kind: 'silence', since: at(10), reason: 'noTelemetry' },
    at(45),
  ),
  does(makeRoom(5, { name: 'Onyx' }), lasting, at(20)),
  makeRoom(6, { name: 'Opal' }),
  makeRoom(7, { name: 'Beacon' }),
];

function depsFor(person: Person) {
  const fleet = createFleet({ rules: defaultRules, now: () => at(210), lastSeenAt: () => null });
  for (const room of rooms) fleet.take(room);
  const links = {
    incidents: 'https://rooms.example/tab/',
    rooms: 'https://rooms.example/tab/rooms',
    room: (id: string) => `https://rooms.example/tab/rooms/${id}`,
    ticket: (number: string) => `https://rooms.example/tab/tickets/${number}`,
    outage: (id: string) => `https://rooms.example/tab/outages/${id}`,
  };
  return { person, closed: null, fleet, rules: defaultRules, links, now: at(210) };
}

function search(text: string, asked: Partial<Search> = {}, person: Person = mia) {
  const whole = { sought: 'tickets', text, offset: 0, limit: 25, ...asked } as const;
  const { found, sentence } = find(whole, depsFor(person));
  return { titles: found.map(({ preview }) => preview.title), sentence };
}
const ticketsFor = (text: string) => search(text).titles;
const roomsFor = (text: string, person: Person = mia) =>
  search(text, { sought: 'rooms' }, person).titles;

describe('a search for tickets', () => {
  it('shows open incidents first and then past tickets for an empty text', () => {
    expect(ticketsFor('')).toEqual([
      '❗ Connection · Slate',
      '❗ Reported problem · Amber 4.12',
      '⚠️ Network · Lime',
      '🔍 Conference microphone · Lime',
      '✅ Display 1 · Lighthouse',
    ]);
  });

  it.each([
    ['a number', '2-2', '🔍 Conference microphone · Lime'],
    ['a number with other characters', 'ticket #2 – 2', '🔍 Conference microphone · Lime'],
    ['the number of a past ticket', '1-1', '✅ Display 1 · Lighthouse'],
    ['a room', 'amber', '❗ Reported problem · Amber 4.12'],
    ['a signal and a building', 'network quay', '⚠️ Network · Lime'],
    ['half a word', 'netw', '⚠️ Network · Lime'],
    ['a past ticket, by its signal', 'display', '✅ Display 1 · Lighthouse'],
    ['a typing error in the word of a signal', 'netwrok', '⚠️ Network · Lime'],
    ['a severity', 'warning', '⚠️ Network · Lime'],
    ['a severity, a typing error and filler words', 'Waring ticket in Lime', '⚠️ Network · Lime'],
  ])('finds by %s', (_, text, title) => {
    expect(ticketsFor(text)).toEqual([title]);
  });

  it.each([
    '',
    'quay house',
    'display',
    '99-9',
    '🙈'.repeat(20),
    '\u202e<at>all</at>',
    '__proto__',
  ])('cuts %j into pages that together are the whole, each ticket once', (text) => {
    const whole = search(text, { sought: 'everything' }).titles;
    const pages = Array.from({ length: 8 }, (_, page) =>
      search(text, { sought: 'everything', offset: page * 2, limit: 2 }),
    );
    expect(pages.flatMap(({ titles }) => titles)).toEqual(whole);
  });
});

describe('a search for rooms', () => {
  it('shows rooms with problems first, then sorts by name', () => {
    expect(roomsFor('')).toEqual([
      '❗ Amber 4.12',
      '❗ Lime',
      '🔌 Slate',
      '✅ Beacon',
      '✅ Lighthouse',
      '✅ Opal',
      '🔕 Onyx',
    ]);
  });

  it.each([
    ['room lime', ['❗ Lime']],
    ['#7', ['✅ Beacon']],
    [
      'PIER west',
      ['❗ Amber 4.12', '🔌 Slate', '✅ Beacon', '✅ Lighthouse', '✅ Opal', '🔕 Onyx'],
    ],
  ])('finds %s', (text, titles) => {
    expect(roomsFor(text)).toEqual(titles);
  });
});

describe('a room that a person may not see', () => {
  const zoe = personOf('lead', 'east');

  it('is not found by text, by number or by address', () => {
    expect(search('', { sought: 'everything' }, zoe).titles).toEqual([
      '⚠️ Network · Lime',
      '🔍 Conference microphone · Lime',
      '❗ Lime',
    ]);
    for (const text of ['1-1', 'amber', 'display'])
      expect(search(text, {}, zoe).titles).toEqual([]);
    expect(findPlace({ ticket: '1-1' }, depsFor(zoe))).toBeNull();
    expect(findPlace({ room: 'room-1' }, depsFor(zoe))).toBeNull();
    expect(findPlace({ room: 'room-2' }, depsFor(zoe))?.preview.title).toBe('❗ Lime');
  });

  it('is every room for a person without access, who gets the same sentence as in chat', () => {
    const closed = 'You have no access yet.';
    const whole = { sought: 'rooms', text: 'lime', offset: 0, limit: 10 } as const;
    const asked = { ...depsFor(personOf('viewer')), closed };
    expect(find(whole, asked)).toEqual({ found: [], sentence: closed });
  });

  it('is every room for a person without a group, and the sentence contains the next step', () => {
    const { titles, sentence } = search('lime', {}, personOf('viewer'));
    expect(titles).toEqual([]);
    expect(sentence).toBe('There is no room in your room groups yet. Ask a Manager to check them.');
  });
});

describe('a search that finds nothing', () => {
  it.each([
    ['tickets', 'I found no tickets for “nowhere”. Try a ticket number'],
    ['rooms', 'I found no rooms for “nowhere”.'],
    ['everything', 'I found nothing for “nowhere”.'],
  ] as const)('says so, for %s', (sought, says) => {
    expect(search('nowhere', { sought }).sentence).toContain(says);
  });

  it('shortens a long text in its sentence', () => {
    const { sentence } = search('🙈'.repeat(50_000));
    expect(sentence).toContain('…”');
    expect(sentence?.length).toBeLessThan(300);
  });

  it('shows no sentence at the end of a list', () => {
    expect(search('', { offset: 500 })).toEqual({ titles: [], sentence: null });
  });
});
