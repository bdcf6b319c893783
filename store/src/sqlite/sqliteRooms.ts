/** Rooms and their events as rows: the statements of the embedded store and nothing that decides. */
import type { DatabaseSync } from 'node:sqlite';
import type { Room, RoomEvent, RoomId } from '@rooms-pro/core';
import type { Reader } from '../quarantine/reader.ts';
import type { FeedEntry, HistoryQuery, RoomCommit, Stored } from '../store.ts';

type RoomRow = {
  readonly pk: number;
  readonly id: RoomId;
  readonly etag: number;
  readonly json: string;
};
type EventRow = { readonly revision: number; readonly json: string };
type FeedRow = EventRow & {
  readonly seq: number;
  readonly roomId: RoomId;
  readonly etag: number;
  readonly room: string;
};

/** A room and its place in the order of registration; `stored` is `null` for one in quarantine. */
export type RoomInOrder = { readonly pk: number; readonly stored: Stored<Room> | null };

export type SqliteRooms = ReturnType<typeof prepareRooms>;

/** Prepares the statements once; each answers at once, inside or outside a transaction. */
export function prepareRooms(db: DatabaseSync, reader: Reader) {
  const one = db.prepare('SELECT pk, id, etag, json FROM rooms WHERE id = ?');
  const etag = db.prepare('SELECT etag FROM rooms WHERE id = ?');
  const page = db.prepare('SELECT pk, id, etag, json FROM rooms WHERE pk > ? ORDER BY pk LIMIT ?');
  const insert = db.prepare('INSERT INTO rooms (id, etag, json) VALUES (?, ?, ?)');
  const update = db.prepare('UPDATE rooms SET etag = ?, json = ? WHERE id = ? AND etag = ?');
  const append = db.prepare(
    'INSERT INTO events (roomId, revision, signals, json) VALUES (?, ?, ?, ?)',
  );
  const past = db.prepare(
    `SELECT revision, json FROM events WHERE roomId = ? AND revision < ?
       AND (? = '' OR instr(signals, ?) > 0) ORDER BY revision DESC LIMIT ?`,
  );
  const after = db.prepare(
    `SELECT events.seq, events.revision, events.json, rooms.id AS roomId, rooms.etag, rooms.json AS room
       FROM events JOIN rooms ON rooms.id = events.roomId
      WHERE events.seq > ? ORDER BY events.seq LIMIT ?`,
  );
  const last = db.prepare('SELECT max(seq) AS seq FROM events');

  return {
    load(id: RoomId): Stored<Room> | null {
      const row = one.get(id) as RoomRow | undefined;
      return row ? reader.read<Room>(rawOf(row)) : reader.absent('room', id);
    },

    etagOf(id: RoomId): string | null {
      const row = etag.get(id) as Pick<RoomRow, 'etag'> | undefined;
      return row ? String(row.etag) : null;
    },

    /** Rooms after `pk`, in the order they were registered. */
    page(pk: number, limit: number): RoomInOrder[] {
      const rows = page.all(pk, limit) as RoomRow[];
      return rows.map((row) => ({ pk: row.pk, stored: reader.readOrSkip<Room>(rawOf(row)) }));
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

    /** Events in quarantine are passed over: they do not shorten the page. */
    history(id: RoomId, { signal, before, limit }: HistoryQuery): RoomEvent[] {
      const wanted = signal === undefined ? '' : ` ${signal} `;
      const events: RoomEvent[] = [];
      for (let below = before ?? Number.MAX_SAFE_INTEGER; events.length < limit; ) {
        const rows = past.all(id, below, wanted, wanted, limit) as EventRow[];
        const readable = reader.readEvents(id, rows);
        events.push(...readable.slice(0, limit - events.length));
        if (rows.length < limit) break;
        below = rows.at(-1)?.revision ?? 0;
      }
      return events;
    },

    /** The place of the latest event; 0: there is none. */
    lastSeq(): number {
      return (last.get() as { readonly seq: number | null }).seq ?? 0;
    },

    /** Changes after `seq`, and where the page ends. Those of rooms in quarantine are left out. */
    feed(seq: number, limit: number): { readonly entries: FeedEntry[]; readonly seq: number } {
      const rows = after.all(seq, limit) as FeedRow[];
      return { entries: entriesOf(rows, reader), seq: rows.at(-1)?.seq ?? seq };
    },
  };
}

function entriesOf(rows: readonly FeedRow[], reader: Reader): FeedEntry[] {
  // A room that changed often is read once per page, not once per change.
  const rooms = new Map<RoomId, Stored<Room> | null>();
  return rows.flatMap(({ roomId, revision, json, ...row }) => {
    const raw = { kind: 'room', id: roomId, etag: String(row.etag), json: row.room } as const;
    const known = rooms.get(roomId);
    const room = known === undefined ? reader.readOrSkip<Room>(raw) : known;
    rooms.set(roomId, room);
    if (room === null) return [];
    return [{ event: reader.readEvent({ roomId, revision }, { json }), room }];
  });
}

function rawOf({ id, etag, json }: RoomRow) {
  return { kind: 'room', id, etag: String(etag), json } as const;
}

function signalsOf(event: RoomEvent): string {
  const signals = event.changes.flatMap((change) => ('signal' in change ? [change.signal] : []));
  return signals.length === 0 ? '' : ` ${[...new Set(signals)].join(' ')} `;
}
