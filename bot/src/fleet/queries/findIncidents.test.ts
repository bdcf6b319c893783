import { defaultRules, instantAfter, maySee, type Room, ruleFor } from '@rooms-pro/core';
import { minute } from '@rooms-pro/testing/clock';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { breaks, makeRoom, mia, personOf, start } from '../fleetScenario.suite.ts';
import { compareIncidents, type OpenIncident, toEntry } from '../roomEntry.ts';
import { findIncidents } from './findIncidents.ts';
import { type ParsedIncidentsQuery, wholeIncidentsQuery } from './queries.ts';

const signals = ['display:1', 'network', 'conference-microphone'] as const;

const aRoom = fc.record({
  building: fc.constantFrom('Quay 4', 'Pier West'),
  groups: fc.subarray(['east', 'west']),
  name: fc.constantFrom('Heron', 'Network 2'),
  broken: fc.subarray([...signals]),
  sinceMin: fc.nat(3),
  detail: fc.constantFrom('', 'No SIGNAL'),
});

/** Most filters are absent, because few incidents match several filters. */
const sometimes = <T>(...values: T[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.constantFrom(...values));

const aQuery = fc.record({
  state: sometimes('needsAction', 'systemInvestigating'),
  severity: sometimes('important', 'warning'),
  category: sometimes('display', 'audio'),
  building: sometimes('', 'Quay 4'),
  group: sometimes('east', 'nobody'),
  text: sometimes('', 'heron', 'network', 'signal heron', '2-', 'microphone', 'nothing'),
  offset: fc.nat(5),
  limit: fc.integer({ min: 1, max: 4 }),
});

const aPerson = fc.constantFrom(mia, mia, personOf('viewer', 'east'), personOf('viewer'));

/** The reference implementation: the meaning of each part of a query. */
function isMeant(query: ParsedIncidentsQuery, { room, ticket, signal, record }: OpenIncident) {
  const { category, label } = ruleFor(defaultRules, signal);
  const said = [room.number, room.name, room.building, room.floor, ...room.groups, ticket.number];
  const text = [...said, label, record.detail].join('\n').toLowerCase();
  return (
    (query.state ?? ticket.status) === ticket.status &&
    (query.severity ?? ticket.severity) === ticket.severity &&
    (query.category ?? category) === category &&
    (query.building || room.building) === room.building &&
    (!query.group || room.groups.includes(query.group)) &&
    (query.text ?? '').split(' ').every((word) => text.includes(word))
  );
}

it('finds and counts the same incidents as the reference, and returns the page in order', () => {
  fc.assert(
    fc.property(fc.array(aRoom, { maxLength: 6 }), aQuery, aPerson, (given, filter, person) => {
      const rooms = given.map(({ broken, sinceMin, detail, ...profile }, index) =>
        broken.reduce<Room>(
          (room, signal) =>
            breaks(room, signal, instantAfter(start, (60 + sinceMin) * minute), detail),
          makeRoom(index + 1, profile),
        ),
      );
      const entries = rooms.map((room) => toEntry(room, defaultRules));
      const inOrder = entries.flatMap(({ incidents }) => incidents).sort(compareIncidents);
      const query = wholeIncidentsQuery(filter);
      const meant = inOrder.filter(
        (incident) => maySee(person, incident.room) && isMeant(query, incident),
      );
      const chunks = [inOrder.slice(0, 3), inOrder.slice(3)];
      const { total, page } = findIncidents(query, person, defaultRules, entries, chunks);
      expect(total).toBe(meant.length);
      expect(page).toEqual(meant.slice(query.offset, query.offset + query.limit));
    }),
    { numRuns: 300 },
  );
});
