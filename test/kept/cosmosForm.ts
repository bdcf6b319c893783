/** Kept rows in the form in which the version of 2026-12-01 wrote them to Cosmos DB. */

import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Room, RoomEvent } from '@rooms-pro/core';
import { type DocumentKind, openCosmosStore } from '@rooms-pro/store';
import { type FakeCosmos, startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { onFakeCosmos } from '../../store/src/cosmos/cosmosTrial.suite.ts';
import type { DocumentLine, EventLine, Json, Line, RoomLine } from './rows.ts';

/**
 * Puts the rows into the containers of a fake, in the form of the version of 2026-12-01: see
 * `cosmosForm`. The containers are there already.
 */
export function putIntoCosmos(
  lines: readonly Line[],
  fakeCosmos: FakeCosmos,
  database: string,
): void {
  const container = (name: string) => {
    const found = fakeCosmos.account.container(database, name)?.documents;
    if (!found) throw new Error(`There is no container ${name}.`);
    return found;
  };
  const put = (name: string, key: string, body: Json & { readonly id: string }) => {
    const bytes = Buffer.byteLength(JSON.stringify(body));
    container(name).batch(key, [{ type: 'create', id: body.id, body, bytes }]);
  };
  for (const line of lines) {
    if (line.table === 'rooms') put('rooms', line.id, cosmosForm.room(line));
    if (line.table === 'events') put('rooms', line.roomId, cosmosForm.event(line));
    if (line.table === 'documents') put('documents', line.kind, cosmosForm.document(line));
  }
}

/** How the version of 2026-12-01 writes a row to Cosmos DB. `commit` and `write` are random there. */
export const cosmosForm = {
  room: ({ id, body }: RoomLine) => ({
    id: 'room',
    roomId: id,
    kind: 'room',
    commit: 'kept',
    room: body,
  }),
  event: ({ roomId, revision, signals, body }: EventLine) => ({
    id: String(revision),
    roomId,
    revision,
    signals: signals.split(' ').filter(Boolean),
    commit: 'kept',
    event: body,
  }),
  document: ({ kind, id, body }: DocumentLine) => ({
    id: cosmosId(id),
    kind,
    name: id,
    write: 'kept',
    value: body,
  }),
};

/** Every document of the containers as rows. Columns that SQLite alone has are empty. */
export function readCosmos(fakeCosmos: FakeCosmos, database: string): Line[] {
  const bodies = ['rooms', 'documents'].flatMap((name) => [
    ...(fakeCosmos.account.container(database, name)?.documents.current(null) ?? []),
  ]);
  return bodies.map(({ body, etag }): Line => {
    const { room, event, kind, name, value, roomId, revision } = body as Json;
    const id = String(roomId);
    if (room) return { table: 'rooms', pk: 0, id, etag: 0, body: room as Json };
    if (!event && (!name || !value)) throw new Error(`Another form: ${JSON.stringify(body)}`);
    if (!event)
      return {
        table: 'documents',
        kind: String(kind),
        id: String(name),
        etag,
        body: value as Json,
      };
    const columns = { seq: 0, roomId: id, revision: Number(revision), signals: '' };
    return { table: 'events', ...columns, body: event as Json };
  });
}

function cosmosId(name: string): string {
  const id = name.replace(
    /[^A-Za-z0-9 .:@=|_-]/g,
    (char) => `~${(char.codePointAt(0) ?? 0).toString(16)}~`,
  );
  if (id.length > 0 && id.length <= 255 && !id.endsWith(' ')) return id;
  return `~${createHash('sha256').update(name).digest('hex')}`;
}

/**
 * Throws where today's store writes another form: then a further form belongs here, and the kept files of
 * before keep theirs.
 */
export async function checkCosmosForm(lines: readonly Line[]): Promise<void> {
  const fakeCosmos = await startFakeCosmos();
  const { database, ...options } = onFakeCosmos(fakeCosmos);
  const store = await openCosmosStore({ database, ...options });
  const room = lines.find((line) => line.table === 'rooms' && line.body['revision'] === 3);
  const event = lines.find(
    (line) => line.table === 'events' && line.roomId === idOf(room) && line.revision === 3,
  );
  const document = lines.find((line) => line.table === 'documents' && line.id.includes('/'));
  const other = lines.find((line) => line.table === 'documents');
  if (room?.table !== 'rooms' || event?.table !== 'events') throw new Error('No room to try.');
  // A store takes a new room at its first revision alone.
  const [first, begun] = [
    { ...room.body, revision: 1 },
    { ...event.body, revision: 1 },
  ];
  const commit = { room: first as unknown as Room, event: begun as unknown as RoomEvent };
  await store.transact(commit.room.id, () => ({ commit, answer: null }), null);
  const expected: Json[] = [
    cosmosForm.room({ ...room, body: first }),
    cosmosForm.event({ ...event, revision: 1, body: begun }),
  ];
  for (const line of [document, other]) {
    if (line?.table !== 'documents') continue;
    await store.putDocument(line.kind as DocumentKind, line.id, line.body);
    expected.push(cosmosForm.document(line));
  }
  const written = ['rooms', 'documents'].flatMap((name) =>
    [...(fakeCosmos.account.container(database, name)?.documents.current(null) ?? [])].map(
      ({ body }) => body as Json,
    ),
  );
  await store.close();
  await fakeCosmos.stop();
  const plain = (body: Json) =>
    Object.fromEntries(
      Object.entries(body).filter(
        ([name]) => !['commit', 'write'].includes(name) && !name.startsWith('_'),
      ),
    );
  for (const body of expected)
    if (!written.some((one) => isDeepStrictEqual(plain(one), plain(body))))
      throw new Error(`Another form: ${JSON.stringify(plain(body))} ${JSON.stringify(written)}`);
}

function idOf(line: Line | undefined): string {
  return line?.table === 'rooms' ? line.id : '';
}
