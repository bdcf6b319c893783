/** The names and tickets that a person may see, from the fleet. */
import {
  findTicketSignal,
  isOpen,
  maySee,
  type Person,
  type Room,
  signalRecords,
} from '@rooms-pro/core';
import type { Fleet } from '../fleet/fleet.ts';
import { createNameIndex, type NameIndex } from './understanding/names/nameIndex.ts';
import type { NamedTicket, World } from './understanding/world.ts';

type WorldFleet = Pick<Fleet, 'all' | 'room' | 'findTicket' | 'onChange'>;

/** Returns the world of a person. Building the index of names takes time, so it is kept until a name changes. */
export function createWorlds(
  fleet: WorldFleet,
  people: () => readonly Person[],
): (person: Person) => World {
  const indexes = new Map<string, NameIndex>();
  const profiles = new Map<string, string>();
  fleet.onChange((room) => {
    const profile = JSON.stringify([
      room.name,
      room.building,
      room.floor,
      room.groups,
      room.enrolment,
    ]);
    if (profiles.get(room.id) === profile) return;
    profiles.set(room.id, profile);
    indexes.clear();
  });
  return (person) => {
    const key = person.role === 'manager' ? '*' : JSON.stringify([...person.groups].sort());
    const known = indexes.get(key);
    const names = known ?? createNameIndex(roomsOf(fleet, person));
    if (known === undefined) {
      if (indexes.size >= 20) indexes.clear();
      indexes.set(key, names);
    }
    return worldOf(names, person, fleet, people());
  };
}

function* roomsOf(fleet: WorldFleet, person: Person): Generator<Room> {
  for (const room of fleet.all()) if (maySee(person, room)) yield room;
}

function worldOf(
  names: NameIndex,
  person: Person,
  fleet: WorldFleet,
  people: readonly Person[],
): World {
  return {
    names,
    people: people.map(({ name }) => name),
    speaker: person.name,
    ticket(number) {
      const found = fleet.findTicket(number);
      return found && maySee(person, found.room) ? namedTicket(found.room, number) : null;
    },
    ticketsOf(number) {
      const room = fleet.room(`room-${number}`);
      if (!room || !maySee(person, room)) return [];
      return signalRecords(room).flatMap(([, { ticket }]) =>
        ticket ? (namedTicket(room, ticket.number) ?? []) : [],
      );
    },
    isSuppressed: (number) => (fleet.room(`room-${number}`)?.suppression ?? null) !== null,
  };
}

function namedTicket(room: Room, number: NamedTicket['number']): NamedTicket | null {
  const signal = findTicketSignal(room, number);
  const record = signal && room.signals[signal];
  if (!signal || !record?.ticket) return null;
  const { status, severity } = record.ticket;
  return {
    number,
    signal,
    severity,
    state: isOpen(status) ? status : status === 'closed' ? 'closed' : 'resolved',
    isSuppressed: record.suppression !== null || room.suppression !== null,
  };
}
