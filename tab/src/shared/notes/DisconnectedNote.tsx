/** Says that a room's status is not available, and what then is shown instead. */
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
        {`${rejected.reason} This is so since ${formatDateTime(rejected.since)}. The signals that it speaks of are unknown.`}
      </MessageBarBody>
    </MessageBar>
  );
}

/** Nothing while the room is connected and its telemetry accepted. */
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
            Telemetry last arrived <RelativeTime at={lastSeenAt} inSentence />. What follows is as
            last known on {formatDateTime(lastSeenAt)}.
          </>
        )}
      </MessageBarBody>
    </MessageBar>
  );
}
