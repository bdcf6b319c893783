/** The lists of people: those who wait for access, and those who have it. */
import { Button } from '@fluentui/react-components';
import { roleLabels } from '@rooms-pro/core';
import type { DirectoryPerson, PersonRow, WaitingPerson } from '@rooms-pro/core/contracts';
import section from '../../shared/Section.module.css';
import { RelativeTime } from '../../shared/time/RelativeTime.tsx';
import styles from '../SettingsList.module.css';
import { type Call, formatGranted } from './describePeople.ts';

/** The subject of a dialog. */
export type Asked =
  | { readonly what: 'add'; readonly known: Partial<DirectoryPerson> }
  | { readonly what: 'edit' | 'remove'; readonly row: PersonRow };

type ListProps = {
  /** The label of a person where the object id is not shown beside it. */
  readonly call: Call;
  readonly ask: (asked: Asked) => void;
};

/** One press selects the whole object id. */
function ObjectId({ id }: { id: string }) {
  return <code className={styles.id}>{id}</code>;
}

/** People who signed in or wrote to the bot, and are in no list. */
export function WaitingRows({
  people,
  call,
  ask,
}: ListProps & { people: readonly WaitingPerson[] }) {
  return (
    <ul className={section.list}>
      {people.map((person) => (
        <li key={person.id} className={styles.row}>
          <div className={section.main}>
            <strong>{person.name}</strong>
            <div className={section.second}>
              {'Came '}
              <RelativeTime at={person.at} inSentence />
            </div>
            <ObjectId id={person.id} />
          </div>
          <div className={section.buttons}>
            <Button
              appearance="primary"
              size="small"
              aria-label={`Give access to ${call(person)}`}
              onClick={() => ask({ what: 'add', known: { id: person.id, name: person.name } })}
            >
              Give access
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Person({ row, isOwn, call, ask }: ListProps & { row: PersonRow; isOwn: boolean }) {
  const { id, name, role, isFixed } = row;
  return (
    <li className={styles.row}>
      <div className={section.main}>
        <div>
          <strong>{name}</strong>
          {isOwn && ' (you)'}
        </div>
        <div>{formatGranted(row)}</div>
        {isFixed && (
          <div className={section.second}>
            {`${roleLabels[role]} by the settings of this deployment`}
          </div>
        )}
        <ObjectId id={id} />
      </div>
      <div className={section.buttons}>
        <Button
          size="small"
          aria-label={`Edit ${call(row)}`}
          onClick={() => ask({ what: 'edit', row })}
        >
          Edit
        </Button>
        {!isFixed && !isOwn && (
          <Button
            size="small"
            aria-label={`Remove access of ${call(row)}`}
            onClick={() => ask({ what: 'remove', row })}
          >
            Remove access
          </Button>
        )}
      </div>
    </li>
  );
}

/** The people with access. A reader cannot remove themselves or a Manager of the deployment settings. */
export function PersonRows({
  people,
  ownId,
  ...props
}: ListProps & { people: readonly PersonRow[]; ownId: string }) {
  return (
    <ul className={section.list}>
      {people.map((row) => (
        <Person key={row.id} row={row} isOwn={row.id === ownId} {...props} />
      ))}
    </ul>
  );
}
