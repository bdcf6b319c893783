/** How answers are kept and asked for again: keys, freshness and retries in one place. */
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
import { ApiFailure, api } from './client.ts';

/** Answers stay until a change on the stream puts them in doubt; a refused request is not repeated. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      // Who asks may have been let in, or out, or their sign-in is over: then that is said first.
      onError: (error, { queryKey }) => {
        if (queryKey[0] !== 'me') reloadActingPerson(client, error);
      },
    }),
    defaultOptions: {
      queries: {
        // A loopback server is there without any network, so the browser's opinion does not count.
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
 * Asks again who acts where a failure puts that in doubt. Not where it is asked or was refused already:
 * whatever else is asked then fails for the same reason.
 */
export function reloadActingPerson(client: QueryClient, error: unknown): void {
  const { queryKey } = meQuery;
  const isKnown = client.getQueryState(queryKey)?.status === 'success';
  if (isKnown && concernsAccess(error)) void client.invalidateQueries({ queryKey });
}

/** A remembered person may be gone; then the server's own choice is taken, and all is asked anew. */
async function askWhoActs(client: QueryClient, signal: AbortSignal) {
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

/** Who acts. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ client, signal }) => askWhoActs(client, signal),
});

/** The state of everything the person may see, at a glance. */
export const summaryQuery = queryOptions({
  queryKey: ['summary'],
  queryFn: ({ signal }) => api.summary(signal),
});

/** One room in full. */
export const roomQuery = (id: RoomId) =>
  queryOptions({ queryKey: ['room', id], queryFn: ({ signal }) => api.room(id, signal) });

/** A room's history, page by page; asked anew whenever the room is. */
export const roomHistoryQuery = (id: RoomId) =>
  infiniteQueryOptions({
    queryKey: ['room', id, 'history'],
    queryFn: ({ pageParam, signal }) => api.roomHistory(id, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  });

/** What a room's history shows when it is summed up. */
export const roomPastQuery = (id: RoomId) =>
  queryOptions({
    queryKey: ['room', id, 'past'],
    queryFn: ({ signal }) => api.roomPast(id, signal),
  });

/** The floors of a building as far as its first rooms tell; for suggestions. */
export const floorsQuery = (building: string) =>
  queryOptions({
    queryKey: ['rooms', 'floors', building],
    queryFn: async ({ signal }) => {
      const { rows } = await api.rooms({ building }, { offset: 0, limit: 200 }, signal);
      return [...new Set(rows.map(({ floor }) => floor).filter(Boolean))].sort();
    },
  });

/** The rules in force in a room group, or (`null`) everywhere. */
export const rulesQuery = (group: string | null) =>
  queryOptions({
    queryKey: ['settings', 'rules', group],
    queryFn: ({ signal }) => api.rules(group, signal),
  });

/** Devices that wait for a room because their gateway names too many new ones. */
export const waitingDevicesQuery = queryOptions({
  queryKey: ['settings', 'waitingDevices'],
  queryFn: ({ signal }) => api.waitingDevices(signal),
  refetchInterval: 60_000,
});

/** Enrolment codes, open ones first. */
export const codesQuery = queryOptions({
  queryKey: ['settings', 'codes'],
  queryFn: ({ signal }) => api.codes(signal),
});

/** Who may do what, and who waits. */
export const peopleQuery = queryOptions({
  queryKey: ['settings', 'people'],
  queryFn: ({ signal }) => api.people(signal),
});

/** Keys of devices and gateways, narrowed by text. */
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

/** One outage in full. */
export const outageQuery = (id: OutageId) =>
  queryOptions({ queryKey: ['outage', id], queryFn: ({ signal }) => api.outage(id, signal) });

/** One ticket in full. */
export const ticketQuery = (number: TicketNumber) =>
  queryOptions({
    queryKey: ['ticket', number],
    queryFn: ({ signal }) => api.ticket(number, signal),
  });
