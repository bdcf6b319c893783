/** The filters above the list of incidents. */
import {
  categories,
  categoryLabels,
  incidentStates,
  severities,
  severityLabels,
  stateLabels,
} from '@rooms-pro/core';
import { FilterBar, PlaceChoices } from '../shared/list/FilterBar.tsx';
import { FilterChoice } from '../shared/list/FilterControls.tsx';
import { changeFilters, type IncidentFilters, isFiltered } from '../shared/list/filters.ts';

type Props = {
  readonly filters: IncidentFilters;
  readonly setFilters: (filters: IncidentFilters) => void;
  readonly buildings: readonly string[];
  readonly groups: readonly string[];
};

/** The search, and choices for every property of an incident. */
export function IncidentFilterBar({ filters, setFilters, buildings, groups }: Props) {
  const change = (part: { [K in keyof IncidentFilters]?: IncidentFilters[K] | undefined }) =>
    setFilters(changeFilters(filters, part));
  return (
    <FilterBar
      label="Filter incidents"
      text={filters.text}
      changeText={(text) => change({ text })}
      isFiltered={isFiltered(filters)}
      clear={() => setFilters({})}
    >
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
      <PlaceChoices filters={filters} buildings={buildings} groups={groups} change={change} />
    </FilterBar>
  );
}
