/** A store in memory with the rooms of a world file, or with a copy of the rooms of another store. */
import {
  type Actor,
  defaultRoom,
  defaultTicket,
  findRecord,
  type Instant,
  instantAfter,
  newDevice,
  newSuppression,
  type Person,
  type PersonRef,
  parseSignalId,
  type Room,
  type SignalRecord,
  type SuppressedUntil,
  type TicketNumber,
  toTicket,
} from '@rooms-pro/core';
import { openSqliteStore, type Store } from '@rooms-pro/store';
import type { WorldFile } from './worldFile.ts';

/** What exists before each message. */
export type AskWorld = {
  readonly rooms: readonly Room[];
  readonly people: readonly Person[];
  readonly speaker: Person;
  readonly now: Instant;
  readonly timeZone: string;
  readonly dayBegins: string;
  readonly getsCards: boolean;
};

const hourMs = 3_600_000;

/** The people of a world, each with an id. A person without groups in the file works for all groups. */
export function peopleOf({ people, rooms }: WorldFile): Person[] {
  const all = [...new Set(rooms.flatMap(({ groups }) => groups))];
  return people.map(({ name, role, groups = all }) => ({
    kind: 'person',
    id: name.toLowerCase(),
    name,
    role,
    groups,
  }));
}

/** The rooms of a world as documents of the product. */
export function roomsOf(world: WorldFile, now: Instant): Room[] {
  const people = peopleOf(world);
  return world.rooms.map((room) => {
    const tickets = world.tickets.filter(
      ({ number }) => Number(number.split('-')[0]) === room.number,
    );
    const since = instantAfter(now, -24 * hourMs);
    const isOffline = tickets.some(
      ({ signal, state }) => signal === 'connection' && state === 'needsAction',
    );
    const base: Room = {
      ...defaultRoom,
      name: room.name,
      building: room.building,
      floor: room.floor,
      groups: room.groups,
      capacity: 8,
      timeZone: world.timeZone,
      meetingMode: 'teams',
      expectedDisplays: 2,
      id: `room-${room.number}`,
      number: room.number,
      enrolment: room.enrolment,
      enrolmentSince: since,
      connection: isOffline
        ? { status: 'disconnected', reason: 'noTelemetry', since, outage: null }
        : { status: 'connected' },
      suppression: null,
      devices: [
        { ...newDevice(`device-${room.number}`), meeting: { inMeeting: false, at: since } },
      ],
      signals: {},
      ticketCount: Math.max(0, ...tickets.map(({ number }) => Number(number.split('-')[1]))),
      revision: 1,
      dueAt: null,
    };
    return tickets.reduce((made, ticket) => withTicket(made, ticket, people, now), base);
  });
}

function withTicket(
  room: Room,
  ticket: WorldFile['tickets'][number],
  people: readonly Person[],
  now: Instant,
): Room {
  const signal = parseSignalId(ticket.signal);
  if (signal === null) return room;
  const isOver = ticket.state === 'closed' || ticket.state === 'resolved';
  const openedAt = instantAfter(now, isOver ? -240 * hourMs : -2 * hourMs);
  const assignee = ticket.assignee ? refTo(ticket.assignee, people) : null;
  const made = toTicket({
    ...defaultTicket,
    number: ticket.number as TicketNumber,
    status: ticket.state,
    episode: 1,
    activation: 1,
    severity: ticket.severity,
    openedAt,
    activatedAt: openedAt,
    resolvedAt: isOver ? instantAfter(openedAt, hourMs) : null,
    resolvedBecause: isOver ? 'The signal is healthy again.' : null,
    reason: { sentence: 'The signal was unhealthy.', ruleVersion: 'world' },
    investigatesUntil: ticket.state === 'systemInvestigating' ? instantAfter(now, hourMs) : null,
    escalatesAt: null,
    assignee,
    assignedAt: assignee ? openedAt : null,
    response: null,
    messageCount: 0,
  });
  const { suppressed } = ticket;
  const record: SignalRecord = {
    ...findRecord(room, signal),
    state: isOver ? 'healthy' : 'unhealthy',
    observedAt: openedAt,
    since: openedAt,
    countsFrom: openedAt,
    suppression: suppressed
      ? newSuppression({
          by: refTo(suppressed.by, people),
          at: openedAt,
          until: endOf(suppressed.until),
          reason: '',
        })
      : null,
    ticket: made,
    device: `device-${room.number}`,
  };
  return { ...room, signals: { ...room.signals, [signal]: record } };
}

function refTo(name: string, people: readonly Person[]): PersonRef {
  const person = people.find((one) => one.name === name);
  return { id: person?.id ?? name.toLowerCase(), name };
}

function endOf(until: string): SuppressedUntil {
  return until === 'lifted' || until === 'recovery'
    ? { kind: until }
    : { kind: 'time', at: new Date(until).toISOString() };
}

/** A store in memory with these rooms. Nothing is written to a disk. */
export async function storeWith(rooms: readonly Room[], now: Instant): Promise<Store> {
  const store = openSqliteStore({ file: ':memory:' });
  const actor: Actor = { kind: 'platform' };
  for (const room of rooms) {
    const event = {
      roomId: room.id,
      revision: 1,
      at: now,
      by: actor.kind,
      via: 'platform',
      correlationId: 'world',
      changes: [{ type: 'room.registered', name: room.name }],
    } as const;
    await store.transact(room.id, () => ({
      commit: { room: { ...room, revision: 1 }, event },
      answer: null,
    }));
  }
  return store;
}
