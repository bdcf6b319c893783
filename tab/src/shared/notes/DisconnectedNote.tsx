/** Shows that the status of a room is not available, and which state the page shows instead. */
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { RoomDetail } from '@rooms-pro/core/contracts';
import { formatDateTime } from '../time/formatTime.ts';
import { RelativeTime } from '../time/RelativeTime.tsx';
import styles from './Notes.module.css';

type Props = Pick<RoomDetail, 'disconnected' | 'lastSeenAt'> &
  Partial<Pick<RoomDetail, 'rejected'>>;

function RejectedNote({ rejected }: { rejected: NonNullable<RoomDetail['rejected']> }) {
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.note}>
      <MessageBarBody>
        <MessageBarTitle>Telemetry of this room is rejected.</MessageBarTitle>
        {`${rejected.reason} The rejection started on ${formatDateTime(rejected.since)}. The signals in the rejected telemetry are unknown.`}
      </MessageBarBody>
    </MessageBar>
  );
}

/** Renders nothing while the room is connected and its telemetry is accepted. */
export function DisconnectedNote({ disconnected, lastSeenAt, rejected = null }: Props) {
  if (!disconnected) return rejected === null ? null : <RejectedNote rejected={rejected} />;
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.note}>
      <MessageBarBody>
        <MessageBarTitle>The status of this room is not available.</MessageBarTitle>
        {rejected !== null && `All telemetry is rejected: ${rejected.reason} `}
        {lastSeenAt === null ? (
          'Its device has never sent telemetry. Check that the Monitoring Software is installed and has its key.'
        ) : (
          <>
            Telemetry last arrived <RelativeTime at={lastSeenAt} inSentence />. The page shows what
            was known on {formatDateTime(lastSeenAt)}.
          </>
        )}
      </MessageBarBody>
    </MessageBar>
  );
}
