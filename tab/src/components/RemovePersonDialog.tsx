/** Asks once more before somebody sees no room any more. */
import type { PeopleAnswer, PersonRow } from '@rooms-pro/core/contracts';
import { useId } from 'react';
import { DialogFrame } from '../act/DialogFrame.tsx';
import { bookWith } from '../peopleEdits.ts';
import { useChangePeople } from './changePeople.ts';
import styles from './RuleDialog.module.css';

type Props = {
  readonly row: PersonRow;
  readonly answer: PeopleAnswer;
  readonly close: () => void;
};

/** What they did stays in the history; they may be let in again. */
export function RemovePersonDialog({ row, answer, close }: Props) {
  const formId = useId();
  const change = useChangePeople(close);
  return (
    <DialogFrame
      title={`Take ${row.name} out?`}
      formId={formId}
      verb="Take out"
      isPending={change.isPending}
      close={close}
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const headline = `${row.name} sees no room any more.`;
          change.mutate({ body: bookWith(answer, row.id, null), headline });
        }}
      >
        {change.error && (
          <p role="alert" className={styles.refused}>
            {change.error.message}
          </p>
        )}
        <p>
          {`${row.name} sees no room and gets no card any more, at once. What they did stays in the history, and tickets assigned to them stay theirs until somebody takes over.`}
        </p>
      </form>
    </DialogFrame>
  );
}
