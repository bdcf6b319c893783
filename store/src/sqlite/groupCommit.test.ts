import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { createGroupCommit } from './groupCommit.ts';

/** A table whose rows need a parent at the time of COMMIT, so that a test can make the COMMIT fail. */
function openTable() {
  const db = new DatabaseSync(':memory:');
  db.exec(`CREATE TABLE parents (id INTEGER PRIMARY KEY);
    CREATE TABLE rows (text TEXT, parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)`);
  const insert = db.prepare('INSERT INTO rows (text, parent) VALUES (?, ?)');
  const shared = createGroupCommit(db, (error) => error);
  const write = (text: string, parent: number | null = null) =>
    shared.write(() => {
      insert.run(text, parent);
      return { answer: text };
    });
  const texts = () =>
    db
      .prepare('SELECT text FROM rows ORDER BY rowid')
      .all()
      .map((row) => row.text);
  return { db, shared, write, texts };
}

it('undoes the rows of a failing write, and no other rows', async () => {
  const { shared, write, texts } = openTable();
  const failing = shared.write(() => {
    void write('written in the meantime');
    throw new Error('half done');
  });
  const [first, half, last] = await Promise.allSettled([write('first'), failing, write('last')]);
  expect([first.status, half.status, last.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  shared.drain();
  expect(texts()).toEqual(['first', 'last', 'written in the meantime']);
});

it('rejects all writes of a failed COMMIT, and continues with the next', async () => {
  const { write, texts } = openTable();
  const shared = await Promise.allSettled([write('first'), write('no parent', 42)]);
  expect(shared.map((one) => one.status)).toEqual(['rejected', 'rejected']);
  expect(await write('next')).toBe('next');
  expect(texts()).toEqual(['next']);
});

it('confirms only durable writes when the disk is full', async () => {
  const { db, write, texts } = openTable();
  db.exec('PRAGMA max_page_count = 8');
  const asked = ['small', 'x'.repeat(100_000), 'smaller'];
  const answers = await Promise.allSettled(asked.map((text) => write(text)));
  expect(answers[1]?.status).toBe('rejected');
  expect(texts()).toEqual(
    answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
  );
  expect(await write('again')).toBe('again');
});

it('splits many writes into several COMMITs and resolves them in order', async () => {
  const { shared, write, texts } = openTable();
  const asked = Array.from({ length: 1201 }, (_, n) => String(n));
  expect(await Promise.all(asked.map((text) => write(text)))).toEqual(asked);
  expect(texts()).toEqual(asked);
  expect(shared.stats()).toEqual({ commits: 3, writes: 1201 });
});

it('runs `afterCommit` after all writes are durable and before any caller continues', async () => {
  const { db, shared, texts } = openTable();
  const seen: unknown[] = [];
  const insert = db.prepare('INSERT INTO rows (text) VALUES (?)');
  const write = (text: string) =>
    shared.write(() => {
      insert.run(text);
      return { answer: text, afterCommit: () => seen.push([text, db.isTransaction, texts()]) };
    });
  const answered = [write('a'), write('b')].map((one) => one.then((text) => seen.push(text)));
  await Promise.all(answered);
  expect(seen).toEqual([['a', false, ['a', 'b']], ['b', false, ['a', 'b']], 'a', 'b']);
});
