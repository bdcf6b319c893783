/** The rooms of the running demo, read from a copy of its database. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Instant, Person, Room } from '@rooms-pro/core';
import { openSqliteStore } from '@rooms-pro/store';
import type { AskWorld } from './worldStore.ts';

const database = 'rooms.sqlite';

/** Reads the rooms; throws an `Error` with a sentence when no demo has run. */
export async function demoWorld(folder: string, now: Instant, name = 'Mara'): Promise<AskWorld> {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'ask-'));
  try {
    for (const ending of ['', '-wal', '-shm']) {
      const file = `${database}${ending}`;
      const copied = await cp(path.join(folder, file), path.join(copy, file)).then(
        () => true,
        () => false,
      );
      if (!copied && ending === '') {
        throw new Error(
          `There is no data of the demo in "${folder}". Run npm start, or name a file with --world.`,
        );
      }
    }
    const rooms = await readRooms(path.join(copy, database));
    const person: Person = { kind: 'person', id: 'ask', name, role: 'manager', groups: [] };
    return {
      rooms,
      people: [person, ...assignees(rooms, name)],
      speaker: person,
      now,
      timeZone: rooms[0]?.timeZone ?? 'UTC',
      dayBegins: '08:00',
      getsCards: true,
    };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function readRooms(file: string): Promise<Room[]> {
  const store = openSqliteStore({ file });
  try {
    const rooms: Room[] = [];
    for await (const { value } of store.rooms()) rooms.push(value);
    return rooms;
  } finally {
    await store.close();
  }
}

/** The people who have a ticket. */
function assignees(rooms: readonly Room[], except: string): Person[] {
  const names = new Map<string, string>();
  for (const { signals } of rooms)
    for (const record of Object.values(signals)) {
      const assignee = record?.ticket?.assignee;
      if (assignee) names.set(assignee.id, assignee.name);
    }
  return [...names]
    .filter(([, name]) => name !== except)
    .map(([id, name]) => ({ kind: 'person', id, name, role: 'manager', groups: [] }));
}
