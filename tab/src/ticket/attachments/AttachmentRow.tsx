/** One attachment in the list: its name, its author, and its actions. */
import { Button } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons/svg/arrow-download';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { Play24Filled } from '@fluentui/react-icons/svg/play';
import { entryPointLabels, formatSize, type TicketNumber } from '@rooms-pro/core';
import type { TicketAttachment } from '@rooms-pro/core/contracts';
import { RelativeTime } from '../../shared/time/RelativeTime.tsx';
import styles from './Attachments.module.css';
import { useInView } from './content/useInView.ts';
import { useSave } from './content/useSave.ts';
import { type Thumbnail, useThumbnail } from './content/useThumbnail.ts';
import { FileIcon } from './FileIcon.tsx';
import { formatName } from './fileKind.ts';

type Props = {
  readonly ticket: TicketNumber;
  readonly attachment: TicketAttachment;
  /** Opens the viewer. */
  readonly open: () => void;
  readonly askToRemove: () => void;
};

type Seen = { readonly thumbnail: Thumbnail };

/** A press on the picture opens the viewer, like a press on the name. */
function Tile({ thumbnail, attachment, open }: Omit<Props, 'askToRemove'> & Seen) {
  const { preview, name } = attachment;
  const { url, isDamaged } = thumbnail;
  const shown =
    url === null ? (
      <FileIcon name={name} found={isDamaged ? 'damaged' : preview} />
    ) : (
      <img src={url} alt="" draggable={false} />
    );
  if (preview === null) return shown;
  return (
    <button type="button" tabIndex={-1} aria-hidden onClick={open}>
      {preview === 'video' ? <Play24Filled /> : shown}
    </button>
  );
}

/** Names are rendered as text, never as markup. */
function Name({ attachment: { name, preview }, open }: Pick<Props, 'attachment' | 'open'>) {
  const text = (
    <bdi className={styles.name} title={name}>
      {formatName(name)}
    </bdi>
  );
  if (preview === null) return text;
  const label = `${preview === 'image' ? 'Open' : 'Play'} ${formatName(name)}`;
  return (
    <button type="button" className={styles.opener} aria-label={label} onClick={open}>
      {text}
    </button>
  );
}

function Ways({ ticket, attachment, askToRemove }: Omit<Props, 'open'>) {
  const name = formatName(attachment.name);
  const { progress, save, stop } = useSave({ ticket, attachment });
  return (
    <div className={styles.ways}>
      {progress === null ? (
        <Button
          appearance="subtle"
          icon={<ArrowDownload20Regular />}
          aria-label={`Save ${name}`}
          title="Save"
          onClick={save}
        />
      ) : (
        <Button icon={<Dismiss20Regular />} aria-label={`Stop saving ${name}`} onClick={stop}>
          {`${progress} %`}
        </Button>
      )}
      {attachment.mayRemove && (
        <Button
          appearance="subtle"
          icon={<Delete20Regular />}
          aria-label={`Remove ${name}`}
          title="Remove"
          onClick={askToRemove}
        />
      )}
    </div>
  );
}

/** One attachment in one line. The picture or the name opens the viewer. */
export function AttachmentRow(props: Props) {
  const { ticket, attachment } = props;
  const { sizeBytes, by, at, via } = attachment;
  const [place, isSeen] = useInView<HTMLSpanElement>();
  const thumbnail = useThumbnail({ ticket, attachment }, isSeen);
  return (
    <li className={styles.row}>
      <span ref={place} className={styles.tile}>
        <Tile {...props} thumbnail={thumbnail} />
      </span>
      <div className={styles.about}>
        <Name {...props} />
        <span className={styles.second}>
          {`${formatSize(sizeBytes)} · ${by} `}
          <RelativeTime at={at} inSentence />
          {via !== 'platform' && (
            <span className={styles.wayIn}>{` · via ${entryPointLabels[via]}`}</span>
          )}
          {thumbnail.isDamaged && ' · incomplete or damaged'}
        </span>
      </div>
      <Ways {...props} />
    </li>
  );
}
