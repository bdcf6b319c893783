/** The history of a room: its states, versions, devices, suppressions, failures and recoveries. */
import { Button } from '@fluentui/react-components';
import type { RoomDetail } from '@rooms-pro/core/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { roomHistoryQuery } from '../api/queries.ts';
import { HistoryLines } from '../shared/HistoryLines.tsx';
import styles from '../shared/Section.module.css';
import { Failure, Loading } from '../shared/states/EmptyStates.tsx';
import { RoomHistorySummary } from './RoomHistorySummary.tsx';

/** Newest first; older entries are loaded on request. */
function HistoryList({ room }: { room: RoomDetail }) {
  const history = useInfiniteQuery(roomHistoryQuery(room.roomId));
  const entries = history.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <section className={styles.section} aria-labelledby="room-history">
      <h2 id="room-history">Every change</h2>
      {history.isPending && <Loading rows={6} what="the history" />}
      {history.error && <Failure error={history.error} retry={() => void history.refetch()} />}
      {history.data && entries.length === 0 && (
        <p className={styles.second}>No changes in this room yet.</p>
      )}
      <HistoryLines entries={entries} />
      {history.hasNextPage && (
        <Button
          className={styles.more}
          disabledFocusable={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {history.isFetchingNextPage ? 'Loading older entries' : 'Show older entries'}
        </Button>
      )}
    </section>
  );
}

/** The summary first, then every change. */
export function RoomHistory({ room }: { room: RoomDetail }) {
  return (
    <>
      <RoomHistorySummary room={room} />
      <HistoryList room={room} />
    </>
  );
}
