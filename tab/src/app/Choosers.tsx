/** Choosers of the acting person (in the demo) and of the theme (outside Teams). */
import { Select } from '@fluentui/react-components';
import { roleLabels } from '@rooms-pro/core';
import type { Me } from '@rooms-pro/core/contracts';
import { useId } from 'react';
import { type ThemeChoice, themeChoices } from '../host/theme.ts';
import type { ThemeControl } from '../host/useTheme.ts';
import { useActingPerson } from './actingPerson.ts';
import styles from './Choosers.module.css';

const themeLabels: Readonly<Record<ThemeChoice, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  contrast: 'High contrast',
};

function PersonChooser({ me }: { me: Me }) {
  const id = useId();
  const { become } = useActingPerson();
  return (
    <div className={styles.chooser}>
      <label htmlFor={id}>Acting as</label>
      <Select id={id} value={me.person.id} onChange={(_, data) => become(data.value)}>
        {me.people.map((person) => (
          <option key={person.id} value={person.id}>
            {`${person.name} · ${roleLabels[person.role]}`}
          </option>
        ))}
      </Select>
    </div>
  );
}

function ThemeChooser({ choice, choose }: Pick<ThemeControl, 'choose'> & { choice: ThemeChoice }) {
  const id = useId();
  return (
    <div className={styles.chooser}>
      <label htmlFor={id}>Theme</label>
      <Select
        id={id}
        value={choice}
        onChange={(_, data) => {
          const chosen = themeChoices.find((each) => each === data.value);
          if (chosen) choose(chosen);
        }}
      >
        {themeChoices.map((each) => (
          <option key={each} value={each}>
            {themeLabels[each]}
          </option>
        ))}
      </Select>
    </div>
  );
}

/** The choosers that apply here. The browser remembers each choice. */
export function Choosers({ me, theme }: { me: Me | null; theme: ThemeControl }) {
  return (
    <>
      {me?.embedded && me.people.length > 0 && <PersonChooser me={me} />}
      {theme.choice !== null && <ThemeChooser choice={theme.choice} choose={theme.choose} />}
    </>
  );
}
