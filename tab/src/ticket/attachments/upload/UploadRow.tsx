/** One upload: its progress, or why it failed. */
import { Button } from '@fluentui/react-components';
import { ArrowClockwise20Regular } from '@fluentui/react-icons/svg/arrow-clockwise';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { formatSize } from '@rooms-pro/core';
import styles from '../Attachments.module.css';
import { FileIcon } from '../FileIcon.tsx';
import { formatName } from '../fileKind.ts';
import { ProgressBar } from '../ProgressBar.tsx';
import type { Upload, Uploads } from './uploads.ts';

function formatProgress({ state, file }: Upload): string {
  if (state.kind === 'failed') return state.sentence;
  if (state.kind === 'waiting') return `${formatSize(file.size)} · waiting for its turn`;
  if (state.sentBytes >= file.size) return `${formatSize(file.size)} · almost done`;
  return `${Math.floor((100 * state.sentBytes) / file.size)} % of ${formatSize(file.size)}`;
}

function Progress({ upload, name }: { upload: Upload; name: string }) {
  const { state, file } = upload;
  if (state.kind === 'failed') return null;
  const sent = state.kind === 'sending' ? state.sentBytes : 0;
  // All bytes are sent, but the response is not here yet: the remaining time is unknown.
  const isOpenEnded = state.kind === 'sending' && sent >= file.size;
  return (
    <div className={styles.bar}>
      <ProgressBar
        label={`Attaching ${name}`}
        value={sent}
        max={file.size}
        isOpenEnded={isOpenEnded}
      />
    </div>
  );
}

/** The upload with its buttons: cancel, retry, dismiss. */
export function UploadRow({ upload, uploads }: { upload: Upload; uploads: Uploads }) {
  const { key, state } = upload;
  const name = formatName(upload.name);
  const hasFailed = state.kind === 'failed';
  return (
    <li className={styles.row} data-upload>
      <span className={styles.tile}>
        <FileIcon name={upload.name} />
      </span>
      <div className={styles.about}>
        <bdi className={styles.name}>{name}</bdi>
        <span className={hasFailed ? styles.fault : styles.second}>{formatProgress(upload)}</span>
        <Progress upload={upload} name={name} />
      </div>
      <div className={styles.ways}>
        {hasFailed && state.canRetry && (
          <Button
            icon={<ArrowClockwise20Regular />}
            aria-label={`Retry ${name}`}
            onClick={() => uploads.retry(key)}
          >
            Retry
          </Button>
        )}
        <Button
          icon={<Dismiss20Regular />}
          aria-label={`${hasFailed ? 'Dismiss' : 'Cancel'} ${name}`}
          onClick={() => uploads.drop(key)}
        >
          {hasFailed ? 'Dismiss' : 'Cancel'}
        </Button>
      </div>
    </li>
  );
}
