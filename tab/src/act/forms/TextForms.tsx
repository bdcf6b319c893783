/** Forms with one text field: a response, a reason, a report. */
import { Textarea } from '@fluentui/react-components';
import { textLimits } from '@rooms-pro/core';
import type { ActionPayload } from '@rooms-pro/core/contracts';
import { type ReactNode, useState } from 'react';
import styles from '../../forms/DialogFrame.module.css';
import { Form } from '../../forms/Form.tsx';
import { LimitedField } from '../../forms/LimitedField.tsx';
import type { FormProps } from '../intention.ts';

type Props = FormProps & {
  readonly label: string;
  readonly hint?: string;
  /** Shown when the field is empty. */
  readonly plea: string;
  readonly longest: number;
  readonly toAction: (words: string) => ActionPayload;
  readonly children?: ReactNode;
};

/** The text must not be empty. */
function WordForm({ formId, submit, label, hint, plea, longest, toAction, children }: Props) {
  const [words, setWords] = useState('');
  const [isRefused, setIsRefused] = useState(false);

  function check(): void {
    const written = words.trim();
    if (written === '') setIsRefused(true);
    else submit(toAction(written));
  }

  return (
    <Form id={formId} submit={check}>
      {children}
      <LimitedField
        label={label}
        required
        hint={hint}
        text={words}
        limit={longest}
        fault={isRefused && words.trim() === '' ? plea : undefined}
      >
        <Textarea rows={4} value={words} onChange={(_, data) => setWords(data.value)} />
      </LimitedField>
    </Form>
  );
}

/** What a person did about an incident. */
export function RespondForm(props: FormProps) {
  const { advice } = props.intention;
  return (
    <WordForm
      {...props}
      label="What was done, or will be"
      hint="Responding does not resolve: the incident ends when the room reports that the problem is over."
      plea="Write a few words for the other people."
      longest={textLimits.notes}
      toAction={(notes) => ({ action: 'respond', notes })}
    >
      {advice !== undefined && (
        <p className={styles.advice}>
          <strong>Recommended: </strong>
          {advice}
        </p>
      )}
    </WordForm>
  );
}

/** Why a reported problem is over. Telemetry cannot resolve such a problem. */
export function ResolveForm(props: FormProps) {
  return (
    <WordForm
      {...props}
      label="Why it is over"
      hint="A person reported this problem, so a person must resolve it. The reason stays in the history."
      plea="Write what ended the problem."
      longest={textLimits.reason}
      toAction={(reason) => ({ action: 'resolve', reason })}
    />
  );
}

/** What does not work, in the words of the person who reports it. */
export function ReportForm(props: FormProps) {
  return (
    <WordForm
      {...props}
      label="What does not work"
      hint="An incident opens at once. While one is open, what you write is added to it."
      plea="Write what does not work, for example: no sound from the far end."
      longest={textLimits.report}
      toAction={(what) => ({ action: 'report', what })}
    />
  );
}
