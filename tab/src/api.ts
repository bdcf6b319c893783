/** The one way to the server: typed requests over the contract, failures worded for people. */
import type { RoomId, TicketNumber } from '@rooms-pro/core';
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
  RoomDetail,
  RoomHistoryAnswer,
  RoomsAnswer,
  RulesAnswer,
  RulesBody,
  SummaryAnswer,
  TicketDetail,
} from '@rooms-pro/core/contracts';
import { type IncidentFilters, type RoomFilters, writeFilters } from './filters.ts';
import { recall } from './remembered.ts';

/** A request that brought no answer to show. `status` 0: the server was not reached. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly reference: string | null;
  readonly faults: NonNullable<ApiError['error']['faults']>;

  constructor(status: number, error: ApiError['error']) {
    super(error.sentence);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = error.code;
    this.reference = error.reference ?? null;
    this.faults = error.faults ?? [];
  }
}

const patienceMs = 20_000;
/** Of a request that was not answered at all. */
export const unreachable = { code: 'unreachable', sentence: 'The server could not be reached.' };
const unreadable = { code: 'unreadable', sentence: 'The server answered in an unexpected way.' };

/** Sentences of the server name times as the rest of the page does. */
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Who asks, and in which time zone the answer is worded: on every request, however it is sent. */
export async function requestHeaders(): Promise<Record<string, string>> {
  const person = recall('acting-person');
  const zone = { 'x-time-zone': timeZone };
  return person === null ? zone : { ...zone, 'x-acting-person': person };
}

function isApiError(body: unknown): body is ApiError {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false;
  const { error } = body;
  return typeof error === 'object' && error !== null && 'sentence' in error;
}

/** What a refusing answer says, whichever way it was asked for. */
export function failureOf(status: number, body: unknown): ApiFailure {
  return new ApiFailure(status, isApiError(body) ? body.error : unreadable);
}

async function request(path: string, init: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(`/api/${path}`, {
      ...init,
      headers: { ...(await requestHeaders()), ...init.headers },
    });
    if (answer.ok) return answer;
    throw failureOf(answer.status, await answer.json().catch(() => null));
  } catch (error) {
    if (error instanceof ApiFailure || init.signal?.aborted) throw error;
    throw new ApiFailure(0, unreachable);
  }
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const patience = AbortSignal.timeout(patienceMs);
  const signal = init.signal ? AbortSignal.any([init.signal, patience]) : patience;
  const answer = await request(path, { ...init, signal }).catch((error: unknown) => {
    throw patience.aborted ? new ApiFailure(0, unreachable) : error;
  });
  return answer.json().catch(() => {
    throw new ApiFailure(answer.status, unreadable);
  });
}

/** Which rows of a list. */
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

/** Everything the tab asks of the server. Each rejects with an `ApiFailure`, or because it was called off. */
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
  revokeKey: (id: string) => ask<object>(`settings/keys/${id}`, { method: 'DELETE' }),
  /** Removes what is at the path; the answer says what happened. */
  remove: (path: string) => ask<{ readonly sentence: string }>(path, { method: 'DELETE' }),
  /** The live stream's bytes, for as long as `signal` lets it. */
  openStream: async (signal: AbortSignal) => {
    const answer = await request('stream', { signal, headers: { accept: 'text/event-stream' } });
    if (!answer.body) throw new ApiFailure(answer.status, unreadable);
    return answer.body;
  },
};
