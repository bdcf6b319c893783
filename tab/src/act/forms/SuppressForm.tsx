/** Asks for the duration and the reason of a suppression: for a new one, or for another end. */
import { Field, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { defaultSuppressUntil, type Suppression, textLimits } from '@rooms-pro/core';
import { useState } from 'react';
import { Form } from '../../forms/Form.tsx';
import { LimitedField } from '../../forms/LimitedField.tsx';
import type { FormProps } from '../intention.ts';
import {
  checkDate,
  toChoice,
  toLocalField,
  toUntil,
  type Until,
  type UntilChoice,
  untilChoices,
} from './suppressUntil.ts';

const dayMs = 24 * 60 * 60 * 1000;

type TermsProps = {
  readonly formId: string;
  /** The present suppression, shown first; `null` when there is none. */
  readonly current: Pick<Suppression, 'until' | 'reason'> | null;
  readonly submit: (until: Until, reason: string) => void;
};

/** The end and the reason. The reason is optional. */
export function SuppressionTerms({ formId, current, submit }: TermsProps) {
  const [choice, setChoice] = useState<UntilChoice>(() =>
    current ? toChoice(current.until) : defaultSuppressUntil,
  );
  const [date, setDate] = useState(() =>
    toLocalField(
      current?.until.kind === 'time' ? Date.parse(current.until.at) : Date.now() + dayMs,
    ),
  );
  const [fault, setFault] = useState<string | null>(null);
  const [reason, setReason] = useState(current?.reason ?? '');

  function check(): void {
    const found = choice === 'date' ? checkDate(date, Date.now()) : null;
    setFault(found);
    if (!found) submit(toUntil(choice, date), reason.trim());
  }

  return (
    <Form id={formId} submit={check}>
      <Field label={current ? 'New duration, from now' : 'For how long'}>
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
      <LimitedField
        label="Reason (optional)"
        hint="Everyone who opens it sees this."
        text={reason}
        limit={textLimits.reason}
      >
        <Textarea rows={2} value={reason} onChange={(_, data) => setReason(data.value)} />
      </LimitedField>
    </Form>
  );
}

/** The duration and the reason of a new suppression. */
export function SuppressForm({ formId, submit }: FormProps) {
  return (
    <SuppressionTerms
      formId={formId}
      current={null}
      submit={(until, reason) => submit({ action: 'suppress', until, reason })}
    />
  );
}
