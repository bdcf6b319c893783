/** Access of people: the people who wait, the people with access, and the latest changes. */
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

/** All people on the page with all of their names, so that no two people have the same label. */
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

function PeopleLists({ answer, ownId }: { answer: PeopleAnswer; ownId: string }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const { people, waiting, changes } = answer;
  const call = useCall(answer);
  const shared = { people, call, ownId, close };
  return (
    <>
      {waiting.length > 0 && (
        <section className={section.section} aria-labelledby="waiting">
          <h2 id="waiting">Waiting for access</h2>
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
          Only people in this list see rooms. A person who opens the tab or writes to the bot
          without being in the list waits above until a Manager lets them in.
        </p>
        {people.length === 0 && <p>The list is empty. Add the first person.</p>}
        <PersonRows people={people} ownId={ownId} call={call} ask={setAsked} />
      </section>
      {changes.length > 0 && <PeopleChanges changes={changes} call={call} />}
      {asked?.what === 'add' && <PersonDialog known={asked.known} row={null} {...shared} />}
      {asked?.what === 'edit' && <PersonDialog known={asked.row} row={asked.row} {...shared} />}
      {asked?.what === 'remove' && <RemovePersonDialog row={asked.row} call={call} close={close} />}
    </>
  );
}

/** `ownId`: the reader, who cannot remove their own access. */
export function People({ ownId }: { ownId: string }) {
  const people = useQuery(peopleQuery);
  if (people.isPending) return <Loading rows={4} what="the people" />;
  if (!people.data) return <Failure error={people.error} retry={() => void people.refetch()} />;
  return <PeopleLists answer={people.data} ownId={ownId} />;
}
