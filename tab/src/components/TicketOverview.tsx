/** The first face of a ticket: what is wrong, whom it touches, what to do, and why we say so. */

import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { readingLabels } from '@rooms-pro/core';
import type { TicketDetail } from '@rooms-pro/core/contracts';
import { sayDateTime } from '../dates.ts';
import { DisconnectedNote } from './DisconnectedNote.tsx';
import notes from './Notes.module.css';
import styles from './Section.module.css';
import { SuppressionNote } from './SuppressionNote.tsx';
import { When } from './When.tsx';

type Props = { readonly ticket: TicketDetail };

function Standing({ ticket }: Props) {
  const { disconnectedSince: since } = ticket;
  const scope = ticket.suppression?.scope === 'room' ? 'The whole room' : ticket.label;
  return (
    <>
      {ticket.resolvedAt !== null && (
        <MessageBar intent="success" layout="multiline" className={notes.note}>
          <MessageBarBody>
            <MessageBarTitle>{`Resolved on ${sayDateTime(ticket.resolvedAt)}.`}</MessageBarTitle>
            {ticket.resolvedBecause}
          </MessageBarBody>
        </MessageBar>
      )}
      <SuppressionNote suppression={ticket.suppression} what={scope} />
      <DisconnectedNote
        disconnected={since === null ? null : { reason: 'noTelemetry', since }}
        lastSeenAt={since}
      />
    </>
  );
}

function WhatToDo({ ticket }: Props) {
  return (
    <section className={styles.section} aria-labelledby="what-to-do">
      <h2 id="what-to-do">What to do</h2>
      <p className={styles.lead}>{ticket.recommendedAction}</p>
      <dl className={styles.facts}>
        <div>
          <dt>Impact on people</dt>
          <dd>{ticket.impact}</dd>
        </div>
        <div>
          <dt>{`Signal · ${readingLabels[ticket.signalState]}`}</dt>
          <dd>{ticket.detail === '' ? 'No details were sent.' : ticket.detail}</dd>
        </div>
        {ticket.investigatesUntil !== null && (
          <div>
            <dt>The system investigates until</dt>
            <dd>{sayDateTime(ticket.investigatesUntil)}</dd>
          </div>
        )}
        {ticket.escalatesAt !== null && (
          <div>
            <dt>Becomes important, unless attended, on</dt>
            <dd>{sayDateTime(ticket.escalatesAt)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function Attended({ ticket }: Props) {
  const { assignee, response } = ticket;
  return (
    <section className={styles.section} aria-labelledby="attended">
      <h2 id="attended">Who is on it</h2>
      <dl className={styles.facts}>
        <div>
          <dt>Assigned to</dt>
          <dd>{assignee?.name ?? 'Nobody yet'}</dd>
        </div>
        <div>
          <dt>Response</dt>
          <dd>
            {response ? (
              <>
                {`${response.by.name}, `}
                <When at={response.at} inSentence />
                <div className={notes.quote}>{response.notes}</div>
              </>
            ) : (
              'None yet'
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Points({ title, id, points }: { title: string; id: string; points: readonly string[] }) {
  if (points.length === 0) return null;
  return (
    <div>
      <h3 id={id}>{title}</h3>
      <ul className={styles.points} aria-labelledby={id}>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </div>
  );
}

function Background({ ticket }: Props) {
  return (
    <section className={styles.section} aria-labelledby="background">
      <h2 id="background">About this problem</h2>
      <p>{ticket.description}</p>
      <div className={styles.columns}>
        <Points id="causes" title="Typical causes" points={ticket.causes} />
        <Points id="resolutions" title="What usually helps" points={ticket.resolutions} />
      </div>
    </section>
  );
}

function Why({ ticket }: Props) {
  return (
    <section className={styles.section} aria-labelledby="why">
      <h2 id="why">Why this is an incident</h2>
      <p>{ticket.reason.sentence}</p>
      <p className={styles.second}>
        {`Rules ${ticket.reason.ruleVersion} · episode ${ticket.episode} · opened on ${sayDateTime(ticket.openedAt)}`}
      </p>
    </section>
  );
}

/** Everything one needs before acting. */
export function TicketOverview({ ticket }: Props) {
  return (
    <>
      <Standing ticket={ticket} />
      <div className={styles.pair}>
        <div>
          <WhatToDo ticket={ticket} />
          <Background ticket={ticket} />
        </div>
        <div>
          <Attended ticket={ticket} />
          <Why ticket={ticket} />
        </div>
      </div>
    </>
  );
}
