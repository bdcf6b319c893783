/** Connects the live stream with the query cache, and provides the freshness of the page. */
import type { RoomId } from '@rooms-pro/core';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { ApiFailure } from '../api/apiFailure.ts';
import { api } from '../api/client.ts';
import { reloadActingPerson } from '../api/queries.ts';
import type { TeamsHost } from '../host/teams.ts';
import { isTouched } from './affectedQueries.ts';
import { coalesceChanges, type Doubt } from './coalesceChanges.ts';
import { type Confirmation, carryForward, confirm } from './confirmation.ts';
import { pageFocus } from './pageFocus.ts';
import { type LiveStatus, startLive } from './startLive.ts';

/** The freshness of the page. */
export type Live = { readonly status: LiveStatus; readonly confirmation: Confirmation | null };

const LiveContext = createContext<Live>({ status: 'connecting', confirmation: null });

/** Returns the freshness of the page. */
export const useLive = (): Live => useContext(LiveContext);

const refreshGapMs = 300;

function refreshTouched(client: QueryClient, doubt: Doubt): Promise<void> {
  const predicate = (query: { queryKey: readonly unknown[]; state: { data: unknown } }) =>
    doubt === 'all' ||
    isTouched({ key: query.queryKey, data: query.state.data }, doubt as ReadonlySet<RoomId>);
  return client.invalidateQueries({ predicate });
}

/** The latest confirmation time of all responses. */
function useConfirmation(client: QueryClient) {
  const [confirmation, setConfirmation] = useState<Confirmation | null>(null);
  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'success') return;
        const answer: unknown = event.query.state.data;
        if (typeof answer !== 'object' || answer === null || !('confirmedAt' in answer)) return;
        const said = String(answer.confirmedAt);
        setConfirmation((before) => confirm(before, said, performance.now()));
      }),
    [client],
  );
  return [confirmation, setConfirmation] as const;
}

/** Keeps the stream open while mounted, except while Teams has suspended the tab. */
export function LiveProvider(props: { host: TeamsHost | null; children: ReactNode }) {
  const { host, children } = props;
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const [status, setStatus] = useState<LiveStatus>('connecting');
  const [confirmation, setConfirmation] = useConfirmation(client);

  useEffect(() => {
    const gather = coalesceChanges((doubt) => refreshTouched(client, doubt), refreshGapMs);
    const start = () =>
      startLive({
        openStream: (signal) =>
          api.openStream(signal).catch((error: unknown) => {
            reloadActingPerson(client, error);
            throw error;
          }),
        onChanged: gather,
        onDoubt: () => gather('all'),
        onBeat: () => setConfirmation((before) => carryForward(before, performance.now())),
        onStatus: setStatus,
        isCrowded: (error) => error instanceof ApiFailure && error.code === 'tooManyStreams',
        used: pageFocus,
        chance: Math.random,
      });
    let stop = start();
    host?.onSleep(
      () => stop(),
      (path) => {
        if (path) goTo(path);
        stop();
        stop = start();
        gather('all');
      },
    );
    return () => stop();
  }, [client, host, goTo, setConfirmation]);

  const live = useMemo(() => ({ status, confirmation }), [status, confirmation]);
  return <LiveContext value={live}>{children}</LiveContext>;
}
