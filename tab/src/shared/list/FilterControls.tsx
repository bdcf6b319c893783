/** The controls that filter lists: choices, and a search that waits for a pause in typing. */
import { Button, Field, SearchBox, Select } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { LimitedField } from '../../forms/LimitedField.tsx';
import styles from './FilterControls.module.css';

const pauseMs = 250;
const longest = 200;

type ChoiceProps<T extends string> = {
  readonly label: string;
  readonly value: T | undefined;
  readonly choices: readonly (readonly [value: T, label: string])[];
  readonly choose: (value: T | undefined) => void;
};

/**
 * One of several values, or any value. The value in the address is an option even before the options are
 * loaded.
 */
export function FilterChoice<T extends string>(props: ChoiceProps<T>) {
  const { label, value, choices, choose } = props;
  const isMissing = value !== undefined && !choices.some(([choice]) => choice === value);
  return (
    <Field label={label} className={styles.choice}>
      <Select
        value={value ?? ''}
        onChange={(_, data) =>
          choose(choices.find(([choice]) => choice === data.value)?.[0] ?? undefined)
        }
      >
        <option value="">Any</option>
        {isMissing && <option value={value}>{value}</option>}
        {choices.map(([choice, name]) => (
          <option key={choice} value={choice}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** Free text. The list and the address change after a short pause in typing. */
export function FilterText(props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly change: (text: string | undefined) => void;
}) {
  const { label, value = '', change } = props;
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const latestChange = useRef(change);
  latestChange.current = change;

  useEffect(() => {
    // Another control changed the address: a tile, the back button, `Clear filters`.
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === sent.current || wanted.length > longest) return;
    const timer = setTimeout(() => {
      sent.current = wanted;
      latestChange.current(wanted === '' ? undefined : wanted);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <LimitedField label={label} text={typed} limit={longest} className={styles.text}>
      <SearchBox
        className={styles.search}
        value={typed}
        onChange={(_, data) => setTyped(data.value)}
      />
    </LimitedField>
  );
}

/** Removes all filters. Rendered only when there is a filter. */
export function ClearFilters({ isFiltered, clear }: { isFiltered: boolean; clear: () => void }) {
  if (!isFiltered) return null;
  return (
    <Button appearance="subtle" onClick={clear} className={styles.clear}>
      Clear filters
    </Button>
  );
}
