/** Cached queries of the server: keys, freshness and retries in one file. */
import type { OutageId, RoomId, TicketNumber } from '@rooms-pro/core';
import {
  infiniteQueryOptions,
  keepPreviousData,
  QueryCache,
  QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { recall, remember } from '../shared/browserStorage.ts';
import { concernsAccess } from '../signIn/signIn.ts';
import { ApiFailure } from './apiFailure.ts';
import { api } from './client.ts';

/** Responses stay fresh until a change on the stream invalidates them. A refused request is not repeated. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      // The access or the sign-in of the person may have changed: the page then shows that first.
      onError: (error, { queryKey }) => {
        if (queryKey[0] !== 'me') reloadActingPerson(client, error);
      },
    }),
    defaultOptions: {
      queries: {
        // A loopback server is reachable without a network, so the network state of the browser is
        // ignored.
        networkMode: 'always',
        staleTime: 30_000,
        retry: (failures, error) =>
          failures < 2 &&
          !(error instanceof ApiFailure && error.status >= 400 && error.status < 500),
        retryDelay: (attempt) => 500 * 2 ** attempt,
      },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}

/**
 * Loads the person again if a failure indicates that their access changed. If that query itself is
 * pending or refused, this does nothing, because every other query fails for the same reason.
 */
export function reloadActingPerson(client: QueryClient, error: unknown): void {
  const { queryKey } = meQuery;
  const isKnown = client.getQueryState(queryKey)?.status === 'success';
  if (isKnown && concernsAccess(error)) void client.invalidateQueries({ queryKey });
}

/**
 * If the remembered person does not exist any more, the server chooses the person, and all queries are
 * loaded again.
 */
async function loadActingPerson(client: QueryClient, signal: AbortSignal) {
  try {
    return await api.me(signal);
  } catch (error) {
    const isRefused = error instanceof ApiFailure && error.status >= 400 && error.status < 500;
    if (!isRefused || recall('acting-person') === null) throw error;
    remember('acting-person', null);
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
    return api.me(signal);
  }
}

/** The person who acts. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ client, signal }) => loadActingPerson(client, signal),
});

/** The counts of incidents and rooms for the summary. */
export const summaryQuery = queryOptions({
  queryKey: ['summary'],
  queryFn: ({ signal }) => api.summary(signal),
});

/** One room with all details. */
export const roomQuery = (id: RoomId) =>
  queryOptions({ queryKey: ['room', id], queryFn: ({ signal }) => api.room(id, signal) });

/** The history of a room, in pages. Loaded again whenever the room is. */
export const roomHistoryQuery = (id: RoomId) =>
  infiniteQueryOptions({
    queryKey: ['room', id, 'history'],
    queryFn: ({ pageParam, signal }) => api.roomHistory(id, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  });

/** The summary of the history of a room. */
export const roomPastQuery = (id: RoomId) =>
  queryOptions({
    queryKey: ['room', id, 'past'],
    queryFn: ({ signal }) => api.roomPast(id, signal),
  });

/** The floors of a building, from its first rooms; used as suggestions. */
export const floorsQuery = (building: string) =>
  queryOptions({
    queryKey: ['rooms', 'floors', building],
    queryFn: async ({ signal }) => {
      const { rows } = await api.rooms({ building }, { offset: 0, limit: 200 }, signal);
      return [...new Set(rows.map(({ floor }) => floor).filter(Boolean))].sort();
    },
  });

/** The rules in force for a room group, or for all rooms (`null`). */
export const rulesQuery = (group: string | null) =>
  queryOptions({
    queryKey: ['settings', 'rules', group],
    queryFn: ({ signal }) => api.rules(group, signal),
  });

/** Devices that wait for a room because their gateway reached its limit of new rooms. */
export const waitingDevicesQuery = queryOptions({
  queryKey: ['settings', 'waitingDevices'],
  queryFn: ({ signal }) => api.waitingDevices(signal),
  refetchInterval: 60_000,
});

/** Enrolment codes, open codes first. */
export const codesQuery = queryOptions({
  queryKey: ['settings', 'codes'],
  queryFn: ({ signal }) => api.codes(signal),
});

/** The people with their roles, and the people who wait for access. */
export const peopleQuery = queryOptions({
  queryKey: ['settings', 'people'],
  queryFn: ({ signal }) => api.people(signal),
});

/** Keys of devices and gateways, filtered by text. */
export const keysQuery = (text: string) =>
  queryOptions({
    queryKey: ['settings', 'keys', text],
    queryFn: ({ signal }) => api.keys(text, signal),
    placeholderData: keepPreviousData,
  });

/** Documents that cannot be read. */
export const quarantineQuery = queryOptions({
  queryKey: ['settings', 'quarantine'],
  queryFn: ({ signal }) => api.quarantine(signal),
});

/** One outage with all details. */
export const outageQuery = (id: OutageId) =>
  queryOptions({ queryKey: ['outage', id], queryFn: ({ signal }) => api.outage(id, signal) });

/** One ticket with all details. */
export const ticketQuery = (number: TicketNumber) =>
  queryOptions({
    queryKey: ['ticket', number],
    queryFn: ({ signal }) => api.ticket(number, signal),
  });
