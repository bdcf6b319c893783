/** How files can be brought, or why not by this person. */
import { Attach48Regular } from '@fluentui/react-icons/svg/attach';
import { formatSize } from '@rooms-pro/core';
import { largestAttachmentBytes } from '@rooms-pro/core/contracts';
import section from '../../shared/Section.module.css';
import styles from './Attachments.module.css';

const limit = `Up to ${formatSize(largestAttachmentBytes)} each.`;

/** What stands where no attachment is. */
export function Nothing({ refusal }: { refusal: string | null }) {
  return (
    <div className={styles.nothing}>
      <span aria-hidden>
        <Attach48Regular />
      </span>
      <p className={styles.headline}>Nothing is attached yet.</p>
      <p className={section.second}>
        {refusal ?? (
          <>
            <span className={styles.byMouse}>Drop files here, or paste a picture. </span>
            {`Photos, videos and logs help whoever goes there. ${limit}`}
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
