/** The filters above a list. */
import { Button } from '@fluentui/react-components';
import { Filter20Regular } from '@fluentui/react-icons/svg/filter';
import { type ReactNode, useState } from 'react';
import styles from './FilterControls.module.css';
import { ClearFilters, FilterChoice, FilterText } from './FilterControls.tsx';

type Props = {
  readonly label: string;
  readonly text: string | undefined;
  readonly changeText: (text: string | undefined) => void;
  readonly isFiltered: boolean;
  readonly clear: () => void;
  /** The other filters. */
  readonly children: ReactNode;
};

/** Search is always visible. On a phone the other filters are collapsed. */
export function FilterBar({ label, text, changeText, isFiltered, clear, children }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <search className={styles.filters} aria-label={label}>
      <FilterText label="Search" value={text} change={changeText} />
      <Button
        className={styles.toggle}
        icon={<Filter20Regular />}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        Filters
      </Button>
      {children}
      <ClearFilters isFiltered={isFiltered} clear={clear} />
    </search>
  );
}

type Place = { readonly building?: string | undefined; readonly group?: string | undefined };
type PlaceProps = {
  readonly filters: Place;
  readonly buildings: readonly string[];
  readonly groups: readonly string[];
  readonly change: (part: Place) => void;
};

const same = (names: readonly string[]) => names.map((name) => [name, name] as const);

/** The building and the group, which every list of rooms has. */
export function PlaceChoices({ filters, buildings, groups, change }: PlaceProps) {
  return (
    <>
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
    </>
  );
}
