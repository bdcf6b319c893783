/** The latest changes of people: by whom, when and through which entry point. */
import { Button } from '@fluentui/react-components';
import type { PeopleAnswer } from '@rooms-pro/core/contracts';
import { useState } from 'react';
import section from '../../shared/Section.module.css';
import { RelativeTime } from '../../shared/time/RelativeTime.tsx';
import { type Call, formatPeopleChange, peopleWayInLabels } from './describePeople.ts';

const changesShown = 10;

/** The latest changes, and on request all stored changes. */
export function PeopleChanges({ changes, call }: Pick<PeopleAnswer, 'changes'> & { call: Call }) {
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? changes : changes.slice(0, changesShown);
  return (
    <section className={section.section} aria-labelledby="people-changes">
      <h2 id="people-changes">Changes</h2>
      <ul className={section.list}>
        {shown.map((change) => (
          <li key={`${change.at} ${change.person.id}`}>
            <div>{formatPeopleChange(change, call)}</div>
            <div className={section.second}>
              <RelativeTime at={change.at} inSentence />
              {change.via && change.via !== 'platform' && ` · via ${peopleWayInLabels[change.via]}`}
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
