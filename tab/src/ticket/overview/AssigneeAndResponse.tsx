/** The assignee of a ticket, the latest response, and its verification. */
import type { TicketDetail } from '@rooms-pro/core/contracts';
import notes from '../../shared/notes/Notes.module.css';
import styles from '../../shared/Section.module.css';
import { formatDateTime } from '../../shared/time/formatTime.ts';
import { RelativeTime } from '../../shared/time/RelativeTime.tsx';

type Attended = Pick<TicketDetail, 'assignee' | 'assignedAt' | 'response' | 'proof' | 'resolvedAt'>;

/** The assignee, the latest response, and the verification that it started. */
export function AssigneeAndResponse({ ticket }: { ticket: Attended }) {
  const { assignee, assignedAt, response, proof } = ticket;
  const isOver = ticket.resolvedAt !== null;
  return (
    <section className={styles.section} aria-labelledby="attended">
      <h2 id="attended">{isOver ? 'Who was on it' : 'Who is on it'}</h2>
      <dl className={styles.facts}>
        <div>
          <dt>Assigned to</dt>
          <dd>
            {assignee?.name ?? (isOver ? 'No one' : 'Not assigned')}
            {assignee && assignedAt !== null && ` since ${formatDateTime(assignedAt)}`}
          </dd>
        </div>
        <div>
          <dt>Response</dt>
          <dd>
            {response ? (
              <>
                {`${response.by.name}, `}
                <RelativeTime at={response.at} inSentence />
                {response.failedAt !== undefined && ` · did not hold`}
                {response.heldAt !== undefined && ` · held`}
                <div className={notes.quote}>{response.notes}</div>
              </>
            ) : isOver ? (
              'None'
            ) : (
              'None yet'
            )}
          </dd>
        </div>
        {proof && (
          <div>
            <dt>Proof of fix</dt>
            <dd>
              {`Watching until ${formatDateTime(proof.until)} whether ${proof.by.name}’s response holds.`}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
