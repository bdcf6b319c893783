/** Shows whether the page updates automatically, and when its content was last confirmed. */

import { formatClock } from '../shared/time/formatTime.ts';
import { useLive } from './LiveProvider.tsx';
import styles from './LiveStatus.module.css';
import type { LiveStatus as Status } from './startLive.ts';

const words: Readonly<Record<Status, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  polling: 'Every 15 s',
  reconnecting: 'Reconnecting…',
  stopped: 'Paused',
};

/** `Live · confirmed 12:04:31`. Screen readers announce only the first part. */
export function LiveStatus() {
  const { status, confirmation } = useLive();
  return (
    <span className={styles.live}>
      <span className={styles[status]} role="status">
        {words[status]}
      </span>
      {confirmation && (
        <span className={styles.confirmed}>
          <span className={styles.word}>confirmed </span>
          {formatClock(confirmation.saidMs)}
        </span>
      )}
    </span>
  );
}
