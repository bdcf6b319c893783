/** The messages in the database that wait for the platform: their order, their number and their size. */
import type { DatabaseSync } from 'node:sqlite';
import type { TelemetryItem } from '@rooms-pro/core/contracts';
import { insertMessage, type Position, type StoredMessage, writePosition } from './records.ts';
import type { RepairingStore } from './repair.ts';

/** A full spool drops this share of its size at a time, at most 1 MB, so that not every message drops others. */
const droppedShare = 1 / 8;
const mostDroppedBytes = 1024 * 1024;

type Size = { readonly count: number; readonly bytes: number };

/** Counts the messages once; then it keeps the count. `append` changes the counters of `position`. */
export function openWaiting(
  store: RepairingStore,
  position: { -readonly [K in keyof Position]: Position[K] },
  maxBytes: number,
) {
  let size = measure();
  store.onRepaired(() => {
    size = measure();
  });

  function measure(): Size {
    return store.use((database) => sizeBetween(database, position.confirmed, largestSeq));
  }

  /** Removes the oldest messages until this number of bytes is free. */
  function makeSpace(database: DatabaseSync, bytes: number): Size {
    if (size.bytes + bytes <= maxBytes) return nothing;
    const extra = Math.min(mostDroppedBytes, maxBytes * droppedShare);
    const wanted = size.bytes + bytes + extra - maxBytes;
    const oldest = database
      .prepare('SELECT seq, octet_length(items) AS bytes FROM message WHERE seq > ? ORDER BY seq')
      .iterate(position.confirmed);
    let [dropped, last] = [nothing, position.confirmed];
    for (const row of oldest) {
      if (dropped.bytes >= wanted) break;
      dropped = { count: dropped.count + 1, bytes: dropped.bytes + Number(row['bytes']) };
      last = Number(row['seq']);
    }
    database.prepare('DELETE FROM message WHERE seq <= ?').run(last);
    return dropped;
  }

  return {
    count: () => size.count,
    /** The oldest messages after this number. */
    read: (after: number, most: number): StoredMessage[] =>
      store.use((database) =>
        database
          .prepare('SELECT seq, items FROM message WHERE seq > ? ORDER BY seq LIMIT ?')
          .all(after, most)
          .map(({ seq, items }) => ({ seq: Number(seq), items: String(items) })),
      ),
    /** The message is durable when this returns the number of dropped messages. Throws, and changes nothing, when the disk fails. */
    append(items: readonly TelemetryItem[]): number {
      const message = { seq: position.lastSeq + 1, items: JSON.stringify(items) };
      const bytes = Buffer.byteLength(message.items);
      let dropped = nothing;
      store.change((database) => {
        dropped = makeSpace(database, bytes);
        insertMessage(database, message);
        writePosition(database, {
          ...position,
          lastSeq: message.seq,
          dropped: position.dropped + dropped.count,
        });
      });
      position.lastSeq = message.seq;
      position.dropped += dropped.count;
      size = {
        count: size.count - dropped.count + 1,
        bytes: size.bytes - dropped.bytes + bytes,
      };
      return dropped.count;
    },
    /** Removes one message that cannot be read. */
    remove(database: DatabaseSync, seq: number): void {
      const one = sizeBetween(database, seq - 1, seq);
      database.prepare('DELETE FROM message WHERE seq = ?').run(seq);
      size = less(size, one);
    },
    /** Messages up to `upTo` no longer wait, also when they are still in the file. */
    forget(after: number, upTo: number): void {
      size = less(
        size,
        store.use((database) => sizeBetween(database, after, upTo)),
      );
    },
  };
}

const nothing: Size = { count: 0, bytes: 0 };
const largestSeq = Number.MAX_SAFE_INTEGER;

function less(size: Size, other: Size): Size {
  return { count: size.count - other.count, bytes: size.bytes - other.bytes };
}

function sizeBetween(database: DatabaseSync, after: number, upTo: number): Size {
  const row = database
    .prepare(
      'SELECT count(*) AS count, coalesce(sum(octet_length(items)), 0) AS bytes FROM message WHERE seq > ? AND seq <= ?',
    )
    .get(after, upTo);
  return { count: Number(row?.['count']), bytes: Number(row?.['bytes']) };
}
