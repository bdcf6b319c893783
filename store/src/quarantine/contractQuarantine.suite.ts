/** The part of the store's contract about unreadable documents. */
import { expect, it } from 'vitest';
import { count, roomId } from '../contract/sampleRooms.suite.ts';
import type { Damage, Trial } from '../contract/trial.suite.ts';
import {
  commitFullRoom,
  realDocuments,
  writeRealDocuments,
} from '../schemas/realDocuments.suite.ts';
import { documentKinds, type Store } from '../store.ts';
import { isUnreadable, type StoredKind } from './quarantine.ts';

const kinds: readonly StoredKind[] = [...documentKinds, 'room', 'event'];

/** For each kind, the id of the document that a test damages. */
export function damagedId(kind: StoredKind): string {
  if (kind === 'room') return roomId(1);
  return kind === 'event' ? `${roomId(1)}@1` : realDocuments[kind].id;
}

/** An invalid value, beside values without a member. `person` has no required member. */
const fromTheFuture: Readonly<Record<StoredKind, (value: object) => unknown>> = {
  counter: (value) => ({ ...value, next: 'one more' }),
  key: (value) => ({ ...value, kind: 'building' }),
  enrolmentCode: (value) => ({ ...value, used: 'twice' }),
  device: () => ({ roomId: 'desk-1' }),
  lastSeen: (value) => ({ ...value, latest: 42 }),
  conversation: (value) => ({ ...value, kind: 'hologram' }),
  subscription: (value) => ({ ...value, filter: { severities: ['critical'] } }),
  posts: () => ({ posts: { a: { about: 'building' } } }),
  person: () => 7,
  setting: (value) => ({ ...value, deployment: { rules: { camera: { isLoud: true } } } }),
  outage: (value) => ({ ...value, scope: 'planet' }),
  lease: (value) => ({ ...value, turn: null }),
  setAside: (value) => ({ ...value, times: -1 }),
  room: (value) => ({ ...value, enrolment: 'paused' }),
  event: (value) => ({ ...value, via: 'phone' }),
};

/** Reads only this document. */
async function readOne(store: Store, kind: StoredKind): Promise<unknown> {
  if (kind === 'room') return store.room(roomId(1));
  if (kind !== 'event') return store.document(kind, damagedId(kind));
  const events = await store.history(roomId(1), { limit: 10 });
  return events.find(({ revision }) => revision === 1) ?? null;
}

async function fill(store: Store): Promise<void> {
  await commitFullRoom(store, 1);
  await store.transact(roomId(1), count(1));
  await commitFullRoom(store, 2);
  await writeRealDocuments(store);
}

/** All documents that are still readable. */
async function readAll(store: Store) {
  const rooms = [];
  for await (const { value } of store.rooms()) rooms.push(value.id);
  const documents: string[] = [];
  for (const kind of documentKinds)
    for await (const { id } of store.documents(kind)) documents.push(`${kind} ${id}`);
  const history = await store.history(roomId(1), { limit: 10 });
  const { entries } = await store.feed(null, 100);
  return { rooms, documents, revisions: history.map(({ revision }) => revision), entries };
}

const listed = (store: Store) => store.quarantine.list().map(({ kind, id }) => `${kind} ${id}`);

/** Declares the tests of quarantine. */
export function describeQuarantine(trial: Trial): void {
  describeEach(trial);
  describePages(trial);

  it('reads every real document and finds no fault', async () => {
    await fill(trial.store);
    const store = await trial.reopen();
    const all = await readAll(store);
    expect(all.documents).toHaveLength(documentKinds.length);
    expect([all.rooms.length, all.revisions, all.entries.length]).toEqual([2, [2, 1], 3]);
    expect(store.quarantine.list()).toEqual([]);
  });

  it('does not change a document in quarantine', async () => {
    await fill(trial.store);
    await trial.damage('conversation', damagedId('conversation'), () => ({ kind: 'hologram' }));
    const store = await trial.reopen();
    const { id } = realDocuments.conversation;
    await expect(store.document('conversation', id)).rejects.toThrow(/cannot be read/);
    for (const write of [
      store.putDocument('conversation', id, realDocuments.conversation.value),
      store.deleteDocument('conversation', id),
    ])
      await expect(write).rejects.toMatchObject({ code: 'unreadable', retryable: false });
    expect(await store.putDocument('conversation', id, {}, null)).toBe('conflict');
    await expect(store.transact(roomId(1), count(1))).resolves.toHaveProperty('committed', true);
  });

  it('commits nothing over a room in quarantine, and does not register it again', async () => {
    await fill(trial.store);
    await trial.damage('room', roomId(1), fromTheFuture.room);
    const store = await trial.reopen();
    let decided = 0;
    const decide = () => {
      decided += 1;
      return { commit: null, answer: null };
    };
    await expect(store.transact(roomId(1), decide)).rejects.toMatchObject({ code: 'unreadable' });
    expect(decided).toBe(0);
    await expect(store.transact(roomId(2), decide)).resolves.toBeDefined();
  });

  it('removes a repaired document from quarantine, and reports it', async () => {
    await fill(trial.store);
    let whole: object = {};
    await trial.damage('room', roomId(1), (value) => {
      whole = value;
      return fromTheFuture.room(value);
    });
    const store = await trial.reopen();
    const received: string[] = [];
    store.quarantine.follow({
      onAdded: ({ id }) => received.push(`+${id}`),
      onRemoved: ({ id }) => received.push(`-${id}`),
    });
    await readAll(store);
    await readAll(store);
    const [{ since } = { since: '' }] = store.quarantine.list();
    await store.quarantine.checkAgain();
    expect(store.quarantine.list()).toMatchObject([{ since, where: '/enrolment' }]);
    await trial.damage('room', roomId(1), () => whole);
    const repaired = await trial.whileOpen();
    if (repaired === null) return;
    await repaired.quarantine.checkAgain();
    expect(repaired.quarantine.list()).toEqual([]);
    expect(received).toEqual(['+room-1', '-room-1']);
  });
}

function describePages(trial: Trial): void {
  it('continues after a page of the feed that has only rooms in quarantine', async () => {
    const { store } = trial;
    for (let n = 0; n < 6; n += 1) await store.transact(roomId(1), count(1));
    await store.transact(roomId(2), count(2));
    await trial.damage('room', roomId(1), fromTheFuture.room);
    const reopened = await trial.reopen();
    const { entries, cursor } = await reopened.feed(null, 2);
    expect(entries.map(({ event }) => event.roomId)).toEqual([roomId(2)]);
    expect((await reopened.feed(cursor, 2)).entries).toEqual([]);
  });

  it('fills a page of history with other events when some are in quarantine', async () => {
    const { store } = trial;
    for (let n = 0; n < 6; n += 1) await store.transact(roomId(1), count(1));
    for (const revision of [6, 4])
      await trial.damage('event', `${roomId(1)}@${revision}`, fromTheFuture.event);
    const reopened = await trial.reopen();
    const events = await reopened.history(roomId(1), { limit: 2 });
    expect(events.map(({ revision }) => revision)).toEqual([5, 3]);
    const { entries } = await reopened.feed(null, 100);
    const emptied = entries.filter(({ event }) => event.changes.length === 0);
    expect(emptied.map(({ event }) => event.revision).sort()).toEqual([4, 6]);
  });
}

function describeEach(trial: Trial): void {
  const damages: readonly [string, (kind: StoredKind) => Damage][] = [
    ['lost every member', () => () => ({})],
    ['is from the future', (kind) => fromTheFuture[kind]],
    ['is not even a value', () => () => null],
    ['is not JSON', () => 'notJson'],
  ];
  for (const [what, damageOf] of damages)
    it.each(kinds)(`reads everything else where a ${'%s'} ${what}`, async (kind) => {
      // No code reads members of this kind yet, so any object is valid.
      if (kind === 'person' && what === 'lost every member') return;
      const id = damagedId(kind);
      await fill(trial.store);
      if (!(await trial.damage(kind, id, damageOf(kind)))) return;
      const store = await trial.reopen();
      const { rooms, documents, revisions, entries } = await readAll(store);
      expect(listed(store)).toEqual([`${kind} ${id}`]);
      const isDocument = kind !== 'room' && kind !== 'event';
      expect(documents).toHaveLength(documentKinds.length - (isDocument ? 1 : 0));
      expect(rooms.sort()).toEqual(kind === 'room' ? [roomId(2)] : [roomId(1), roomId(2)]);
      expect(revisions).toEqual(kind === 'event' ? [2] : [2, 1]);
      expect(entries).toHaveLength(kind === 'room' ? 1 : 3);
      const one = await readOne(store, kind).catch((error: unknown) => error);
      expect(kind === 'event' ? one === null : isUnreadable(one)).toBe(true);
    });
}
