/** With any text of devices and people, a card stays small and shows the text as text. */
import { newSuppression, toTicket } from '@rooms-pro/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidentCard } from './incident/incidentCard.ts';
import { cardVariants, viewWith } from './incident/incidentFixtures.suite.ts';
import type { IncidentCardView } from './incident/incidentView.ts';
import { formatOutageSummary, outageCard } from './incident/outageCard.ts';
import { summaryOf } from './incident/summary.ts';
import { incidentsCard, roomsCard } from './lists/listCards.ts';
import { outageRow } from './lists/listFixtures.suite.ts';
import { noticeAbout, outageView, workedOutage } from './notices/noticeFixtures.suite.ts';
import { noticeCard } from './notices/plainCards.ts';
import { escapeMarkdown, plain } from './plainText.ts';
import { previewOfIncident, previewOfRoom } from './shared/preview.ts';
import { sharedIncidentCard, sharedRoomCard } from './shared/sharedCards.ts';
import { roomViewOf } from './shared/sharedFixtures.suite.ts';
import { sharedOutageCard } from './shared/sharedOutageCard.ts';

const utf8 = new TextEncoder();

/** Every string of a card that Teams reads as markdown. */
function markdownIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(markdownIn);
  if (typeof node !== 'object' || node === null) return [];
  const element: Readonly<Record<string, unknown>> = { ...node };
  const own =
    element['type'] === 'TextBlock'
      ? [element['text']]
      : element['type'] === undefined
        ? [element['title'], element['value']]
        : [];
  const texts = own.filter((text): text is string => typeof text === 'string');
  return [...texts, ...Object.values(element).flatMap(markdownIn)];
}

/** A markdown text without its escaped characters. */
function unescapedIn(text: string): string {
  return text.replace(/\\[!-/:-@[-`{-~]/g, '');
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3000 }),
  fc
    .array(
      fc.constantFrom(
        '<at>everyone</at>',
        '[log in](https://evil.example)',
        'https://evil.example/?a=b',
        'www.evil.example',
        'evil.com',
        'a@evil.example',
        '**bold**',
        '`code`',
        '\\',
        '\n# title\n',
        '- item',
        '1. item',
        '&lt;at&gt;',
        '{{DATE(2026-11-22T08:00:00Z)}}',
        '\u202egnp.exe',
        '😀',
        '\ud800',
        ' ',
      ),
      { maxLength: 900 },
    )
    .map((parts) => parts.join('')),
);

function hostileView(text: string, face: keyof typeof cardVariants): IncidentCardView {
  const view = cardVariants[face] ?? viewWith();
  const who = { id: text, name: text };
  const until = { kind: 'lifted' } as const;
  const suppression = newSuppression({ by: who, at: view.now, until, reason: text });
  const record = view.room.signals[view.signal];
  const ticket = record?.ticket;
  if (!record || !ticket) throw new Error('a fixture without a ticket');
  const response = { by: who, at: view.now, notes: text };
  const signals = {
    [view.signal]: {
      ...record,
      detail: text,
      suppression: record.suppression ? suppression : null,
      ticket: toTicket({ ...ticket, assignee: who, response, resolvedBecause: text }),
    },
  };
  return { ...view, room: { ...view.room, name: text, building: text, floor: text, signals } };
}

const remaining = (text: string) =>
  Array.from(
    { length: 50 },
    () =>
      ({
        name: text,
        building: text,
        floor: text,
        connection: {
          status: 'disconnected',
          reason: 'noTelemetry',
          since: '2026-11-22T08:00:00Z',
          outage: null,
        },
      }) as const,
  );

describe('hostile text', () => {
  it.each(Object.keys(cardVariants))('cannot become markup in the card %s', (face) => {
    fc.assert(
      fc.property(nasty, (text) => {
        const card = incidentCard(hostileView(text, face));
        for (const markdown of markdownIn(card)) {
          expect(unescapedIn(markdown)).not.toMatch(
            /[\\[\]()*_#<>`~|]|:\/\/|&#?\w+;|[^\s\u2060]@|[^\u2060]\.\p{L}{2}/u,
          );
          expect(markdown).not.toMatch(/^(?:[-+=]|\d+\.\s)|[\n\r\u202e]/);
        }
        expect(utf8.encode(JSON.stringify(card)).length).toBeLessThanOrEqual(28 * 1024);
      }),
      { numRuns: 60 },
    );
  });

  it('cannot become markup in lists, notices and the summary', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const row = { roomId: 'room-1', name: text, building: text, floor: text, because: text };
        const rooms = Array.from({ length: 50 }, () => ({
          ...row,
          health: 'unhealthy',
          warnings: 1,
        }));
        const person = { id: text, name: text };
        const incident = { ticket: '1-1', label: text, room: text, building: text, floor: text };
        const shown = { ...incident, severity: 'warning', state: 'needsAction', assignee: person };
        const by = { id: text, name: text };
        const missed = Array(20).fill({
          signal: 'camera',
          at: '2026-11-22T08:00:00Z',
          detail: text,
        });
        const place = { scope: 'floor', building: text, floor: text, subnet: text } as const;
        const outage = { ...outageView, place, silent: Array(50).fill({ name: text }) };
        const told = { key: text, at: '2026-11-22T08:00:00Z', signal: 'camera', by } as const;
        const since = { ...told, since: told.at, because: 'lifted', missed } as const;
        const response = { by: person, at: '2026-11-22T08:00:00Z', notes: text };
        const held = { assignee: person, assignedAt: null, response, entries: [] };
        const on = { ...workedOutage, work: held };
        const outageListed = { ...outageRow, place: text, assignee: person };
        const listed = { rows: [outageListed], total: 1, tabUrl: 'https://t' };
        const cards = [
          outageCard(outage),
          outageCard({ ...outage, on }),
          incidentsCard(listed),
          sharedOutageCard(outageListed, { now: told.at, timeZone: 'UTC', openUrl: 'https://t' }),
          outageCard({ ...outage, endedAt: told.at, remaining: remaining(text) }),
          noticeAbout(
            { ...told, kind: 'fix.failed', respondedAt: told.at },
            { room: { name: text } },
          ),
          noticeAbout({ ...since, kind: 'suppression.ended' }, { room: { name: text } }),
          roomsCard({ rows: rooms as never, total: 50, tabUrl: 'https://t', filter: text }),
          incidentsCard({ rows: Array(50).fill(shown), total: 50, tabUrl: 'https://t' }),
          noticeCard(text || '-', text),
        ];
        for (const card of cards) {
          for (const markdown of markdownIn(card)) {
            expect(unescapedIn(markdown)).not.toMatch(/[\\[\]()*_#<>`~|]|:\/\//);
          }
          expect(utf8.encode(JSON.stringify(card)).length).toBeLessThanOrEqual(28 * 1024);
        }
        expect(formatOutageSummary(outage).length).toBeLessThan(400);
        expect(summaryOf(hostileView(text, 'needsAction')).length).toBeLessThan(400);
      }),
      { numRuns: 60 },
    );
  });

  it('differs from markup in this check', () => {
    expect(unescapedIn('a *b* [c](d)')).toMatch(/[*[\]()]/);
    expect(unescapedIn(escapeMarkdown('a *b* [c](d)'))).toBe('a b cd');
  });
});

const written = 'zq-secret';

describe('a card that is shared', () => {
  it.each(Object.keys(cardVariants))('contains no names and no text of people: %s', (face) => {
    const view = hostileView(written, face);
    const place = { name: 'Amber', building: 'Alster House', floor: '4' };
    const shared = sharedIncidentCard({ ...view, room: { ...view.room, ...place } });
    expect(JSON.stringify(shared)).not.toContain(written);
    const room = roomViewOf({ ...view, room: { ...view.room, ...place } });
    expect(JSON.stringify(sharedRoomCard(room))).not.toContain(written);
  });

  it.each(Object.keys(cardVariants))('shows hostile text as text, and stays small: %s', (face) => {
    fc.assert(
      fc.property(nasty, (text) => {
        const view = hostileView(text, face);
        for (const card of [sharedIncidentCard(view), sharedRoomCard(roomViewOf(view, {}, 50))]) {
          for (const markdown of markdownIn(card)) {
            expect(unescapedIn(markdown)).not.toMatch(/[\\[\]()*_#<>`~|]|:\/\//);
          }
          expect(JSON.stringify(card).length).toBeLessThanOrEqual(20 * 1024);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a preview', () => {
  it('contains no HTML or markdown syntax, in two short lines', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const view = hostileView(text, 'reported');
        const { room, health } = roomViewOf(view);
        for (const preview of [previewOfIncident(view), previewOfRoom(room, health)]) {
          const both = `${preview.title}\n${preview.text}`;
          expect(both).not.toMatch(/[<>]|&#?\w+;|\]\(|:\/\/|\*\*|__|[\r\u202e]/);
          expect(preview.title.length).toBeLessThanOrEqual(300);
          expect(preview.text.length).toBeLessThanOrEqual(600);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('plain', () => {
  it('keeps visible text and cuts between characters, not inside one', () => {
    expect(plain('  a\n\tb\u0000c  ', 10)).toBe('a b c');
    expect(plain('😀😀😀😀', 3)).toBe('😀😀…');
    expect(plain('exactly', 7)).toBe('exactly');
  });

  it.each([
    ['1. first', '1\\. first'],
    ['- dash', '\\- dash'],
    ['4.12 Amber', '4.12 Amber'],
    ['R&D', 'R&D'],
    ['&lt;at&gt;', '\\&lt;at\\&gt;'],
    ['C:\\Rooms', 'C:\\\\Rooms'],
  ])('escapes %s as %s', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});
