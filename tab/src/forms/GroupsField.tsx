/**
 * The groups of a room or a person as tags. A person types or chooses each tag, and removes it with a
 * button.
 */
import { Button, type InputProps } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { profileLimits } from '@rooms-pro/core/contracts';
import { useRef } from 'react';
import styles from '../act/forms/EditRoomForm.module.css';
import { withGroup } from '../act/forms/roomEdits.ts';
import { LimitedField } from './LimitedField.tsx';
import { SuggestedInput } from './SuggestedInput.tsx';

type Props = {
  readonly groups: readonly string[];
  /** Text that is not a tag yet. */
  readonly written: string;
  readonly suggestions: readonly string[];
  readonly fault: string | undefined;
  /** Explains the purpose of groups here. Default: the purpose for a room. */
  readonly hint?: string;
  readonly whose?: string;
  readonly change: (groups: readonly string[], written: string) => void;
};

const forRooms = 'Groups determine who sees the room, which rules apply to it and who is notified.';

/** Enter or a comma converts the text to a tag. Choosing a suggestion does the same. */
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
    // The pressed button no longer exists.
    place.current?.querySelector('input')?.focus();
  }

  return (
    <div ref={place} className={styles.groups}>
      <LimitedField
        label="Groups"
        hint={`${hint} Enter adds one.`}
        text={written}
        limit={profileLimits.textCharacters}
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
                aria-label={`Remove ${name}`}
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
