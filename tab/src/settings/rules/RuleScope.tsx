/** Selects the rooms whose rules are shown and changed: all rooms, or one room group. */
import { Field, Select } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { summaryQuery } from '../../api/queries.ts';
import styles from '../../shared/list/FilterControls.module.css';

type Props = {
  readonly group: string | null;
  /** Groups with their own rules, even if no room is in them. */
  readonly named: readonly string[];
  readonly choose: (group: string | null) => void;
};

/** The choice. The group in the address is always among the options. */
export function RuleScope({ group, named, choose }: Props) {
  const summary = useQuery(summaryQuery);
  const asked = group === null ? [] : [group];
  const groups = [...new Set([...(summary.data?.groups ?? []), ...named, ...asked])];
  return (
    <div className={styles.filters}>
      <Field label="Rules for" className={styles.choice}>
        <Select
          // The empty name means all rooms.
          value={group ?? ''}
          onChange={(_, data) => choose(data.value === '' ? null : data.value)}
        >
          <option value="">Everywhere</option>
          {groups
            .toSorted((one, other) => one.localeCompare(other))
            .map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
        </Select>
      </Field>
    </div>
  );
}
