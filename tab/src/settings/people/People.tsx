/** Who may do what: those who wait, those who are in, and what was changed lately. */
import { Button } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons/svg/add';
import type { PeopleAnswer } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { peopleQuery } from '../../api/queries.ts';
import section from '../../shared/Section.module.css';
import { Failure, Loading } from '../../shared/states/EmptyStates.tsx';
import { disambiguate } from './describePeople.ts';
import { PeopleChanges } from './PeopleChanges.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { type Asked, PersonRows, WaitingRows } from './PersonRows.tsx';
import { RemovePersonDialog } from './RemovePersonDialog.tsx';

/** Everybody who is named on the page, by every name, so that no two of them are called the same. */
function useCall({ people, waiting, changes }: PeopleAnswer) {
  return useMemo(() => {
    const inChanges = changes.flatMap(({ by, person, before }) => [
      by,
      person,
      { id: person.id, name: before?.name ?? person.name },
    ]);
    return disambiguate([...people, ...waiting, ...inChanges]);
  }, [people, waiting, changes]);
}

function Book({ answer, ownId }: { answer: PeopleAnswer; ownId: string }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const { people, waiting, changes } = answer;
  const call = useCall(answer);
  const shared = { people, call, ownId, close };
  return (
    <>
      {waiting.length > 0 && (
        <section className={section.section} aria-labelledby="waiting">
          <h2 id="waiting">Waiting to be let in</h2>
          <WaitingRows people={waiting} call={call} ask={setAsked} />
        </section>
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
        <PersonRows people={people} ownId={ownId} call={call} ask={setAsked} />
      </section>
      {changes.length > 0 && <PeopleChanges changes={changes} call={call} />}
      {asked?.what === 'add' && <PersonDialog known={asked.known} row={null} {...shared} />}
      {asked?.what === 'edit' && <PersonDialog known={asked.row} row={asked.row} {...shared} />}
      {asked?.what === 'remove' && <RemovePersonDialog row={asked.row} call={call} close={close} />}
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
