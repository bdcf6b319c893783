/**
 * The spool on disk, in a SQLite database. A message is durable before `append` returns. When the counters
 * cannot be stored, messages are sent again after a restart, and the platform returns `duplicate` for them.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { errorReason, type OnEvent } from '../log.ts';
import { createQuarantine } from './quarantine.ts';
import { parseItems, readLastSeq, readPosition, startPosition, writePosition } from './records.ts';
import { openRepairing } from './repair.ts';
import type { Spool, SpooledMessage } from './spool.ts';
import { takeOverSegments } from './takeOver.ts';
import { openWaiting } from './waiting.ts';

export type SpoolOptions = {
  readonly folder: string;
  /** The most bytes of waiting messages; the file is a little larger. */
  readonly maxBytes: number;
  readonly now: () => Date;
  readonly onEvent: OnEvent;
};

/** The counters; when they are damaged or missing, the numbers of the messages are still used. */
function readCounters(database: DatabaseSync) {
  const position = readPosition(database) ?? startPosition;
  return { ...position, lastSeq: Math.max(position.lastSeq, readLastSeq(database)) };
}

/** Opens the spool of a folder: creates what is missing, repairs damage, takes over an earlier spool. */
export function openSpool({ folder, maxBytes, now, onEvent }: SpoolOptions): Spool {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const store = openRepairing(folder, now, onEvent);
  store.use((database) => takeOverSegments(folder, database, onEvent));
  const position = store.use(readCounters);
  const waiting = openWaiting(store, position, maxBytes);
  const writeAside = createQuarantine(path.join(folder, 'rejected'), now);

  /** On a full disk the stored counters stay behind. This only causes duplicates, so sending continues. */
  function keep(change: (database: DatabaseSync) => void): void {
    try {
      store.change((database) => {
        change(database);
        writePosition(database, position);
      });
    } catch (error) {
      onEvent('spool.failed', { reason: errorReason(error) });
    }
  }
  const keepPosition = () => keep(() => {});

  function setAside(what: unknown, reason: string): void {
    position.setAside += 1;
    writeAside(what, reason);
  }

  return {
    append(items) {
      const dropped = waiting.append(items);
      if (dropped > 0) onEvent('spool.dropped', { messages: dropped, inAll: position.dropped });
      return position.lastSeq;
    },
    nextSeq() {
      position.lastSeq += 1;
      keepPosition();
      return position.lastSeq;
    },
    peek(most) {
      const readable: SpooledMessage[] = [];
      let after = position.confirmed;
      while (readable.length < most) {
        const rows = waiting.read(after, most - readable.length);
        for (const { seq, items } of rows) {
          const parsed = parseItems(items);
          after = seq;
          if (parsed !== null) readable.push({ seq, items: parsed });
          else {
            setAside({ seq, items }, 'The stored message is damaged.');
            onEvent('spool.damaged', { messages: 1 });
            keep((database) => waiting.remove(database, seq));
          }
        }
        if (rows.length === 0) break;
      }
      return readable;
    },
    confirm(seq) {
      if (seq <= position.confirmed) return;
      const before = position.confirmed;
      position.confirmed = seq;
      waiting.forget(before, seq);
      keep((database) => database.prepare('DELETE FROM message WHERE seq <= ?').run(seq));
    },
    confirmed: () => position.confirmed,
    quarantine(what, reason) {
      setAside(what, reason);
      keepPosition();
    },
    state: () => ({
      waiting: waiting.count(),
      dropped: position.dropped,
      setAside: position.setAside,
    }),
    close() {
      keepPosition();
      store.close();
    },
  };
}
