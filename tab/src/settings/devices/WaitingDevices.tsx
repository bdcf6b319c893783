/** Devices that a gateway named and that wait for a room: shown only while there are some. */
import { useQuery } from '@tanstack/react-query';
import { waitingDevicesQuery } from '../../api/queries.ts';
import section from '../../shared/Section.module.css';
import { Failure } from '../../shared/states/EmptyStates.tsx';
import { RelativeTime } from '../../shared/time/RelativeTime.tsx';
import styles from '../SettingsList.module.css';

/** The device that has waited longest comes first. */
export function WaitingDevices() {
  const waiting = useQuery(waitingDevicesQuery);
  const { rows = [], isCut = false } = waiting.data ?? {};
  if (waiting.error && !waiting.data)
    return <Failure error={waiting.error} retry={() => void waiting.refetch()} />;
  if (rows.length === 0) return null;
  return (
    <section className={section.section} aria-labelledby="waiting-devices">
      <h2 id="waiting-devices">Waiting devices</h2>
      <p className={section.second}>
        Their gateway has reached the limit of new rooms in one hour. Each device gets its room when
        it sends again in a later hour. If you do not know these devices, revoke the key of the
        gateway.
      </p>
      <p className={section.second} role="status">
        {isCut
          ? `The first ${rows.length}; more devices wait.`
          : `${rows.length} ${rows.length === 1 ? 'device waits' : 'devices wait'}`}
      </p>
      <ul className={section.list}>
        {rows.map(({ device, gateway, firstAt }) => (
          <li key={device} className={styles.row}>
            <div className={section.main}>
              <div>
                <strong>{device}</strong>
                {` · gateway ${gateway}`}
              </div>
              <div className={section.second}>
                {'Waiting '}
                <RelativeTime at={firstAt} form="for" />
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
