/** The filters above the list of rooms. The counts above them filter by health. */
import { Button, Field, Select } from '@fluentui/react-components';
import { useNarrow } from '../host/useTheme.ts';
import { FilterBar, PlaceChoices } from '../shared/list/FilterBar.tsx';
import styles from '../shared/list/FilterControls.module.css';
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

/** The search, the place, the order on a phone, and the retired rooms. */
export function RoomFilterBar({ filters, setFilters, buildings, groups, retired }: Props) {
  const isRetired = filters.enrolment === 'retired';
  const change = (part: { [K in keyof RoomFilters]?: RoomFilters[K] | undefined }) =>
    setFilters(changeFilters(filters, part));
  return (
    <FilterBar
      label="Filter rooms"
      text={filters.text}
      changeText={(text) => change({ text })}
      isFiltered={isFiltered(filters)}
      clear={() => setFilters(clearFilters(filters))}
    >
      <PlaceChoices filters={filters} buildings={buildings} groups={groups} change={change} />
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
    </FilterBar>
  );
}
