/** The controls that narrow lists: choices and a search that waits for the end of a word. */
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

/** One of several values, or any. What the address asks for is offered even before it is known. */
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

/** Free text; the list follows after a short pause, the address with it. */
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
    // The address changed by other means: a tile, the back button, `Clear filters`.
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

/** Takes every filter away; there only when there is one. */
export function ClearFilters({ isFiltered, clear }: { isFiltered: boolean; clear: () => void }) {
  if (!isFiltered) return null;
  return (
    <Button appearance="subtle" onClick={clear} className={styles.clear}>
      Clear filters
    </Button>
  );
}
