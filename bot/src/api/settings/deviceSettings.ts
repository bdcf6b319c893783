/**
 * `/api/settings/codes` and `/api/settings/keys`: the credentials of devices. For managers only.
 */
import {
  foldDeviceId,
  type Instant,
  listDevices,
  type Person,
  type Room,
  type RoomId,
} from '@rooms-pro/core';
import {
  type CodeRow,
  type CodesAnswer,
  type KeyRow,
  type KeysAnswer,
  keysQuery,
  type NewCodeAnswer,
  newCodeBody,
  type WaitingDevicesAnswer,
} from '@rooms-pro/core/contracts';
import {
  type EnrolmentCodeListing,
  issueEnrolmentCode,
  type KeyListing,
  listEnrolmentCodes,
  listKeys,
  listNewRooms,
  revokeEnrolmentCode,
  revokeKey,
  type Store,
} from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';
import type { Fleet } from '../../fleet/fleet.ts';
import { formatIssue } from '../http/formatIssue.ts';
import { notFound } from '../http/httpErrors.ts';
import { jsonBody } from '../http/jsonBody.ts';
import { queryOf } from '../http/queryParameters.ts';
import { assertManager } from './assertManager.ts';

type Deps = { readonly store: Store; readonly fleet: Fleet; readonly now: () => Instant };
type Handler = (request: Request, person: Person) => unknown;
type Answered = (handler: Handler) => (request: Request, response: Response) => Promise<void>;

const codesShown = 100;

/** Mounts all routes of device settings. */
export function mountDeviceSettings(server: Server, deps: Deps, answered: Answered): void {
  const { store, now } = deps;
  const byManager = (handler: (request: Request, person: Person) => Promise<unknown>) =>
    answered((request, person) => {
      assertManager(person, 'manage devices');
      return handler(request, person);
    });

  server.get(
    '/api/settings/codes',
    byManager(() => readCodes(deps)),
  );
  server.post(
    '/api/settings/codes',
    byManager((request, person) => newCode(request, person, deps)),
  );
  server.del(
    '/api/settings/codes/:id',
    byManager(async (request) => {
      const isKnown = await revokeEnrolmentCode(store, idOf(request, 'enrolment code'), now());
      if (!isKnown) throw notFound('enrolment code');
      return readCodes(deps);
    }),
  );
  server.get(
    '/api/settings/waiting-devices',
    byManager(() => readWaitingDevices(deps)),
  );
  server.get(
    '/api/settings/keys',
    byManager((request) => readKeys(request, deps)),
  );
  server.del(
    '/api/settings/keys/:id',
    byManager(async (request, { id, name }) => {
      const by = { id, name, via: 'tab' } as const;
      if (!(await revokeKey(store, idOf(request, 'key'), now(), by))) throw notFound('key');
      return {};
    }),
  );
}

/** Ids are hashes in hex. Any other id is rejected without a lookup. */
function idOf(request: Request, what: string): string {
  const id = String(request.params.id);
  if (!/^[0-9a-f]{64}$/.test(id)) throw notFound(what);
  return id;
}

async function newCode(request: Request, person: Person, deps: Deps): Promise<NewCodeAnswer> {
  const { device, room } = newCodeBody.parse(await jsonBody(request), { error: formatIssue });
  const known = room === null ? null : deps.fleet.room(room as RoomId);
  if (room !== null && (known === null || known.enrolment === 'retired')) throw notFound('room');
  const by = { id: person.id, name: person.name };
  const roomId = known?.id ?? null;
  return issueEnrolmentCode(deps.store, { device, roomId, by, now: deps.now() });
}

async function readCodes({ store, fleet, now }: Deps): Promise<CodesAnswer> {
  const at = now();
  const rows = (await listEnrolmentCodes(store)).map((code) => presentCode(code, fleet, at));
  const rank = (row: CodeRow) => (row.state === 'open' ? 0 : 1);
  return { rows: rows.sort(byRankThenNewest(rank)).slice(0, codesShown), confirmedAt: at };
}

function presentCode(code: EnrolmentCodeListing, fleet: Fleet, now: Instant): CodeRow {
  const { id, device, roomId, by, issuedAt, expiresAt, used } = code;
  return {
    id,
    state: stateOf(code, now),
    device,
    room: roomId === null ? null : refOf(fleet.room(roomId)),
    by: by === 'platform' ? 'Platform' : by.name,
    issuedAt,
    expiresAt,
    used: used && { device: used.device, at: used.at },
  };
}

function stateOf({ used, revokedAt, expiresAt }: EnrolmentCodeListing, now: Instant) {
  if (used !== null) return 'used';
  if (revokedAt !== null) return 'revoked';
  return expiresAt <= now ? 'expired' : 'open';
}

async function readKeys(request: Request, { store, fleet, now }: Deps): Promise<KeysAnswer> {
  const { text = '', offset, limit } = keysQuery.parse(queryOf(request), { error: formatIssue });
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const rooms = roomsByDevice(fleet.all());
  const at = now();
  const rows = (await listKeys(store))
    .map((key) => presentKey(key, rooms))
    .filter(({ name, room }) => {
      const haystack = `${name} ${room?.name ?? ''}`.toLowerCase();
      return words.every((word) => haystack.includes(word));
    })
    .sort(byRankThenNewest((row) => (isOver(row, at) ? 1 : 0)));
  return { total: rows.length, rows: rows.slice(offset, offset + limit), confirmedAt: at };
}

async function readWaitingDevices({ store, now }: Deps): Promise<WaitingDevicesAnswer> {
  const at = now();
  const { devices, isCut } = await listNewRooms(store, at);
  const rows = devices.toSorted((one, other) => (one.firstAt < other.firstAt ? -1 : 1));
  return { rows, isCut, confirmedAt: at };
}

function presentKey(key: KeyListing, rooms: ReadonlyMap<string, Room>): KeyRow {
  const { id, speaker, issuedAt, revokedAt, validUntil } = key;
  const { kind } = speaker;
  const name = speaker.kind === 'device' ? speaker.device : speaker.name;
  const room = kind === 'device' ? refOf(rooms.get(foldDeviceId(name)) ?? null) : null;
  return { id, kind, name, room, issuedAt, revokedAt, validUntil };
}

function isOver({ revokedAt, validUntil }: KeyRow, now: Instant): boolean {
  return revokedAt !== null || (validUntil !== null && validUntil <= now);
}

function roomsByDevice(rooms: Iterable<Room>): ReadonlyMap<string, Room> {
  const found = new Map<string, Room>();
  for (const room of rooms) for (const folded of listDevices(room).keys()) found.set(folded, room);
  return found;
}

function refOf(room: Room | null) {
  return room && { roomId: room.id, name: room.name };
}

function byRankThenNewest<T extends { readonly issuedAt: Instant }>(rank: (row: T) => number) {
  return (one: T, other: T) => rank(one) - rank(other) || (one.issuedAt < other.issuedAt ? 1 : -1);
}
