/** The filters above the list of incidents. */
import { Button } from '@fluentui/react-components';
import { Filter20Regular } from '@fluentui/react-icons/svg/filter';
import {
  categories,
  categoryLabels,
  incidentStates,
  severities,
  severityLabels,
  stateLabels,
} from '@rooms-pro/core';
import { useState } from 'react';
import styles from '../shared/list/FilterControls.module.css';
import { ClearFilters, FilterChoice, FilterText } from '../shared/list/FilterControls.tsx';
import { changeFilters, type IncidentFilters, isFiltered } from '../shared/list/filters.ts';

type Props = {
  readonly filters: IncidentFilters;
  readonly setFilters: (filters: IncidentFilters) => void;
  readonly buildings: readonly string[];
  readonly groups: readonly string[];
};

const same = (names: readonly string[]) => names.map((name) => [name, name] as const);

/** Search is always visible. On a phone the other filters are collapsed. */
export function IncidentFilterBar({ filters, setFilters, buildings, groups }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const change = (part: { [K in keyof IncidentFilters]?: IncidentFilters[K] | undefined }) =>
    setFilters(changeFilters(filters, part));
  return (
    <search className={styles.filters} aria-label="Filter incidents">
      <FilterText label="Search" value={filters.text} change={(text) => change({ text })} />
      <Button
        className={styles.toggle}
        icon={<Filter20Regular />}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        Filters
      </Button>
      <FilterChoice
        label="State"
        value={filters.state}
        choices={incidentStates.map((state) => [state, stateLabels[state]] as const)}
        choose={(state) => change({ state })}
      />
      <FilterChoice
        label="Severity"
        value={filters.severity}
        choices={severities.map((severity) => [severity, severityLabels[severity]] as const)}
        choose={(severity) => change({ severity })}
      />
      <FilterChoice
        label="Category"
        value={filters.category}
        choices={categories.map((category) => [category, categoryLabels[category]] as const)}
        choose={(category) => change({ category })}
      />
      <FilterChoice
        label="Building"
        value={filters.building}
        choices={same(buildings)}
        choose={(building) => change({ building })}
      />
      <FilterChoice
        label="Group"
        value={filters.group}
        choices={same(groups)}
        choose={(group) => change({ group })}
      />
      <ClearFilters isFiltered={isFiltered(filters)} clear={() => setFilters({})} />
    </search>
  );
}
