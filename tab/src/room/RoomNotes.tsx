/** What is to be known of a room before its incidents: silenced, silent, part of an outage, at work. */
import {
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import type { PendingRow, RoomDetail } from '@rooms-pro/core/contracts';
import { Link } from 'wouter';
import { ActionButtons } from '../act/ActionButtons.tsx';
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
        It is no longer watched and stands only in the list of retired rooms. Enrolling it brings it
        back.
      </MessageBarBody>
    </MessageBar>
  );
}

/** Quiet: the room works without, but less can be made of what it says. */
function Placeless({ room }: Props) {
  return (
    <MessageBar intent="info" layout="multiline" className={notes.note}>
      <MessageBarBody>
        <MessageBarTitle>The place of this room is not known yet.</MessageBarTitle>
        Its building and floor tell outages from single failures; its groups say who sees it and who
        is told, its time zone when the platform may try something.
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
        {': look first at what they share. '}
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
        <MessageBarTitle>{`${label} is asked of ${device}.`}</MessageBarTitle>
        {by ? `${by.name} ordered it ` : 'The platform ordered it '}
        <RelativeTime at={issuedAt} inSentence />
        {' for '}
        {ticket ? <Link href={`/tickets/${ticket}`}>{signal}</Link> : signal}
        {`. Its result is awaited until ${formatDateTime(expiresAt)}.`}
      </MessageBarBody>
    </MessageBar>
  );
}

/** Nothing where there is nothing to say. */
export function RoomNotes({ room }: Props) {
  const { outage, misconfigured, command } = room;
  const isPlaceless =
    room.enrolment === 'enrolled' && room.building === '' && room.actions.includes('changeProfile');
  return (
    <>
      {room.enrolment === 'retired' && <Retired />}
      <SuppressionNote suppression={room.suppression} what="This room">
        {room.actions.includes('changeSuppression') && (
          <ActionButtons
            actions={['changeSuppression']}
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
      {isPlaceless && <Placeless room={room} />}
    </>
  );
}
