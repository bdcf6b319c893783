/** The groups of a room or a person as tags: written or chosen one by one, each taken off with a press. */
import { Button, type InputProps } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { useRef } from 'react';
import styles from '../act/forms/EditRoomForm.module.css';
import { withGroup } from '../act/forms/roomEdits.ts';
import { LimitedField } from './LimitedField.tsx';
import { SuggestedInput } from './SuggestedInput.tsx';

type Props = {
  readonly groups: readonly string[];
  /** What is written and no tag yet. */
  readonly written: string;
  readonly suggestions: readonly string[];
  readonly fault: string | undefined;
  /** What groups are for here; left out: for a room. */
  readonly hint?: string;
  readonly whose?: string;
  readonly change: (groups: readonly string[], written: string) => void;
};

const longest = 80;
const forRooms = 'They say who sees the room, which rules hold in it and who is told.';

/** Enter or a comma makes a tag of what is written; so does choosing one that is suggested. */
export function GroupsField({ groups, written, suggestions, fault, change, ...words }: Props) {
  const { hint = forRooms, whose = 'the room' } = words;
  const place = useRef<HTMLDivElement>(null);
  const open = suggestions.filter((name) => !groups.includes(name));

  function write(text: string, isChosen: boolean): void {
    const parts = text.split(',');
    const rest = isChosen ? '' : (parts.pop() ?? '');
    change(parts.reduce(withGroup, groups), rest);
  }

  const enter: InputProps['onKeyDown'] = (event) => {
    if (event.key !== 'Enter' || written.trim() === '') return;
    event.preventDefault();
    change(withGroup(groups, written), '');
  };

  function remove(name: string): void {
    const rest = groups.filter((group) => group !== name);
    change(rest, written);
    // The pressed button is gone.
    place.current?.querySelector('input')?.focus();
  }

  return (
    <div ref={place} className={styles.groups}>
      <LimitedField
        label="Groups"
        hint={`${hint} Enter adds one.`}
        text={written}
        limit={longest}
        fault={fault}
      >
        <SuggestedInput value={written} suggestions={open} change={write} onKeyDown={enter} />
      </LimitedField>
      {groups.length > 0 && (
        <ul aria-label={`Groups of ${whose}`}>
          {groups.map((name) => (
            <li key={name}>
              <Button
                size="small"
                icon={<Dismiss16Regular />}
                iconPosition="after"
                aria-label={`${name}: take off`}
                onClick={() => remove(name)}
              >
                {name}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
