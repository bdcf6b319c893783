/** Changes the end of a suppression without lifting it. */

import styles from '../../forms/DialogFrame.module.css';
import { formatUntil } from '../../shared/time/formatTime.ts';
import type { FormProps } from '../intention.ts';
import { SuppressionTerms } from './SuppressForm.tsx';

/** Shows the present end and reason, and lets the person change them. */
export function ChangeSuppressionForm({ intention, formId, submit }: FormProps) {
  const { suppression } = intention;
  if (!suppression) return null;
  const { by, until, reason } = suppression;
  return (
    <>
      <p className={styles.current}>
        {`${by.name} suppressed it ${formatUntil(until)}. It stays suppressed while you change the end.`}
      </p>
      <SuppressionTerms
        formId={formId}
        current={{ until, reason }}
        submit={(next, why) => submit({ action: 'changeSuppression', until: next, reason: why })}
      />
    </>
  );
}
