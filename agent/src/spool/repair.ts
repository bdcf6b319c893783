/**
 * The database of a spool, replaced when it turns out to be damaged: what can still be read moves into a new
 * file, and the damaged file stays beside it for a person to inspect.
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { errorReason, type OnEvent } from '../log.ts';
import { databaseFile, isDamage, openDatabase } from './database.ts';
import { readDamaged } from './readDamaged.ts';
import { insertMessages, inTransaction, writePosition } from './records.ts';

export type RepairingStore = {
  /** Runs `read` on the database; a second time when the database was damaged and is replaced. */
  use<T>(read: (database: DatabaseSync) => T): T;
  /** The same in a transaction: what `change` does is durable when this returns. Throws when the disk fails. */
  change(change: (database: DatabaseSync) => void): void;
  /** Calls `listener` after a replacement, which may have lost messages. */
  onRepaired(listener: () => void): void;
  close(): void;
};

/** The files of the latest damages stay; older ones are removed. */
const keptDamages = 3;
const damagedFile = /^messages-damaged-.*\.db$/;

/** Opens the database of this folder; throws when the disk fails. */
export function openRepairing(folder: string, now: () => Date, onEvent: OnEvent): RepairingStore {
  const file = databaseFile(folder);
  const listeners: (() => void)[] = [];

  function replace(error: unknown): DatabaseSync {
    const keptAs = `messages-damaged-${now().toISOString().replaceAll(/[:.]/g, '-')}.db`;
    const aside = path.join(folder, keptAs);
    renameSync(file, aside);
    // A journal belongs to its database by the name.
    if (existsSync(`${file}-journal`)) renameSync(`${file}-journal`, `${aside}-journal`);
    const { messages, position } = readDamaged(aside);
    const fresh = openDatabase(file);
    inTransaction(fresh, () => {
      insertMessages(fresh, messages);
      if (position !== null) writePosition(fresh, position);
    });
    removeOldDamages(folder);
    onEvent('spool.damaged', { reason: errorReason(error), keptAs, messagesKept: messages.length });
    return fresh;
  }

  function openFirst(): DatabaseSync {
    try {
      return openDatabase(file);
    } catch (error) {
      if (!isDamage(error)) throw error;
      return replace(error);
    }
  }

  let database = openFirst();

  function use<T>(read: (database: DatabaseSync) => T): T {
    try {
      return read(database);
    } catch (error) {
      if (!isDamage(error)) throw error;
      database.close();
      database = replace(error);
      for (const listener of listeners) listener();
      return read(database);
    }
  }

  return {
    use,
    change: (change) => use((current) => inTransaction(current, () => change(current))),
    onRepaired: (listener) => void listeners.push(listener),
    close: () => database.close(),
  };
}

function removeOldDamages(folder: string): void {
  const all = readdirSync(folder)
    .filter((name) => damagedFile.test(name))
    .sort();
  for (const name of all.slice(0, Math.max(0, all.length - keptDamages)))
    for (const file of [name, `${name}-journal`]) rmSync(path.join(folder, file), { force: true });
}
