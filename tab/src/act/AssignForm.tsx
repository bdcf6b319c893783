/** Asks who is to be on it; whoever asks has a button of their own. */
import { Field, Select } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { FormProps } from './ActDialog.tsx';

/** Those who may take it on, as the server knows them. */
export function AssignForm({ intention, formId, submit }: FormProps) {
  const people = intention.assignees ?? [];
  const [chosen, setChosen] = useState(people[0]?.id);

  function send(event: FormEvent): void {
    event.preventDefault();
    if (chosen !== undefined) submit({ action: 'assign', to: chosen });
  }

  return (
    <form id={formId} noValidate onSubmit={send}>
      <Field label="Who is to be on it">
        <Select value={chosen ?? ''} onChange={(_, data) => setChosen(data.value)}>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </form>
  );
}
