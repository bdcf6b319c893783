/** Rooms and their events as rows: the SQL statements of the embedded store, without any decision. */
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

/** A room and its position in the order of registration; `stored` is `null` for a room in quarantine. */
export type RoomInOrder = { readonly pk: number; readonly stored: Stored<Room> | null };

export type SqliteRooms = ReturnType<typeof prepareRooms>;

/** Prepares the statements once. Each runs synchronously, inside or outside a transaction. */
export function prepareRooms(db: DatabaseSync, reader: Reader) {
  const one = db.prepare('SELECT pk, id, etag, json FROM rooms WHERE id = ?');
  const etag = db.prepare('SELECT etag FROM rooms WHERE id = ?');
  const page = db.prepare('SELECT pk, id, etag, json FROM rooms WHERE pk > ? ORDER BY pk LIMIT ?');
  const insert = db.prepare('INSERT INTO rooms (id, etag, json) VALUES (?, ?, ?)');
  const update = db.prepare('UPDATE rooms SET etag = ?, json = ? WHERE id = ? AND etag = ?');
  const { append, ...events } = prepareEvents(db, reader);

  return {
    load(id: RoomId): Stored<Room> | null {
      const row = one.get(id) as RoomRow | undefined;
      return row ? reader.read<Room>(toRaw(row)) : reader.absent('room', id);
    },

    readEtag(id: RoomId): string | null {
      const row = etag.get(id) as Pick<RoomRow, 'etag'> | undefined;
      return row ? String(row.etag) : null;
    },

    /** Rooms after `pk`, in the order they were registered. */
    page(pk: number, limit: number): RoomInOrder[] {
      const rows = page.all(pk, limit) as RoomRow[];
      return rows.map((row) => ({ pk: row.pk, stored: reader.readOrSkip<Room>(toRaw(row)) }));
    },

    /**
     * Writes room and event over the version `base` (`null`: a new room). The caller has checked that
     * `base` is current; another version is a bug and throws. The etag is the event's position in the feed.
     */
    commit(base: string | null, { room, event }: RoomCommit): Stored<Room> {
      const seq = append(event);
      const json = JSON.stringify(room);
      const written =
        base === null ? insert.run(room.id, seq, json) : update.run(seq, json, room.id, base);
      if (Number(written.changes) !== 1)
        throw new Error(`${room.id} does not have version ${base}.`);
      return { value: room, etag: String(seq) };
    },

    ...events,
  };
}

/** The statements of the events. */
function prepareEvents(db: DatabaseSync, reader: Reader) {
  const insert = db.prepare(
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
    /** Returns the position of the event in the feed. */
    append(event: RoomEvent): number {
      const { roomId, revision } = event;
      const { lastInsertRowid } = insert.run(
        roomId,
        revision,
        joinSignals(event),
        JSON.stringify(event),
      );
      return Number(lastInsertRowid);
    },

    /** Skips events in quarantine and reads further events instead, so that the page is full. */
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

    /** The position of the latest event; 0: there is no event. */
    lastSeq(): number {
      return (last.get() as { readonly seq: number | null }).seq ?? 0;
    },

    /** Changes after `seq`, and the position where the page ends. Skips rooms in quarantine. */
    feed(seq: number, limit: number): { readonly entries: FeedEntry[]; readonly seq: number } {
      const rows = after.all(seq, limit) as FeedRow[];
      return { entries: toEntries(rows, reader), seq: rows.at(-1)?.seq ?? seq };
    },
  };
}

function toEntries(rows: readonly FeedRow[], reader: Reader): FeedEntry[] {
  // A room with several changes is read once per page, not once per change.
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

function toRaw({ id, etag, json }: RoomRow) {
  return { kind: 'room', id, etag: String(etag), json } as const;
}

function joinSignals(event: RoomEvent): string {
  const signals = event.changes.flatMap((change) => ('signal' in change ? [change.signal] : []));
  return signals.length === 0 ? '' : ` ${[...new Set(signals)].join(' ')} `;
}
