/** Asks who is to be on it; whoever asks has a button of their own. */
import { Field, Select } from '@fluentui/react-components';
import { roleLabels } from '@rooms-pro/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { meQuery } from '../queries.ts';
import type { FormProps } from './ActDialog.tsx';

/** Those who may act at all; whether they may in this room the server knows. */
export function AssignForm({ formId, submit }: FormProps) {
  const { data: me } = useQuery(meQuery);
  const people = (me?.people ?? []).filter(
    ({ id, role }) => role !== 'viewer' && id !== me?.person.id,
  );
  const [chosen, setChosen] = useState(people[0]?.id);

  function send(event: FormEvent): void {
    event.preventDefault();
    if (chosen !== undefined) submit({ action: 'assign', to: chosen });
  }

  return (
    <form id={formId} noValidate onSubmit={send}>
      <Field label="Who is to be on it">
        <Select value={chosen ?? ''} onChange={(_, data) => setChosen(data.value)}>
          {people.map(({ id, name, role }) => (
            <option key={id} value={id}>
              {`${name} · ${roleLabels[role]}`}
            </option>
          ))}
        </Select>
      </Field>
    </form>
  );
}
