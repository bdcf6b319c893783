/** Who may do what: those who wait, those who are in, and what was changed lately. */
import { Button } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons/svg/add';
import { roleLabels } from '@rooms-pro/core';
import type { BookPerson, PeopleAnswer, PersonRow, WaitingPerson } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sayGranted, sayPeopleChange } from '../peopleEdits.ts';
import { peopleQuery } from '../queries.ts';
import styles from './DeviceSettings.module.css';
import { PersonDialog } from './PersonDialog.tsx';
import { RemovePersonDialog } from './RemovePersonDialog.tsx';
import section from './Section.module.css';
import { Failure, Loading } from './States.tsx';
import { When } from './When.tsx';

/** What a dialog is about. */
type Asked =
  | { readonly what: 'add'; readonly known: Partial<BookPerson> }
  | { readonly what: 'edit' | 'remove'; readonly row: PersonRow };

const changesShown = 10;

function Waiting({ people, letIn }: Pick<WaitingProps, 'people' | 'letIn'>) {
  return (
    <section className={section.section} aria-labelledby="waiting">
      <h2 id="waiting">Waiting to be let in</h2>
      <ul className={section.list}>
        {people.map(({ id, name, at }) => (
          <li key={id} className={styles.row}>
            <div className={section.main}>
              <strong>{name}</strong>
              <div className={section.second}>
                {`${id} · came `}
                <When at={at} inSentence />
              </div>
            </div>
            <Button
              appearance="primary"
              size="small"
              aria-label={`Let in ${name}`}
              onClick={() => letIn({ id, name })}
            >
              Let in
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

type WaitingProps = {
  readonly people: readonly WaitingPerson[];
  readonly letIn: (person: Pick<BookPerson, 'id' | 'name'>) => void;
};

type RowProps = {
  readonly row: PersonRow;
  readonly isOwn: boolean;
  readonly ask: (asked: Asked) => void;
};

function Person({ row, isOwn, ask }: RowProps) {
  const { name, role, isFixed } = row;
  const isKept = isFixed || isOwn;
  return (
    <li className={styles.row}>
      <div className={section.main}>
        <div>
          <strong>{name}</strong>
          {isOwn && ' (you)'}
        </div>
        <div>{sayGranted(row)}</div>
        {isFixed && (
          <div className={section.second}>
            {`${roleLabels[role]} by the settings of this deployment`}
          </div>
        )}
      </div>
      <div className={section.buttons}>
        <Button size="small" aria-label={`Edit ${name}`} onClick={() => ask({ what: 'edit', row })}>
          Edit
        </Button>
        {!isKept && (
          <Button
            size="small"
            aria-label={`Take out ${name}`}
            onClick={() => ask({ what: 'remove', row })}
          >
            Take out
          </Button>
        )}
      </div>
    </li>
  );
}

function Changes({ changes }: Pick<PeopleAnswer, 'changes'>) {
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? changes : changes.slice(0, changesShown);
  return (
    <section className={section.section} aria-labelledby="people-changes">
      <h2 id="people-changes">Changes</h2>
      <ul className={section.list}>
        {shown.map((change) => (
          <li key={`${change.at} ${change.person.id}`}>
            <div>{sayPeopleChange(change)}</div>
            <div className={section.second}>
              <When at={change.at} inSentence />
            </div>
          </li>
        ))}
      </ul>
      {shown.length < changes.length && (
        <Button className={section.more} onClick={() => setIsAll(true)}>
          {`Show all ${changes.length}`}
        </Button>
      )}
    </section>
  );
}

function Book({ answer, ownId }: { answer: PeopleAnswer; ownId: string }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const { people, waiting, changes } = answer;
  return (
    <>
      {waiting.length > 0 && (
        <Waiting people={waiting} letIn={(known) => setAsked({ what: 'add', known })} />
      )}
      <section className={section.section} aria-labelledby="people">
        <div className={section.heading}>
          <h2 id="people">People</h2>
          <Button icon={<Add20Regular />} onClick={() => setAsked({ what: 'add', known: {} })}>
            Add a person
          </Button>
        </div>
        <p className={section.second}>
          Who is not in this list sees no room. Whoever opens the tab or writes to the bot without
          being in it waits above until a Manager lets them in.
        </p>
        {people.length === 0 && <p>Nobody is in the list yet. Add the first person.</p>}
        <ul className={section.list}>
          {people.map((row) => (
            <Person key={row.id} row={row} isOwn={row.id === ownId} ask={setAsked} />
          ))}
        </ul>
      </section>
      {changes.length > 0 && <Changes changes={changes} />}
      {asked?.what === 'add' && (
        <PersonDialog known={asked.known} row={null} answer={answer} close={close} isKept={false} />
      )}
      {asked?.what === 'edit' && (
        <PersonDialog
          known={asked.row}
          row={asked.row}
          answer={answer}
          close={close}
          isKept={asked.row.isFixed || asked.row.id === ownId}
        />
      )}
      {asked?.what === 'remove' && (
        <RemovePersonDialog row={asked.row} answer={answer} close={close} />
      )}
    </>
  );
}

/** `ownId`: who looks, and therefore cannot shut themselves out. */
export function People({ ownId }: { ownId: string }) {
  const people = useQuery(peopleQuery);
  if (people.isPending) return <Loading rows={4} what="the people" />;
  if (!people.data) return <Failure error={people.error} retry={() => void people.refetch()} />;
  return <Book answer={people.data} ownId={ownId} />;
}
