/**
 * Filters the list by assignee: all incidents, those of the reader, or those without an assignee, with
 * counts.
 */
import { type AssignedFilter, assignedFilters, assignedLabels } from '@rooms-pro/core';
import type { Summary } from '@rooms-pro/core/contracts';
import { changeFilters, type IncidentFilters } from '../shared/list/filters.ts';
import styles from './AssigneeFilter.module.css';

type Props = {
  /** Absent while the summary is loading or unavailable: no counts are shown. */
  readonly summary: Summary | undefined;
  readonly filters: IncidentFilters;
  readonly setFilters: (filters: IncidentFilters) => void;
};

type Choice = { readonly value: AssignedFilter | undefined; readonly label: string };

const choices: readonly Choice[] = [
  { value: undefined, label: 'All' },
  ...assignedFilters.map((value) => ({ value, label: assignedLabels[value] })),
];

function countFor(summary: Summary, value: AssignedFilter | undefined): number {
  return summary[value ?? 'open'];
}

/** One of the three buttons is always pressed. */
export function AssigneeFilter({ summary, filters, setFilters }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for values of a form; these are buttons.
    <div className={styles.choice} role="group" aria-label="Whose incidents">
      {choices.map(({ value, label }) => (
        <button
          key={label}
          type="button"
          aria-pressed={filters.assigned === value}
          onClick={() => setFilters(changeFilters(filters, { assigned: value }))}
        >
          {label}
          {summary && <span className={styles.count}>{countFor(summary, value)}</span>}
        </button>
      ))}
    </div>
  );
}
