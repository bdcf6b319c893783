/** All rooms: the number of rooms by health, and the list of rooms that match the filters. */

import type { Health } from '@rooms-pro/core';
import { healthLabels } from '@rooms-pro/core';
import type { HealthCounts } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { summaryQuery } from '../api/queries.ts';
import { HealthSign } from '../shared/badges/StatusBadges.tsx';
import { CountTile } from '../shared/list/CountTile.tsx';
import {
  changeFilters,
  clearFilters,
  type RoomFilters,
  readRoomFilters,
  toggleFilter,
} from '../shared/list/filters.ts';
import { useFilters } from '../shared/list/useFilters.ts';
import { PageTitle } from '../shared/PageTitle.tsx';
import { RoomFilterBar } from './RoomFilterBar.tsx';
import { RoomList } from './RoomList.tsx';
import styles from './Rooms.module.css';

/** Onboarding is shown separately: such a room is not monitored yet. */
const counted: readonly Health[] = ['healthy', 'unhealthy', 'disconnected', 'suppressed'];

type Props = {
  readonly counts: HealthCounts | null;
  readonly filters: RoomFilters;
  readonly setFilters: (filters: RoomFilters) => void;
};

function HealthTiles({ counts, filters, setFilters }: Props) {
  const tile = (health: Health) => (
    <CountTile
      key={health}
      count={counts?.[health] ?? null}
      label={healthLabels[health]}
      sign={<HealthSign health={health} />}
      isPressed={filters.health === health}
      press={() =>
        setFilters(toggleFilter(changeFilters(filters, { enrolment: undefined }), 'health', health))
      }
    />
  );
  return (
    <section className={styles.tiles} aria-label="By health">
      {counted.map(tile)}
      <div className={styles.apart}>{tile('onboarding')}</div>
    </section>
  );
}

/** The page at `/rooms`. The address contains its filters. */
export default function Rooms() {
  const [filters, setFilters] = useFilters<RoomFilters>(readRoomFilters);
  const [counts, setCounts] = useState<HealthCounts | null>(null);
  const [retired, setRetired] = useState(0);
  const onCounts = useCallback((healths: HealthCounts, without: number) => {
    setCounts(healths);
    setRetired(without);
  }, []);
  const summary = useQuery(summaryQuery);
  const { buildings = [], groups = [] } = summary.data ?? {};
  return (
    <>
      <PageTitle title="Rooms" />
      <HealthTiles counts={counts} filters={filters} setFilters={setFilters} />
      <RoomFilterBar
        filters={filters}
        setFilters={setFilters}
        buildings={buildings}
        groups={groups}
        retired={retired}
      />
      <RoomList
        filters={filters}
        setFilters={setFilters}
        clear={() => setFilters(clearFilters(filters))}
        onCounts={onCounts}
      />
    </>
  );
}
