/** The devices of a room, with the details that each device last reported. */
import { formatDuration } from '@rooms-pro/core';
import type { DeviceRow, RoomDetail } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { meQuery } from '../api/queries.ts';
import styles from '../shared/Section.module.css';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';

function Meeting({ meeting }: Pick<DeviceRow, 'meeting'>) {
  if (!meeting) return 'not reported';
  return (
    <>
      {meeting.inMeeting ? 'in a meeting, reported ' : 'no meeting, reported '}
      <RelativeTime at={meeting.at} inSentence />
    </>
  );
}

/** A clock offset of less than a second counts as correct. */
function formatClock({ clockBehindMs }: Pick<DeviceRow, 'clockBehindMs'>): string {
  if (clockBehindMs === null) return 'not reported';
  if (Math.abs(clockBehindMs) < 1_000) return 'right';
  const off = `${formatDuration(Math.abs(clockBehindMs))} ${clockBehindMs > 0 ? 'behind' : 'ahead'}`;
  return `${off}: its times are corrected`;
}

function Restarts({ device }: { device: DeviceRow }) {
  if (device.lastRestartAt === null) return String(device.restarts);
  return (
    <>
      {`${device.restarts}, the last `}
      <RelativeTime at={device.lastRestartAt} inSentence />
    </>
  );
}

function Device({ device, room }: { device: DeviceRow; room: RoomDetail }) {
  const facts = [
    ['Monitoring Software', device.agentVersion],
    ['App', device.appVersion],
    ['System', device.osVersion],
    ['Address', device.address],
  ] as const;
  return (
    <li>
      <div className={styles.heading}>
        <h3>{device.id}</h3>
        {room.actions.includes('removeDevice') && (
          <span className={styles.buttons}>
            <ActionButtons
              actions={['removeDevice']}
              targets={[{ room: room.roomId }]}
              what={device.id}
              device={device.id}
              size="small"
              isQuiet
            />
          </span>
        )}
      </div>
      <dl className={`${styles.facts} ${styles.dense}`}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? 'not reported'}</dd>
          </div>
        ))}
        <div>
          <dt>Meeting</dt>
          <dd>
            <Meeting meeting={device.meeting} />
          </dd>
        </div>
        <div>
          <dt>Clock</dt>
          <dd>{formatClock(device)}</dd>
        </div>
        <div>
          <dt>Restarts seen</dt>
          <dd>
            <Restarts device={device} />
          </dd>
        </div>
      </dl>
    </li>
  );
}

/** All devices, one after another. If several devices report a signal, the worst reading counts. */
export function RoomDevices({ room }: { room: RoomDetail }) {
  const me = useQuery(meQuery);
  const devices = room.devices.toSorted((a, b) => a.id.localeCompare(b.id));
  return (
    <section className={styles.section} aria-labelledby="room-devices">
      <div className={styles.heading}>
        <h2 id="room-devices">{devices.length > 1 ? `Devices (${devices.length})` : 'Device'}</h2>
        {me.data?.person.role === 'manager' && room.enrolment !== 'retired' && (
          <Link className={styles.link} href={`/settings/devices?room=${room.roomId}`}>
            Enrol a device
          </Link>
        )}
      </div>
      {devices.length === 0 && (
        <p className={styles.second}>No device has reported any details yet.</p>
      )}
      <ul className={styles.list}>
        {devices.map((device) => (
          <Device key={device.id} device={device} room={room} />
        ))}
      </ul>
    </section>
  );
}
