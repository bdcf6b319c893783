/** The chat asks about a word in the position of a name when the world does not contain this name. */
import type { TicketNumber } from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';
import { createNameIndex } from './names/nameIndex.ts';
import { understand } from './understand.ts';
import type { NamedTicket, World } from './world.ts';

const room = (number: number, name: string, building: string, floor: string) => ({
  number,
  name,
  building,
  floor,
  groups: [building],
  enrolment: 'enrolled' as const,
});

const ticket: NamedTicket = {
  number: '2101-3' as TicketNumber,
  signal: 'display:1',
  severity: 'important',
  state: 'needsAction',
  isSuppressed: false,
};

const world: World = {
  names: createNameIndex([
    room(2101, 'Maple 3.01', 'River Campus', '3'),
    room(2102, 'Studio 7', 'Werk Süd', '0'),
    room(2103, 'Lübeck 3.02', 'Dockside', '3'),
  ]),
  people: ['Jonas', 'Priya'],
  speaker: 'Jonas',
  ticket: (number) => (number === ticket.number ? ticket : null),
  ticketsOf: (number) => (number === 2101 ? [ticket] : []),
  isSuppressed: () => false,
};

const setting = { now: '2026-12-03T08:20:00.000Z', timeZone: 'Europe/Berlin', dayBegins: '08:00' };
const intentOf = (text: string) => understand(text, world, setting).intent;

const names = [
  'Kassel',
  'Bern',
  'Rome',
  'Nice',
  'Essen',
  'Tanne',
  'Einstein',
  'Main',
  'Boston',
  'Annex',
  'Mozart',
  'Cafeteria',
  'Wien',
  'Paris',
];
const requests = [
  'incidents in X',
  'rooms in X please',
  'Störungen in X',
  'Welche Räume in X sind offline?',
  'is everything ok in X?',
  'how many incidents are open at X',
  'what is broken in X?',
  'mute X for 2h',
  'Schalte X für 2 Stunden stumm',
  'reboot X',
  'enrol X',
];

describe('a name that the world does not contain', () => {
  it.each(requests)('is asked about or not understood: %s', (request) => {
    const answered = names
      .flatMap((name) => [name, name.toLowerCase()])
      .map((name) => request.replace('X', name))
      .filter((text) => !/^(?:clarify|unknown)$/.test(intentOf(text)));
    expect(answered).toEqual([]);
  });

  it('is not asked about when it is a real name, also misspelt', () => {
    expect(intentOf('incidents in Dockside')).toBe('incidents');
    expect(intentOf('incidents in docksid')).toBe('incidents');
    expect(intentOf('Was ist in Werk Sued kaputt?')).toBe('incidents');
    expect(intentOf('mute luebeck for 2h')).toBe('suppress');
  });
});

describe('words of an order that are not understood', () => {
  it.each([
    'mute 2101-3 for -2 hours',
    'mute 2101-3 until noon yesterday',
    'Schalte 2101-3 nachher stumm',
    'mute maple xyz for 1h',
    'mute 2101-3 because the repair takes 2 days',
    'mute either 2101-3 or maple for 2h',
    'mute 2101-3 for 2h is not what I want',
    'mute 2101-3 ... just kidding',
    'clean the table in Maple',
    'Räum bitte den Tisch in Maple auf',
    'take a picture of Maple',
    'unsubscribe Priya',
  ])('lead to a question and no change: %s', (text) => {
    expect(intentOf(text)).toBe('clarify');
  });

  it('a duration directly before the verb is the end, not a part of the reason', () => {
    const { intent, slots } = understand(
      'Maple wegen Stromabschaltung 4 Stunden stumm schalten',
      world,
      setting,
    );
    expect([intent, slots.until, slots.reason]).toEqual([
      'suppress',
      '2026-12-03T12:20:00.000Z',
      'Stromabschaltung',
    ]);
  });
});
