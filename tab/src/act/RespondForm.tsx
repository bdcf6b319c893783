/** Asks what a person did about an incident. */
import { Field, Textarea } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import styles from './ActDialog.module.css';
import type { FormProps } from './ActDialog.tsx';

const longest = 2000;

/** The notes of a response; they must not be empty. */
export function RespondForm({ intention, formId, submit }: FormProps) {
  const [notes, setNotes] = useState('');
  const [isRefused, setIsRefused] = useState(false);

  function check(event: FormEvent): void {
    event.preventDefault();
    const written = notes.trim();
    if (written === '') setIsRefused(true);
    else submit({ action: 'respond', notes: written });
  }

  return (
    <form id={formId} noValidate onSubmit={check}>
      {intention.advice !== undefined && (
        <p className={styles.advice}>
          <strong>Recommended: </strong>
          {intention.advice}
        </p>
      )}
      <Field
        label="What was done, or will be"
        required
        {...(isRefused && notes.trim() === ''
          ? { validationMessage: 'Write a few words, so that others know.' }
          : {})}
      >
        <Textarea
          rows={4}
          maxLength={longest}
          value={notes}
          onChange={(_, data) => setNotes(data.value)}
        />
      </Field>
      <p>Responding does not resolve: the incident ends when the room reports that it is well.</p>
    </form>
  );
}
