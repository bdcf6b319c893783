/** What is known of a room and its device that is no signal. */
import { sayPlace } from '@rooms-pro/core';
import type { RoomDetail } from '@rooms-pro/core/contracts';
import styles from './Section.module.css';
import { When } from './When.tsx';

const meetingModes: Readonly<Record<string, string>> = {
  teams: 'Teams',
  sfb: 'Skype for Business',
  both: 'Teams and Skype for Business',
};

function factsOf(room: RoomDetail): readonly (readonly [string, string])[] {
  const { device } = room;
  const ofRoom = [
    ['Place', sayPlace(room)],
    ['Seats', String(room.capacity)],
    ['Groups', room.groups.join(', ') || 'none'],
    ['Meetings', meetingModes[room.meetingMode] ?? room.meetingMode],
    ['Time zone', room.timeZone],
  ] as const;
  if (!device) return [...ofRoom, ['Device', 'none yet']];
  return [
    ...ofRoom,
    ['Device', device.id],
    ['App version', device.appVersion ?? 'not reported'],
    ['System version', device.osVersion ?? 'not reported'],
    ['Restarts seen', String(device.restarts)],
  ];
}

/** Place, people, device and versions. */
export function RoomFacts({ room }: { room: RoomDetail }) {
  return (
    <section className={styles.section} aria-labelledby="about-room">
      <h2 id="about-room">About this room</h2>
      <dl className={styles.facts}>
        {factsOf(room).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>Last seen</dt>
          <dd>{room.lastSeenAt === null ? 'never' : <When at={room.lastSeenAt} inSentence />}</dd>
        </div>
      </dl>
    </section>
  );
}
