/** A summary of all rooms and incidents. Each part filters the list below it. */

import { Skeleton, SkeletonItem } from '@fluentui/react-components';
import { categoryLabels, stateLabels } from '@rooms-pro/core';
import type { Summary } from '@rooms-pro/core/contracts';
import type { UseQueryResult } from '@tanstack/react-query';
import { SeveritySign } from '../../shared/badges/StatusBadges.tsx';
import { CountTile } from '../../shared/list/CountTile.tsx';
import { type IncidentFilters, toggleFilter } from '../../shared/list/filters.ts';
import styles from './SummaryBoard.module.css';

type Filtering = {
  readonly filters: IncidentFilters;
  readonly setFilters: (filters: IncidentFilters) => void;
};
type Known = Filtering & { readonly summary: Summary };

function ByState({ summary, filters, setFilters }: Known) {
  const counts = {
    needsAction: summary.needsAction,
    systemInvestigating: summary.systemInvestigating,
  };
  return (['needsAction', 'systemInvestigating'] as const).map((state) => (
    <CountTile
      key={state}
      count={counts[state]}
      label={stateLabels[state]}
      isUrgent={state === 'needsAction' && counts[state] > 0}
      isPressed={filters.state === state}
      press={() => setFilters(toggleFilter(filters, 'state', state))}
    />
  ));
}

function ByCategory({ summary, filters, setFilters }: Known) {
  const found = summary.byCategory
    .filter((entry) => entry.incidents > 0 || entry.category === filters.category)
    .toSorted((a, b) => b.incidents - a.incidents);
  const most = Math.max(1, ...found.map((entry) => entry.incidents));
  return (
    <section className={styles.panel} aria-labelledby="by-category">
      <h2 id="by-category">By category</h2>
      {found.length === 0 && <p className={styles.none}>None</p>}
      <ul className={styles.bars}>
        {found.map(({ category, incidents }) => (
          <li key={category}>
            <button
              type="button"
              aria-pressed={filters.category === category}
              onClick={() => setFilters(toggleFilter(filters, 'category', category))}
            >
              <span className={styles.name}>{categoryLabels[category]}</span>
              <span className={styles.track} aria-hidden>
                <span style={{ width: `${(100 * incidents) / most}%` }} />
              </span>
              <span className={styles.count}>{incidents}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function TopIssues({ summary, filters, setFilters }: Known) {
  return (
    <section className={styles.panel} aria-labelledby="top-issues">
      <h2 id="top-issues">Top issues</h2>
      {summary.topIssues.length === 0 && <p className={styles.none}>None</p>}
      <ol className={styles.issues}>
        {summary.topIssues.map(({ type, label, severity, rooms }) => (
          <li key={type}>
            <button
              type="button"
              aria-pressed={filters.issue === type}
              onClick={() => setFilters(toggleFilter(filters, 'issue', type))}
            >
              <SeveritySign severity={severity} />
              <span className={styles.name}>{label}</span>
              <span className={styles.count}>{`${rooms} ${rooms === 1 ? 'room' : 'rooms'}`}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/**
 * Counts by state and category, and the issues that affect the most rooms. Hidden if the summary fails
 * to load: the list shows the failure.
 */
export function SummaryBoard(props: Filtering & { summary: UseQueryResult<Summary> }) {
  const { summary, ...filtering } = props;
  if (summary.isPending) {
    return (
      <Skeleton className={styles.waiting} aria-label="Loading the summary">
        <SkeletonItem className={styles.waitingPart} />
      </Skeleton>
    );
  }
  if (!summary.data) return null;
  const known = { ...filtering, summary: summary.data };
  return (
    <div className={styles.board}>
      <section className={styles.tiles} aria-label="By state">
        <ByState {...known} />
      </section>
      <ByCategory {...known} />
      <TopIssues {...known} />
    </div>
  );
}
