import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import type { RoomId } from '@rooms-pro/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeStoreContract } from '../contract/contract.suite.ts';
import { count, nameOf, roomId, seedRooms } from '../contract/sampleRooms.suite.ts';
import { damageFile } from '../schemas/realDocuments.suite.ts';
import { StoreError } from '../storeError.ts';
import { openSqliteStore, type SqliteStore } from './sqliteStore.ts';

const burst = join(import.meta.dirname, 'burst.suite.ts');

let folder = '';
let file = '';
let store: SqliteStore | null = null;

function startStore(): SqliteStore {
  store = openSqliteStore({ file, waitForLockMs: 0 });
  return store;
}

/** The error that opening the file throws. */
function faultOnOpening(): StoreError {
  try {
    startStore();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('it opened');
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rooms-pro-store-'));
  file = join(folder, 'data', 'rooms.db');
});
afterEach(async () => {
  await store?.close();
  store = null;
  rmSync(folder, { recursive: true });
});

describeStoreContract('the embedded store', async () => {
  const home = mkdtempSync(join(tmpdir(), 'rooms-pro-contract-'));
  const open = () => openSqliteStore({ file: join(home, 'rooms.db'), waitForLockMs: 0 });
  let current = open();
  return {
    store: current,
    async reopen() {
      await current.close();
      current = open();
      return current;
    },
    // The store that opened the file has a lock on it.
    async damage(kind, id, damage) {
      await current.close();
      damageFile(join(home, 'rooms.db'), kind, id, damage);
      return true;
    },
    whileOpen: async () => null,
    async dispose() {
      await current.close();
      rmSync(home, { recursive: true });
    },
  };
});

describe('a crash', () => {
  it('loses no confirmed write and leaves no partial write', { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, [burst, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = once(child, 'exit');
    const confirmed: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      confirmed.push(line);
      if (confirmed.length === 400) child.kill('SIGKILL');
    }
    expect(await gone).toEqual([null, 'SIGKILL']);
    expect(confirmed.length).toBeGreaterThanOrEqual(400);

    const reopened = startStore();
    for (const [id, revision] of confirmed.map((line) => line.split(' '))) {
      const events = await reopened.history(id as RoomId, {
        limit: 1,
        before: Number(revision) + 1,
      });
      expect(events.map(nameOf)).toEqual([`${id}@${revision}`]);
    }
    for await (const { value } of reopened.rooms()) {
      const [newest] = await reopened.history(value.id, { limit: 1 });
      expect(newest?.revision).toBe(value.revision);
    }
  });
});

describe('a file that cannot be used', () => {
  it('is refused while another process has it open', async () => {
    await startStore().transact(roomId(1), count(1));
    const second = spawnSync(process.execPath, [burst, file], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(second.status).toBe(1);
    expect(second.stderr).toContain(`${file} is in use by another running process.`);
    expect(second.stdout).toBe('');
  });

  it('is refused to a second store of the same process, and the first store continues', async () => {
    const first = startStore();
    expect(faultOnOpening()).toMatchObject({ code: 'inUse', retryable: true });
    const another = spawnSync(process.execPath, [burst, file], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(another.stderr).toContain('is in use by another running process.');
    expect((await first.transact(roomId(1), count(1))).committed).toBe(true);
  });

  it('of the first version is upgraded: rooms get the missing members', async () => {
    await seedRooms(startStore(), 2);
    await store?.close();
    const db = new DatabaseSync(file);
    for (const row of db.prepare('SELECT pk, json FROM rooms').all()) {
      const { command, notices, recentAttempts, ...old } = JSON.parse(String(row['json']));
      expect([command, notices, recentAttempts]).toEqual([null, [], []]);
      db.prepare('UPDATE rooms SET json = ? WHERE pk = ?').run(
        JSON.stringify(old),
        Number(row['pk']),
      );
    }
    db.exec('PRAGMA user_version = 1');
    db.close();
    const rooms = [];
    for await (const { value } of startStore().rooms()) rooms.push(value);
    expect(rooms).toHaveLength(2);
    for (const room of rooms) expect(room).toMatchObject({ command: null, notices: [] });
  });

  it('is refused when a newer version wrote it', async () => {
    await startStore().close();
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 99');
    db.close();
    const fault = faultOnOpening();
    expect(fault).toMatchObject({ code: 'newer', retryable: false });
    expect(fault.message).toContain(`${file} was written by a newer version`);
  });

  it('is refused when it is a database of another program, and stays unchanged', () => {
    file = join(folder, 'other.db');
    const db = new DatabaseSync(file);
    db.exec('CREATE TABLE theirs (x)');
    db.close();
    expect(faultOnOpening().message).toBe(
      `${file} is a database of another program. Choose another file name.`,
    );
    const after = new DatabaseSync(file);
    expect(after.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'theirs' }]);
    after.close();
  });

  it('is refused when it is not a database', () => {
    file = join(folder, 'notes.txt');
    writeFileSync(file, 'Meeting notes, and nothing but meeting notes. '.repeat(100));
    expect(faultOnOpening()).toMatchObject({ code: 'unusable' });
    expect(faultOnOpening().message).toContain('is not a database of this product');
  });

  it('is refused when it is a folder', () => {
    file = folder;
    expect(faultOnOpening()).toMatchObject({ code: 'unavailable' });
  });

  it('is reported when it is damaged', async () => {
    const whole = startStore();
    await seedRooms(whole, 300);
    await whole.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xff, 4096));
    const reading = (async () => (await startStore().room(roomId(1)))?.value)();
    await expect(reading).rejects.toMatchObject({ code: 'unusable' });
    await expect(reading).rejects.toThrow(/is damaged\. Restore it from a backup/);
  });
});

describe('waiting commits', () => {
  it('share one flush of the disk', async () => {
    const shared = startStore();
    const before = shared.stats();
    const numbers = Array.from({ length: 300 }, (_, n) => n + 1);
    await Promise.all(numbers.map((number) => shared.transact(roomId(number), count(number))));
    expect(shared.stats()).toEqual({ commits: before.commits + 1, writes: before.writes + 300 });
  });

  it('cost nothing when nothing changes', async () => {
    const quiet = startStore();
    const { stored } = await quiet.transact(roomId(1), count(1));
    const before = quiet.stats();
    await quiet.transact(roomId(1), () => ({ commit: null, answer: null }), stored);
    expect(quiet.stats()).toEqual(before);
  });

  it('of one room are decided in the order of their calls', async () => {
    const ordered = startStore();
    const { stored } = await ordered.transact(roomId(1), count(1));
    const changing = ordered.transact(roomId(1), count(1), stored);
    const looking = ordered.transact(
      roomId(1),
      (room) => ({ commit: null, answer: room?.revision }),
      stored,
    );
    expect((await looking).answer).toBe((await changing).answer);
  });
});

describe('a listener that throws', () => {
  it('disturbs neither the commit nor the other listeners', async () => {
    const faults: unknown[] = [];
    const received: string[] = [];
    const own = openSqliteStore({
      file: ':memory:',
      onListenerError: (error) => faults.push(error),
    });
    const bug = new Error('a bug');
    own.onCommit(() => {
      throw bug;
    });
    own.onCommit(({ event }) => received.push(nameOf(event)));
    expect((await own.transact(roomId(1), count(1))).committed).toBe(true);
    expect(received).toEqual(['room-1@1']);
    expect(faults).toEqual([bug]);
    await own.close();
  });
});
