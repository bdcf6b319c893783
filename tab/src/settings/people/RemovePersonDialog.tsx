/** Asks for confirmation before the access of a person is removed. */
import type { PersonRow } from '@rooms-pro/core/contracts';
import { useId, useState } from 'react';
import { DialogFrame } from '../../forms/DialogFrame.tsx';
import { Form } from '../../forms/Form.tsx';
import styles from '../SettingsDialog.module.css';
import type { Call } from './describePeople.ts';
import { Overtaken, useChangePeople } from './useChangePeople.ts';

type Props = {
  readonly row: PersonRow;
  readonly call: Call;
  readonly close: () => void;
};

/** Their actions stay in the history, and they can get access again. */
export function RemovePersonDialog({ row, call, close }: Props) {
  const formId = useId();
  const [seen, setSeen] = useState(row);
  const [isGone, setIsGone] = useState(false);
  const change = useChangePeople(call, close);
  const name = call(seen);

  function removePerson(): void {
    const headline = `${name} sees no room any more.`;
    void change.submit({ id: seen.id, seen, person: null, headline })?.catch((error: unknown) => {
      if (!(error instanceof Overtaken)) return;
      if (error.now === null) setIsGone(true);
      else setSeen(error.now);
    });
  }

  return (
    <DialogFrame
      title={`Remove access of ${name}?`}
      formId={formId}
      verb={isGone ? null : 'Remove access'}
      isPending={change.isPending}
      close={close}
    >
      <Form id={formId} submit={removePerson}>
        {change.error && (
          <p role="alert" className={styles.refused}>
            {change.error.message}
          </p>
        )}
        {!isGone && (
          <p>
            {`${name} immediately loses access: no rooms and no cards. Their actions stay in the history, and their tickets stay assigned to them until another person takes over.`}
          </p>
        )}
      </Form>
    </DialogFrame>
  );
}
