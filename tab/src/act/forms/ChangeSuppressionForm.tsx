/** Gives a suppression another end, without lifting it. */

import styles from '../../forms/DialogFrame.module.css';
import { formatUntil } from '../../shared/time/formatTime.ts';
import type { FormProps } from '../ActDialog.tsx';
import { SuppressionTerms } from './SuppressForm.tsx';
import { undoTerms } from './suppressUntil.ts';

/** Shows the end and the reason that are in force, to be changed. */
export function ChangeSuppressionForm({ intention, formId, submit }: FormProps) {
  const { suppression } = intention;
  if (!suppression) return null;
  const { by, until, reason } = suppression;
  const undo = undoTerms(until, reason, Date.now());
  return (
    <>
      <p className={styles.current}>
        {`${by.name} suppressed it ${formatUntil(until)}. It stays suppressed while you change the end.`}
      </p>
      <SuppressionTerms
        formId={formId}
        current={{ until, reason }}
        submit={(next, why) =>
          submit(
            { action: 'changeSuppression', until: next, reason: why },
            undo === null ? {} : { undo },
          )
        }
      />
    </>
  );
}
