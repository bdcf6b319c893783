/** Asks how long something is to be silenced, and why. */
import { Field, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { FormProps } from './ActDialog.tsx';
import {
  faultOfDate,
  toLocalField,
  toUntil,
  type UntilChoice,
  untilChoices,
} from './suppressUntil.ts';

const longest = 500;
const dayMs = 24 * 60 * 60 * 1000;

/** The length and reason of a suppression. */
export function SuppressForm({ formId, submit }: FormProps) {
  const [choice, setChoice] = useState<UntilChoice>('8h');
  const [date, setDate] = useState(() => toLocalField(Date.now() + dayMs));
  const [fault, setFault] = useState<string | null>(null);
  const [reason, setReason] = useState('');

  function check(event: FormEvent): void {
    event.preventDefault();
    const found = choice === 'date' ? faultOfDate(date, Date.now()) : null;
    setFault(found);
    if (found) return;
    submit({ action: 'suppress', until: toUntil(choice, date), reason: reason.trim() });
  }

  return (
    <form id={formId} noValidate onSubmit={check}>
      <Field label="For how long">
        <RadioGroup value={choice} onChange={(_, data) => setChoice(data.value as UntilChoice)}>
          {untilChoices.map(({ value, label }) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </RadioGroup>
      </Field>
      {choice === 'date' && (
        <Field label="Until" required {...(fault ? { validationMessage: fault } : {})}>
          <Input type="datetime-local" value={date} onChange={(_, data) => setDate(data.value)} />
        </Field>
      )}
      <Field label="Why" hint="Shown to everyone who looks at it.">
        <Textarea
          rows={2}
          maxLength={longest}
          value={reason}
          onChange={(_, data) => setReason(data.value)}
        />
      </Field>
    </form>
  );
}
