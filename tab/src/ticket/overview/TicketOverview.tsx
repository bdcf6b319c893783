/**
 * The first tab of a ticket: the problem, its impact, the recommended action, and the reason of the
 * incident.
 */

import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { readingLabels } from '@rooms-pro/core';
import type { TicketDetail } from '@rooms-pro/core/contracts';
import { Link } from 'wouter';
import { ActionButtons } from '../../act/ActionButtons.tsx';
import { insideNote } from '../../act/actions.ts';
import { DisconnectedNote } from '../../shared/notes/DisconnectedNote.tsx';
import notes from '../../shared/notes/Notes.module.css';
import { SuppressionNote } from '../../shared/notes/SuppressionNote.tsx';
import styles from '../../shared/Section.module.css';
import { formatDateTime } from '../../shared/time/formatTime.ts';
import { AssigneeAndResponse } from './AssigneeAndResponse.tsx';
import { PlatformAttempts } from './PlatformAttempts.tsx';

type Props = { readonly ticket: TicketDetail };

/** The end of a suppression of the whole room is changed on the page of the room. */
function ChangeEnd({ ticket }: Props) {
  if (ticket.suppression?.scope === 'room') {
    return <Link href={`/rooms/${ticket.roomId}`}>{`Go to ${ticket.room}`}</Link>;
  }
  const actions = insideNote(ticket.actions);
  if (actions.length === 0) return null;
  return (
    <ActionButtons
      actions={actions}
      targets={[{ ticket: ticket.number }]}
      what={`${ticket.label} in ${ticket.room}`}
      suppression={ticket.suppression}
      isQuiet
    />
  );
}

/** Shows that a response failed, so that a person acts again. */
function FailedResponse({ ticket }: Props) {
  const { response } = ticket;
  if (ticket.resolvedAt !== null || response?.failedAt === undefined) return null;
  return (
    <MessageBar intent="warning" layout="multiline" className={notes.note}>
      <MessageBarBody>
        <MessageBarTitle>The response did not hold. It needs action again.</MessageBarTitle>
        {`${response.by.name} responded on ${formatDateTime(response.at)}, and telemetry showed on ${formatDateTime(response.failedAt)} that it did not hold.`}
        <div className={notes.quote}>{response.notes}</div>
      </MessageBarBody>
    </MessageBar>
  );
}

function StatusNotes({ ticket }: Props) {
  const { disconnectedSince: since } = ticket;
  const scope = ticket.suppression?.scope === 'room' ? 'The whole room' : ticket.label;
  return (
    <>
      {ticket.resolvedAt !== null && (
        <MessageBar intent="success" layout="multiline" className={notes.note}>
          <MessageBarBody>
            <MessageBarTitle>{`Resolved on ${formatDateTime(ticket.resolvedAt)}.`}</MessageBarTitle>
            {ticket.resolvedBecause}
          </MessageBarBody>
        </MessageBar>
      )}
      <FailedResponse ticket={ticket} />
      {ticket.flapping && (
        <MessageBar intent="info" layout="multiline" className={notes.note}>
          <MessageBarBody>
            <MessageBarTitle>{`The problem comes and goes: ${ticket.flapping.changes} changes recently.`}</MessageBarTitle>
            {`Marked as flapping since ${formatDateTime(ticket.flapping.since)}. It stays open until the signal has been stable for a while. In the meantime, the platform tries nothing on the device.`}
          </MessageBarBody>
        </MessageBar>
      )}
      <SuppressionNote suppression={ticket.suppression} what={scope}>
        <ChangeEnd ticket={ticket} />
      </SuppressionNote>
      <DisconnectedNote
        disconnected={since === null ? null : { reason: 'noTelemetry', since }}
        lastSeenAt={since}
      />
    </>
  );
}

function formatSuccessRate({ held, failed }: NonNullable<TicketDetail['advice']>): string {
  const tries = held + failed;
  if (tries > 1) return `So far it held ${held} of ${tries} times, over all rooms.`;
  return held === 1
    ? 'It has been tried once, and it helped.'
    : 'It has been tried once, and it did not help.';
}

/** A resolved ticket shows no recommended action, but still shows the problem. */
function WhatToDo({ ticket }: Props) {
  const isOver = ticket.resolvedAt !== null;
  return (
    <section className={styles.section} aria-labelledby="what-to-do">
      <h2 id="what-to-do">{isOver ? 'What it was' : 'What to do'}</h2>
      {!isOver && (
        <p className={styles.lead}>
          {ticket.recommendedAction}
          {ticket.advice && (
            <span className={styles.second}>{` ${formatSuccessRate(ticket.advice)}`}</span>
          )}
        </p>
      )}
      <dl className={styles.facts}>
        <div>
          <dt>Impact on people</dt>
          <dd>{ticket.impact}</dd>
        </div>
        <div>
          <dt>{`${isOver ? 'Signal now' : 'Signal'} · ${readingLabels[ticket.signalState]}`}</dt>
          <dd>{ticket.detail === '' ? 'No details were sent.' : ticket.detail}</dd>
        </div>
        {!isOver && ticket.investigatesUntil !== null && (
          <div>
            <dt>The system investigates until</dt>
            <dd>{formatDateTime(ticket.investigatesUntil)}</dd>
          </div>
        )}
        {!isOver && ticket.escalatesAt !== null && (
          <div>
            <dt>Becomes important, unless attended, on</dt>
            <dd>{formatDateTime(ticket.escalatesAt)}</dd>
          </div>
        )}
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

function formatReactivation({ activatedAt, openedAt }: TicketDetail): string {
  return activatedAt === openedAt ? '' : `, failed again on ${formatDateTime(activatedAt)}`;
}

function Why({ ticket }: Props) {
  return (
    <section className={styles.section} aria-labelledby="why">
      <h2 id="why">
        {ticket.resolvedAt === null ? 'Why this is an incident' : 'Why this was an incident'}
      </h2>
      <p>{ticket.reason.sentence}</p>
      <p className={styles.second}>
        {`Rules ${ticket.reason.ruleVersion} · episode ${ticket.episode} opened on ${formatDateTime(ticket.openedAt)}${formatReactivation(ticket)}`}
      </p>
    </section>
  );
}

/** All information that a person needs before they act. */
export function TicketOverview({ ticket }: Props) {
  return (
    <>
      <StatusNotes ticket={ticket} />
      <div className={styles.pair}>
        <div>
          <WhatToDo ticket={ticket} />
          <PlatformAttempts ticket={ticket} />
          <Background ticket={ticket} />
        </div>
        <div>
          <AssigneeAndResponse ticket={ticket} />
          <Why ticket={ticket} />
        </div>
      </div>
    </>
  );
}
