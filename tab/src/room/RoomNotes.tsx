/** Notes above the incidents of a room: suppressed, disconnected, part of an outage, pending commands. */
import {
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import type { PendingRow, RoomDetail } from '@rooms-pro/core/contracts';
import { Link } from 'wouter';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { insideNote } from '../act/actions.ts';
import { formatDisconnected, outageHref } from '../outages/outageLinks.ts';
import { DisconnectedNote } from '../shared/notes/DisconnectedNote.tsx';
import notes from '../shared/notes/Notes.module.css';
import { SuppressionNote } from '../shared/notes/SuppressionNote.tsx';
import { formatDateTime } from '../shared/time/formatTime.ts';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';

type Props = { readonly room: RoomDetail };

function Retired() {
  return (
    <MessageBar intent="info" layout="multiline" className={notes.note}>
      <MessageBarBody>
        <MessageBarTitle>This room is retired.</MessageBarTitle>
        It is no longer monitored and appears only in the list of retired rooms. To restore it,
        enrol it again.
      </MessageBarBody>
    </MessageBar>
  );
}

/** A note without emphasis: the room works without a location, but the platform can evaluate less. */
function UnknownLocation({ room }: Props) {
  return (
    <MessageBar intent="info" layout="multiline" className={notes.note}>
      <MessageBarBody>
        <MessageBarTitle>The location of this room is not known yet.</MessageBarTitle>
        Building and floor let the platform detect outages. Groups determine who sees the room and
        who is notified. The time zone determines when the platform may try a remediation.
      </MessageBarBody>
      <MessageBarActions>
        <ActionButtons
          actions={['changeProfile']}
          targets={[{ room: room.roomId }]}
          what={room.name}
          room={room}
          isQuiet
        />
      </MessageBarActions>
    </MessageBar>
  );
}

function InOutage({ outage }: { outage: NonNullable<RoomDetail['outage']> }) {
  return (
    <MessageBar intent="warning" layout="multiline" className={notes.note}>
      <MessageBarBody>
        <MessageBarTitle>{`Part of an outage: ${outage.place}, ${formatDisconnected(outage.rooms)}.`}</MessageBarTitle>
        {'They disconnected together, '}
        <RelativeTime at={outage.since} inSentence />
        {': check first what they share. '}
        <Link href={outageHref(outage)}>See the outage</Link>
      </MessageBarBody>
    </MessageBar>
  );
}

function Misconfigured({ reason }: { reason: string }) {
  return (
    <MessageBar intent="warning" layout="multiline" className={notes.note}>
      <MessageBarBody>
        <MessageBarTitle>This room is misconfigured.</MessageBarTitle>
        {reason}
      </MessageBarBody>
    </MessageBar>
  );
}

function Pending({ command }: { command: PendingRow }) {
  const { label, signal, ticket, device, by, issuedAt, expiresAt } = command;
  return (
    <MessageBar intent="info" layout="multiline" className={notes.note}>
      <MessageBarBody>
        <MessageBarTitle>{`${label} was requested from ${device}.`}</MessageBarTitle>
        {by ? `${by.name} ordered it ` : 'The platform ordered it '}
        <RelativeTime at={issuedAt} inSentence />
        {' for '}
        {ticket ? <Link href={`/tickets/${ticket}`}>{signal}</Link> : signal}
        {`. The platform waits for the result until ${formatDateTime(expiresAt)}.`}
      </MessageBarBody>
    </MessageBar>
  );
}

/** Renders nothing when no note applies. */
export function RoomNotes({ room }: Props) {
  const { outage, misconfigured, command } = room;
  const changes = insideNote(room.actions);
  const isPlaceless =
    room.enrolment === 'enrolled' && room.building === '' && room.actions.includes('changeProfile');
  return (
    <>
      {room.enrolment === 'retired' && <Retired />}
      <SuppressionNote suppression={room.suppression} what="This room">
        {changes.length > 0 && (
          <ActionButtons
            actions={changes}
            targets={[{ room: room.roomId }]}
            what={room.name}
            suppression={room.suppression}
            isQuiet
          />
        )}
      </SuppressionNote>
      {outage && <InOutage outage={outage} />}
      <DisconnectedNote
        disconnected={room.disconnected}
        lastSeenAt={room.lastSeenAt}
        rejected={room.rejected}
      />
      {misconfigured !== null && <Misconfigured reason={misconfigured} />}
      {command && <Pending command={command} />}
      {isPlaceless && <UnknownLocation room={room} />}
    </>
  );
}
