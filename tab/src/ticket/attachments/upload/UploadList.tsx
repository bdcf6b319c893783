/** The uploads that are pending or failed. */
import { Button } from '@fluentui/react-components';
import styles from '../Attachments.module.css';
import { UploadRow } from './UploadRow.tsx';
import type { Uploads, UploadsNow } from './uploads.ts';

/** In the order in which the files were chosen. */
export function UploadList({ now, uploads }: { now: UploadsNow; uploads: Uploads }) {
  const failed = now.uploads.filter(({ state }) => state.kind === 'failed' && state.canRetry);
  return (
    <>
      <ul className={styles.rows} aria-label="On their way">
        {now.uploads.map((upload) => (
          <UploadRow key={upload.key} upload={upload} uploads={uploads} />
        ))}
      </ul>
      {failed.length > 1 && (
        <Button
          className={styles.retryAll}
          onClick={() => {
            for (const { key } of failed) uploads.retry(key);
          }}
        >
          {`Retry all ${failed.length}`}
        </Button>
      )}
    </>
  );
}
