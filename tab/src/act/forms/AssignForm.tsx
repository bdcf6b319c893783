/** Asks to whom the ticket is assigned. Another button assigns it to the person who acts. */
import { Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { Form } from '../../forms/Form.tsx';
import { formatDateTime } from '../../shared/time/formatTime.ts';
import type { FormProps } from '../intention.ts';
import { useAct } from '../useAct.ts';

/** The people to whom the server allows an assignment. */
export function AssignForm({ intention, formId, submit }: FormProps) {
  const { ownId } = useAct();
  const [holder = null] = intention.holders ?? [];
  const people = (intention.assignees ?? []).filter(({ id }) => id !== holder?.id);
  const since = intention.assignedAt ? ` since ${formatDateTime(intention.assignedAt)}` : '';
  const [chosen, setChosen] = useState(people[0]?.id);

  function send(): void {
    if (chosen !== undefined) submit({ action: 'assign', to: chosen });
  }

  return (
    <Form id={formId} submit={send}>
      {holder && (
        <p>
          {holder.id === ownId
            ? `You have it${since}.`
            : `${holder.name} has it${since}. When you assign it, it is taken over from them.`}
        </p>
      )}
      <Field label="Assign to">
        <Select value={chosen ?? ''} onChange={(_, data) => setChosen(data.value)}>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </Form>
  );
}
