/** Says that a room's status is not available, and what then is shown instead. */
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { RoomDetail } from '@rooms-pro/core/contracts';
import { sayDateTime } from '../dates.ts';
import styles from './Notes.module.css';
import { When } from './When.tsx';

type Props = Pick<RoomDetail, 'disconnected' | 'lastSeenAt'>;

/** Nothing while the room is connected. */
export function DisconnectedNote({ disconnected, lastSeenAt }: Props) {
  if (!disconnected) return null;
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.note}>
      <MessageBarBody>
        <MessageBarTitle>The status of this room is not available.</MessageBarTitle>
        {lastSeenAt === null ? (
          'Its device has never sent telemetry. Check that the Monitoring Software is installed and has its key.'
        ) : (
          <>
            Telemetry last arrived <When at={lastSeenAt} inSentence />. What follows is as last
            known on {sayDateTime(lastSeenAt)}.
          </>
        )}
      </MessageBarBody>
    </MessageBar>
  );
}
