/** One room: its health and the reason, the recommended actions, and all signals on request. */

import type { RoomId } from '@rooms-pro/core';
import { formatLocation } from '@rooms-pro/core';
import type { RoomDetail } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { commonActions, onRoomItself } from '../act/actions.ts';
import { roomQuery } from '../api/queries.ts';
import { NotFound } from '../app/NotFound.tsx';
import { Breadcrumb } from '../shared/Breadcrumb.tsx';
import { HealthWord, MisconfiguredWord } from '../shared/badges/StatusBadges.tsx';
import { NavLink } from '../shared/NavLink.tsx';
import { PageTitle } from '../shared/PageTitle.tsx';
import { Failure, Loading } from '../shared/states/EmptyStates.tsx';
import styles from './Room.module.css';
import { RoomDevices } from './RoomDevices.tsx';
import { RoomFacts } from './RoomFacts.tsx';
import { RoomHistory } from './RoomHistory.tsx';
import { RoomIncidents } from './RoomIncidents.tsx';
import { RoomNotes } from './RoomNotes.tsx';
import { RoomSignals } from './signals/RoomSignals.tsx';

function Head({ room }: { room: RoomDetail }) {
  const label = room.disconnected?.reason === 'neverConnected' ? { label: 'Unmonitored' } : {};
  return (
    <>
      <Breadcrumb>
        <Link href="/rooms">Rooms</Link>
        <span>{formatLocation(room)}</span>
      </Breadcrumb>
      <PageTitle title={room.name}>
        <span className={styles.health}>
          {room.enrolment === 'retired' ? (
            'Retired'
          ) : (
            <HealthWord health={room.health} warnings={room.warnings} {...label} />
          )}
        </span>
        {room.misconfigured !== null && <MisconfiguredWord />}
        <span className={styles.actions}>
          <ActionButtons
            actions={onRoomItself(commonActions([room]))}
            targets={[{ room: room.roomId }]}
            what={room.name}
            room={room}
            isQuiet
          />
        </span>
      </PageTitle>
      {room.enrolment !== 'retired' && <p className={styles.because}>{room.because}</p>}
    </>
  );
}

/** The status of the room. The link to its history is shown in every state. */
function Faces({ room }: { room: RoomDetail }) {
  const [params] = useSearchParams();
  const isHistory = params.get('face') === 'history';
  const here = `/rooms/${room.roomId}`;
  return (
    <>
      <nav className={styles.faces} aria-label="Parts of the room">
        <NavLink href={here} isHere={!isHistory}>
          Status
        </NavLink>
        <NavLink href={`${here}?face=history`} isHere={isHistory}>
          History
        </NavLink>
      </nav>
      {isHistory ? (
        <RoomHistory room={room} />
      ) : (
        <>
          <RoomNotes room={room} />
          <RoomIncidents room={room} />
          <RoomSignals room={room} />
          <RoomDevices room={room} />
          <RoomFacts room={room} />
        </>
      )}
    </>
  );
}

/** The page at `/rooms/:roomId`. */
export default function Room({ roomId }: { roomId: string }) {
  const room = useQuery({ ...roomQuery(roomId as RoomId), enabled: /^room-\d+$/.test(roomId) });
  if (!/^room-\d+$/.test(roomId)) return <NotFound />;
  if (room.data) {
    return (
      <>
        <Head room={room.data} />
        <Faces key={roomId} room={room.data} />
      </>
    );
  }
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
