/** The automatic remediations of an incident: the attempts, and the state of correlated rooms. */
import { CheckmarkCircle20Regular } from '@fluentui/react-icons/svg/checkmark-circle';
import { Clock20Regular } from '@fluentui/react-icons/svg/clock';
import { DismissCircle20Regular } from '@fluentui/react-icons/svg/dismiss-circle';
import type { AttemptRow, TicketDetail } from '@rooms-pro/core/contracts';
import notes from '../../shared/notes/Notes.module.css';
import styles from '../../shared/Section.module.css';
import { formatExactly } from '../../shared/time/formatTime.ts';
import { RelativeTime } from '../../shared/time/RelativeTime.tsx';
import attempts from './PlatformAttempts.module.css';

function attemptIcon({ outcome }: AttemptRow) {
  if (outcome === null) return Clock20Regular;
  return outcome === 'succeeded' ? CheckmarkCircle20Regular : DismissCircle20Regular;
}

function Attempt({ attempt }: { attempt: AttemptRow }) {
  const Icon = attemptIcon(attempt);
  return (
    <li className={attempts.attempt}>
      <span className={attempts.sign} aria-hidden>
        <Icon />
      </span>
      <div className={attempts.what}>
        <div>
          <strong>{attempt.label}</strong>
          {`: ${attempt.result}`}
        </div>
        {attempt.detail !== '' && <div className={notes.quote}>{attempt.detail}</div>}
        <div className={styles.second} title={formatExactly(attempt.at)}>
          <RelativeTime at={attempt.at} inSentence />
        </div>
      </div>
    </li>
  );
}

function explainNoAttempt({ status, remediations, resolvedBy }: TicketDetail): string {
  if (resolvedBy === 'person')
    return 'A person reported this: there is nothing to try on a device.';
  if (status === 'systemInvestigating')
    return 'Nothing so far: the platform waits for further readings.';
  return remediations.length > 1
    ? 'Nothing yet.'
    : 'Nothing: no remediation for this problem can be tried remotely.';
}

/** All attempts of this activation, oldest first. */
export function PlatformAttempts({ ticket }: { ticket: TicketDetail }) {
  const isOver = ticket.resolvedAt !== null;
  if (isOver && ticket.attempts.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="tried">
      <h2 id="tried">What the platform tried</h2>
      {ticket.attempts.length === 0 ? (
        <p className={styles.second}>{explainNoAttempt(ticket)}</p>
      ) : (
        <ol className={attempts.attempts}>
          {ticket.attempts.map((attempt) => (
            <Attempt key={attempt.id} attempt={attempt} />
          ))}
        </ol>
      )}
      {!isOver && ticket.neighbours !== null && (
        <p className={attempts.neighbours}>{ticket.neighbours}</p>
      )}
    </section>
  );
}
