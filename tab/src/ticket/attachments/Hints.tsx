/** How this person can attach files, or why not. */
import { Attach48Regular } from '@fluentui/react-icons/svg/attach';
import { formatSize } from '@rooms-pro/core';
import { largestAttachmentBytes } from '@rooms-pro/core/contracts';
import section from '../../shared/Section.module.css';
import styles from './Attachments.module.css';

const limit = `Up to ${formatSize(largestAttachmentBytes)} each.`;

/** Shown when there are no attachments. */
export function Nothing({ refusal }: { refusal: string | null }) {
  return (
    <div className={styles.nothing}>
      <span aria-hidden>
        <Attach48Regular />
      </span>
      <p className={styles.headline}>No attachments yet.</p>
      <p className={section.second}>
        {refusal ?? (
          <>
            <span className={styles.byMouse}>Drop files here, or paste a picture. </span>
            {`Photos, videos and logs help the person who goes to the room. ${limit}`}
          </>
        )}
      </p>
    </div>
  );
}

/** One line above the list. */
export function Hint({ refusal }: { refusal: string | null }) {
  return (
    <p className={section.second}>
      {refusal ?? (
        <>
          <span className={styles.byMouse}>
            Drop files anywhere on this page, or paste a picture.{' '}
          </span>
          {limit}
        </>
      )}
    </p>
  );
}
