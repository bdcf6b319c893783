/** The JSON client of the server: typed requests by the contract, and failures as sentences. */
import type { OutageId, RoomId, TicketNumber } from '@rooms-pro/core';
import type {
  ApiError,
  CodesAnswer,
  CommandsAnswer,
  CommandsBody,
  IncidentsAnswer,
  KeysAnswer,
  Me,
  NewCodeAnswer,
  NewCodeBody,
  OutageDetail,
  PeopleAnswer,
  PeopleBody,
  QuarantineAnswer,
  RoomDetail,
  RoomHistoryAnswer,
  RoomPastAnswer,
  RoomsAnswer,
  RulesAnswer,
  RulesBody,
  SummaryAnswer,
  TicketDetail,
  WaitingDevicesAnswer,
} from '@rooms-pro/core/contracts';
import type { SeenResponse } from '@rooms-pro/core/routes';
import { recall } from '../shared/browserStorage.ts';
import { type IncidentFilters, type RoomFilters, writeFilters } from '../shared/list/filters.ts';
import { readerZone } from '../shared/time/formatTime.ts';
import type { Tokens } from '../signIn/tokens.ts';
import { ApiFailure } from './apiFailure.ts';

const patienceMs = 20_000;
/** The failure of a request without a response. */
export const unreachable = { code: 'unreachable', sentence: 'The server could not be reached.' };
/** Failures that a new token may fix. */
const renewable: readonly string[] = ['signInExpired', 'signInNeeded'];
const unreadable = { code: 'unreadable', sentence: 'The server returned an unexpected response.' };

/** The source of tokens; `null` where no sign-in is needed. */
let tokens: Tokens | null = null;

/** After this call, every request carries a token. */
export function signInWith(given: Tokens): void {
  tokens = given;
}

/** Retries the sign-in at the request of the person. */
export function retrySignIn(): void {
  tokens?.retry();
}

type Headers = Readonly<Record<string, string>>;

/** The headers that identify the person and the time zone in which the server formats its sentences. */
async function requestHeaders(): Promise<Headers> {
  const zone = { 'x-time-zone': readerZone };
  if (tokens) return { ...zone, authorization: `Bearer ${await tokens.get()}` };
  const person = recall('acting-person');
  return person === null ? zone : { ...zone, 'x-acting-person': person };
}

function isApiError(body: unknown): body is ApiError {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false;
  const { error } = body;
  return typeof error === 'object' && error !== null && 'sentence' in error;
}

/** Converts an error response to an `ApiFailure`. */
export function failureOf(status: number, body: unknown): ApiFailure {
  return new ApiFailure(status, isApiError(body) ? body.error : unreadable);
}

/**
 * Sends with the headers of every request, and sends again with a new token if the server requires
 * one. Rejects without sending if sign-in is needed and has failed.
 */
export async function asWhoAsks<T>(send: (headers: Headers) => Promise<T>): Promise<T> {
  const headers = await requestHeaders();
  try {
    return await send(headers);
  } catch (error) {
    const isOld = error instanceof ApiFailure && renewable.includes(error.code);
    if (!isOld || tokens === null) throw error;
    tokens.renew(headers['authorization']?.slice('Bearer '.length) ?? '');
    return send(await requestHeaders());
  }
}

/** Checks a response in development builds. Production builds contain neither the check nor a schema. */
export function checkInDevelopment(seen: SeenResponse): void {
  if (import.meta.env.DEV)
    void import('./responseCheck.ts').then(({ logResponseFault }) => logResponseFault(seen));
}

/** The request data that the check of a response needs. */
function toCheckedRequest(path: string, { method = 'GET' }: RequestInit, { status }: Response) {
  return { method, target: `/api/${path}`, status };
}

async function request(path: string, init: RequestInit, own: Headers): Promise<Response> {
  try {
    const answer = await fetch(`/api/${path}`, { ...init, headers: { ...own, ...init.headers } });
    if (answer.ok) return answer;
    const body: unknown = await answer.json().catch(() => null);
    checkInDevelopment({ ...toCheckedRequest(path, init, answer), body });
    throw failureOf(answer.status, body);
  } catch (error) {
    if (error instanceof ApiFailure || init.signal?.aborted) throw error;
    throw new ApiFailure(0, unreachable);
  }
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await asWhoAsks((headers) => {
    // The time limit starts here: it covers only the server, because a person may need longer to
    // consent.
    const patience = AbortSignal.timeout(patienceMs);
    const signal = init.signal ? AbortSignal.any([init.signal, patience]) : patience;
    return request(path, { ...init, signal }, headers).catch((error: unknown) => {
      throw patience.aborted ? new ApiFailure(0, unreachable) : error;
    });
  });
  const body = await answer.json().catch(() => {
    throw new ApiFailure(answer.status, unreadable);
  });
  checkInDevelopment({ ...toCheckedRequest(path, init, answer), body });
  return body;
}

/** The requested rows of a list. */
export type Slice = { readonly offset: number; readonly limit: number };

function listPath(what: string, filters: IncidentFilters | RoomFilters, slice: Slice): string {
  const query = writeFilters(filters);
  query.set('offset', String(slice.offset));
  query.set('limit', String(slice.limit));
  return `${what}?${query}`;
}

function rulesPath(group: string | null): string {
  return group === null ? 'settings/rules' : `settings/rules?${new URLSearchParams({ group })}`;
}

function sending(method: string, body: unknown): RequestInit {
  const headers = { 'content-type': 'application/json' };
  return { method, headers, body: JSON.stringify(body) };
}

/** All requests of the tab. Each rejects with an `ApiFailure`, or because it was aborted. */
export const api = {
  me: (signal: AbortSignal) => ask<Me>('me', { signal }),
  summary: (signal: AbortSignal) => ask<SummaryAnswer>('summary', { signal }),
  incidents: (filters: IncidentFilters, slice: Slice, signal?: AbortSignal) =>
    ask<IncidentsAnswer>(listPath('incidents', filters, slice), signal ? { signal } : {}),
  rooms: (filters: RoomFilters, slice: Slice, signal?: AbortSignal) =>
    ask<RoomsAnswer>(listPath('rooms', filters, slice), signal ? { signal } : {}),
  room: (id: RoomId, signal: AbortSignal) =>
    ask<RoomDetail>(`rooms/${encodeURIComponent(id)}`, { signal }),
  roomHistory: (id: RoomId, before: number | null, signal: AbortSignal) =>
    ask<RoomHistoryAnswer>(
      `rooms/${encodeURIComponent(id)}/history${before === null ? '' : `?before=${before}`}`,
      { signal },
    ),
  roomPast: (id: RoomId, signal: AbortSignal) =>
    ask<RoomPastAnswer>(`rooms/${encodeURIComponent(id)}/past`, { signal }),
  outage: (id: OutageId, signal: AbortSignal) =>
    ask<OutageDetail>(`outages/${encodeURIComponent(id)}`, { signal }),
  ticket: (number: TicketNumber, signal: AbortSignal) =>
    ask<TicketDetail>(`tickets/${encodeURIComponent(number)}`, { signal }),
  act: (body: CommandsBody) => ask<CommandsAnswer>('commands', sending('POST', body)),
  rules: (group: string | null, signal: AbortSignal) =>
    ask<RulesAnswer>(rulesPath(group), { signal }),
  changeRules: (group: string | null, body: RulesBody) =>
    ask<RulesAnswer>(rulesPath(group), sending('PUT', body)),
  codes: (signal: AbortSignal) => ask<CodesAnswer>('settings/codes', { signal }),
  issueCode: (body: NewCodeBody) => ask<NewCodeAnswer>('settings/codes', sending('POST', body)),
  revokeCode: (id: string) => ask<CodesAnswer>(`settings/codes/${id}`, { method: 'DELETE' }),
  keys: (text: string, signal: AbortSignal) =>
    ask<KeysAnswer>(`settings/keys?${new URLSearchParams({ text })}`, { signal }),
  people: (signal: AbortSignal) => ask<PeopleAnswer>('settings/people', { signal }),
  changePeople: (body: PeopleBody) => ask<PeopleAnswer>('settings/people', sending('PUT', body)),
  quarantine: (signal: AbortSignal) => ask<QuarantineAnswer>('settings/quarantine', { signal }),
  checkQuarantine: () => ask<QuarantineAnswer>('settings/quarantine/check', { method: 'POST' }),
  waitingDevices: (signal: AbortSignal) =>
    ask<WaitingDevicesAnswer>('settings/waiting-devices', { signal }),
  revokeKey: (id: string) => ask<object>(`settings/keys/${id}`, { method: 'DELETE' }),
  /** Removes the resource at the path; the response contains the result. */
  remove: (path: string) => ask<{ readonly sentence: string }>(path, { method: 'DELETE' }),
  /** The bytes of the live stream, until `signal` aborts it. */
  openStream: async (signal: AbortSignal) => {
    const init = { signal, headers: { accept: 'text/event-stream' } };
    const answer = await asWhoAsks((headers) => request('stream', init, headers));
    if (!answer.body) throw new ApiFailure(answer.status, unreadable);
    return answer.body;
  },
};
