/** A text field with a limit: it shows the count near the limit, and never cuts the text. */
import { Field, type FieldProps } from '@fluentui/react-components';
import { type ReactElement, useEffect, useState } from 'react';
import styles from './LimitedField.module.css';
import { formatCount, formatTooLong, measureText, type TextLength } from './textLength.ts';

const quietMs = 1000;

type Props = {
  readonly label: string;
  readonly required?: boolean;
  readonly className?: string | undefined;
  /** The text in the control. */
  readonly text: string;
  readonly limit: number;
  readonly hint?: string | undefined;
  /** Another fault of the text. */
  readonly fault?: string | undefined;
  /** An `Input`, a `Textarea` or a similar control. */
  readonly children: ReactElement;
};

/** Announces the count when the person pauses, not at every key. */
function SpokenCount({ count }: { count: string | null }) {
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    const timer = setTimeout(
      () => setSpoken(count === null ? '' : `${count} characters`),
      count === null ? 0 : quietMs,
    );
    return () => clearTimeout(timer);
  }, [count]);
  return (
    <span className={styles.spoken} aria-live="polite">
      {spoken}
    </span>
  );
}

function chooseHint(hint: string | undefined, length: TextLength): FieldProps['hint'] {
  if (hint === undefined && !length.isNear) return undefined;
  return (
    <span className={styles.hint}>
      <span>{hint}</span>
      {length.isNear && (
        <span className={length.isOver ? styles.over : styles.count}>{formatCount(length)}</span>
      )}
    </span>
  );
}

/** A form is not sent while one of its fields is over its limit. */
export function LimitedField({ text, limit, hint, fault, className = '', ...field }: Props) {
  const length = measureText(text, limit);
  const message = length.isOver ? formatTooLong(length) : fault;
  const shownHint = chooseHint(hint, length);
  return (
    <div className={`${styles.field} ${className}`} data-too-long={length.isOver || undefined}>
      <Field
        {...field}
        {...(shownHint === undefined ? {} : { hint: shownHint })}
        {...(message === undefined ? {} : { validationMessage: message })}
      />
      <SpokenCount count={length.isNear ? formatCount(length) : null} />
    </div>
  );
}
