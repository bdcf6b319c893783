/** Rooms and their events as rows: the statements of the embedded store and nothing that decides. */
import type { DatabaseSync } from 'node:sqlite';
import type { Room, RoomEvent, RoomId } from '@rooms-pro/core';
import type { FeedEntry, HistoryQuery, RoomCommit, Stored } from './store.ts';

type RoomRow = { readonly pk: number; readonly etag: number; readonly json: string };
type EventRow = { readonly seq: number; readonly json: string };
type FeedRow = EventRow & { readonly roomId: RoomId; readonly etag: number; readonly room: string };

/** A room and its place in the order of registration. */
export type RoomInOrder = { readonly pk: number; readonly stored: Stored<Room> };

export type SqliteRooms = ReturnType<typeof prepareRooms>;

/** Prepares the statements once; each answers at once, inside or outside a transaction. */
export function prepareRooms(db: DatabaseSync) {
  const one = db.prepare('SELECT pk, etag, json FROM rooms WHERE id = ?');
  const etag = db.prepare('SELECT etag FROM rooms WHERE id = ?');
  const page = db.prepare('SELECT pk, etag, json FROM rooms WHERE pk > ? ORDER BY pk LIMIT ?');
  const insert = db.prepare('INSERT INTO rooms (id, etag, json) VALUES (?, ?, ?)');
  const update = db.prepare('UPDATE rooms SET etag = ?, json = ? WHERE id = ? AND etag = ?');
  const append = db.prepare(
    'INSERT INTO events (roomId, revision, signals, json) VALUES (?, ?, ?, ?)',
  );
  const past = db.prepare(
    `SELECT json FROM events WHERE roomId = ? AND revision < ?
       AND (? = '' OR instr(signals, ?) > 0) ORDER BY revision DESC LIMIT ?`,
  );
  const after = db.prepare(
    `SELECT events.seq, events.json, rooms.id AS roomId, rooms.etag, rooms.json AS room
       FROM events JOIN rooms ON rooms.id = events.roomId
      WHERE events.seq > ? ORDER BY events.seq LIMIT ?`,
  );
  const last = db.prepare('SELECT max(seq) AS seq FROM events');

  return {
    load(id: RoomId): Stored<Room> | null {
      const row = one.get(id) as RoomRow | undefined;
      return row ? storedOf(row) : null;
    },

    etagOf(id: RoomId): string | null {
      const row = etag.get(id) as Pick<RoomRow, 'etag'> | undefined;
      return row ? String(row.etag) : null;
    },

    /** Rooms after `pk`, in the order they were registered. */
    page(pk: number, limit: number): RoomInOrder[] {
      const rows = page.all(pk, limit) as RoomRow[];
      return rows.map((row) => ({ pk: row.pk, stored: storedOf(row) }));
    },

    /**
     * Writes room and event over the version `base` (`null`: a new room), which the caller has just
     * made sure of; anything else is a bug and throws. The event's place in the feed is the etag.
     */
    commit(base: string | null, { room, event }: RoomCommit): Stored<Room> {
      const appended = append.run(
        event.roomId,
        event.revision,
        signalsOf(event),
        JSON.stringify(event),
      );
      const seq = Number(appended.lastInsertRowid);
      const json = JSON.stringify(room);
      const written =
        base === null ? insert.run(room.id, seq, json) : update.run(seq, json, room.id, base);
      if (Number(written.changes) !== 1) throw new Error(`${room.id} is not at version ${base}`);
      return { value: room, etag: String(seq) };
    },

    history(id: RoomId, { signal, before, limit }: HistoryQuery): RoomEvent[] {
      const wanted = signal === undefined ? '' : ` ${signal} `;
      const rows = past.all(id, before ?? Number.MAX_SAFE_INTEGER, wanted, wanted, limit);
      return (rows as EventRow[]).map((row) => JSON.parse(row.json) as RoomEvent);
    },

    /** The place of the latest event; 0: there is none. */
    lastSeq(): number {
      return (last.get() as { readonly seq: number | null }).seq ?? 0;
    },

    feed(seq: number, limit: number): { readonly entries: FeedEntry[]; readonly seq: number } {
      const rows = after.all(seq, limit) as FeedRow[];
      // A room that changed often is read once per page, not once per change.
      const rooms = new Map<RoomId, Stored<Room>>();
      const entries = rows.map((row) => {
        const room = rooms.get(row.roomId) ?? storedOf({ etag: row.etag, json: row.room });
        rooms.set(row.roomId, room);
        return { event: JSON.parse(row.json) as RoomEvent, room };
      });
      return { entries, seq: rows.at(-1)?.seq ?? seq };
    },
  };
}

/** What comes out of the database was written by this product: parsed, not checked again. */
function storedOf(row: Omit<RoomRow, 'pk'>): Stored<Room> {
  return { value: JSON.parse(row.json) as Room, etag: String(row.etag) };
}

function signalsOf(event: RoomEvent): string {
  const signals = event.changes.flatMap((change) => ('signal' in change ? [change.signal] : []));
  return signals.length === 0 ? '' : ` ${[...new Set(signals)].join(' ')} `;
}
