/** One room: how it is and why, what to do about it, and every signal on demand. */

import type { RoomId } from '@rooms-pro/core';
import { sayPlace } from '@rooms-pro/core';
import type { RoomDetail } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { commonActions } from '../act/actions.ts';
import { DisconnectedNote } from '../components/DisconnectedNote.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { RoomFacts } from '../components/RoomFacts.tsx';
import { RoomIncidents } from '../components/RoomIncidents.tsx';
import { RoomSignals } from '../components/RoomSignals.tsx';
import { Failure, Loading } from '../components/States.tsx';
import { SuppressionNote } from '../components/SuppressionNote.tsx';
import { HealthWord } from '../components/Words.tsx';
import { roomQuery } from '../queries.ts';
import { NotFound } from './NotFound.tsx';
import styles from './Room.module.css';

function Status({ room }: { room: RoomDetail }) {
  const label = room.disconnected?.reason === 'neverConnected' ? { label: 'Unmonitored' } : {};
  return (
    <>
      <nav aria-label="Way here" className={styles.way}>
        <Link href="/rooms">Rooms</Link>
        <span aria-hidden>›</span>
        <span>{sayPlace(room)}</span>
      </nav>
      <PageTitle title={room.name}>
        <span className={styles.health}>
          <HealthWord health={room.health} warnings={room.warnings} {...label} />
        </span>
        <span className={styles.actions}>
          <ActionButtons
            actions={commonActions([room])}
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
  if (!/^room-\d+$/.test(roomId)) return <NotFound />;
  if (room.data) return <Status room={room.data} />;
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
