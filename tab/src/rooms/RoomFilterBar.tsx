/** The filters above the list of rooms. The counts above them filter by health. */
import { Button, Field, Select } from '@fluentui/react-components';
import { Filter20Regular } from '@fluentui/react-icons/svg/filter';
import { useState } from 'react';
import { useNarrow } from '../host/useTheme.ts';
import styles from '../shared/list/FilterControls.module.css';
import { ClearFilters, FilterChoice, FilterText } from '../shared/list/FilterControls.tsx';
import {
  changeFilters,
  clearFilters,
  isFiltered,
  type RoomFilters,
} from '../shared/list/filters.ts';
import { readOrder, roomOrders, withOrder } from './roomSort.ts';

type Props = {
  readonly filters: RoomFilters;
  readonly setFilters: (filters: RoomFilters) => void;
  readonly buildings: readonly string[];
  readonly groups: readonly string[];
  /** The number of retired rooms in the selected location. */
  readonly retired: number;
};

const same = (names: readonly string[]) => names.map((name) => [name, name] as const);

/** The order of the list, for a width without column headers. */
function RoomOrderChoice({ filters, setFilters }: Pick<Props, 'filters' | 'setFilters'>) {
  if (!useNarrow()) return null;
  const { sort, order } = readOrder(filters);
  const chosen = roomOrders.findIndex((one) => one.sort === sort && one.order === order);
  return (
    <Field label="Sort" className={styles.choice}>
      <Select
        value={String(chosen)}
        onChange={(_, { value }) => {
          const next = roomOrders[Number(value)];
          if (next) setFilters(withOrder(filters, next));
        }}
      >
        {roomOrders.map(({ label }, index) => (
          <option key={label} value={String(index)}>
            {label}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** Search is always visible. On a phone the other filters are collapsed. */
export function RoomFilterBar({ filters, setFilters, buildings, groups, retired }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const isRetired = filters.enrolment === 'retired';
  const change = (part: { [K in keyof RoomFilters]?: RoomFilters[K] | undefined }) =>
    setFilters(changeFilters(filters, part));
  return (
    <search className={styles.filters} aria-label="Filter rooms">
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
      <RoomOrderChoice filters={filters} setFilters={setFilters} />
      {(retired > 0 || isRetired) && (
        <Button
          appearance="subtle"
          className={styles.clear}
          aria-pressed={isRetired}
          // A retired room has no health.
          onClick={() =>
            change({ enrolment: isRetired ? undefined : 'retired', health: undefined })
          }
        >
          {isRetired ? 'Back to rooms in use' : `Retired (${retired.toLocaleString('en-GB')})`}
        </Button>
      )}
      <ClearFilters
        isFiltered={isFiltered(filters)}
        clear={() => setFilters(clearFilters(filters))}
      />
    </search>
  );
}
