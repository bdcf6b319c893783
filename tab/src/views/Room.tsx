/** One room: how it is and why, what to do about it, and every signal on demand. */
import { useQuery } from '@tanstack/react-query';
import type { RoomId } from '@rooms-pro/core';
import { mayDo } from '@rooms-pro/core';
import type { Me, RoomDetail } from '@rooms-pro/core/contracts';
import { Link } from 'wouter';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { commonActions, type Offered } from '../act/actions.ts';
import { DisconnectedNote } from '../components/DisconnectedNote.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { RoomFacts } from '../components/RoomFacts.tsx';
import { RoomIncidents } from '../components/RoomIncidents.tsx';
import { RoomSignals } from '../components/RoomSignals.tsx';
import { Failure, Loading } from '../components/States.tsx';
import { SuppressionNote } from '../components/SuppressionNote.tsx';
import { HealthWord } from '../components/Words.tsx';
import { meQuery, roomQuery } from '../queries.ts';
import { NotFound } from './NotFound.tsx';
import styles from './Room.module.css';

/** What may be done about the room as a whole. Enrolling is offered while it is being set up. */
function roomActions(room: RoomDetail, me: Me): readonly Offered[] {
  const actions = commonActions([room]);
  const person = { kind: 'person', ...me.person, groups: room.groups } as const;
  const canEnrol = room.health === 'onboarding' && mayDo(person, 'enrol', room);
  return canEnrol && !actions.includes('enrol') ? ['enrol', ...actions] : actions;
}

function Status({ room, me }: { room: RoomDetail; me: Me }) {
  const label = room.disconnected?.reason === 'neverConnected' ? { label: 'Unmonitored' } : {};
  return (
    <>
      <nav aria-label="Way here" className={styles.way}>
        <Link href="/rooms">Rooms</Link>
        <span aria-hidden>›</span>
        <span>{`${room.building} · ${room.floor}`}</span>
      </nav>
      <PageTitle title={room.name}>
        <span className={styles.health}>
          <HealthWord health={room.health} warnings={room.warnings} {...label} />
        </span>
        <span className={styles.actions}>
          <ActionButtons
            actions={roomActions(room, me)}
            targets={[{ room: room.roomId }]}
            what={room.name}
            isQuiet
          />
        </span>
      </PageTitle>
      <p className={styles.because}>{room.because}</p>
      <SuppressionNote suppression={room.suppression} what="This room" />
      <DisconnectedNote disconnected={room.disconnected} lastSeenAt={room.lastSeenAt} />
      <RoomIncidents room={room} />
      <RoomSignals room={room} />
      <RoomFacts room={room} />
    </>
  );
}

/** The page at `/rooms/:roomId`. */
export default function Room({ roomId }: { roomId: string }) {
  const room = useQuery({ ...roomQuery(roomId as RoomId), enabled: /^room-\d+$/.test(roomId) });
  const me = useQuery(meQuery);
  if (!/^room-\d+$/.test(roomId)) return <NotFound />;
  if (room.data && me.data) return <Status room={room.data} me={me.data} />;
  return (
    <>
      <PageTitle title="Room" />
      {room.error ? (
        <Failure error={room.error} retry={() => void room.refetch()}>
          <Link href="/rooms">All rooms</Link>
        </Failure>
      ) : (
        <Loading rows={6} what="the room" />
      )}
    </>
  );
}
