/** The profile of a room. */
import { formatLocation, meetingModeLabels } from '@rooms-pro/core';
import type { RoomDetail } from '@rooms-pro/core/contracts';
import styles from '../shared/Section.module.css';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';

function listFacts(room: RoomDetail): readonly (readonly [string, string])[] {
  return [
    ['Place', formatLocation(room)],
    ['Seats', String(room.capacity)],
    ['Displays', String(room.expectedDisplays)],
    ['Groups', room.groups.join(', ') || 'none'],
    ['Meetings', meetingModeLabels[room.meetingMode]],
    ['Time zone', room.timeZone],
  ];
}

/** Location, people and meeting platform. */
export function RoomFacts({ room }: { room: RoomDetail }) {
  return (
    <section className={styles.section} aria-labelledby="about-room">
      <h2 id="about-room">About this room</h2>
      <dl className={styles.facts}>
        {listFacts(room).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>Last seen</dt>
          <dd>
            {room.lastSeenAt === null ? 'never' : <RelativeTime at={room.lastSeenAt} inSentence />}
          </dd>
        </div>
      </dl>
    </section>
  );
}
