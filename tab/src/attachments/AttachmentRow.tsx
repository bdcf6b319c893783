/** One attachment in the list: what it is, who brought it, and what can be done with it. */
import { Button } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons/svg/arrow-download';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { Open20Regular } from '@fluentui/react-icons/svg/open';
import { Play20Regular, Play24Filled } from '@fluentui/react-icons/svg/play';
import { saySize, type TicketNumber, wayInLabels } from '@rooms-pro/core';
import type { TicketAttachment } from '@rooms-pro/core/contracts';
import { When } from '../components/When.tsx';
import styles from './Attachments.module.css';
import { FileIcon } from './FileIcon.tsx';
import { sayName } from './fileWords.ts';
import { useSave } from './useSave.ts';
import { useSeen } from './useSeen.ts';
import { useThumbnail } from './useThumbnail.ts';

type Props = {
  readonly ticket: TicketNumber;
  readonly attachment: TicketAttachment;
  /** Shows it large. */
  readonly open: () => void;
  readonly askToRemove: () => void;
};

/** The picture, or what stands for it; a click on what can be shown opens it as its button does. */
function Tile({ ticket, attachment, open }: Omit<Props, 'askToRemove'>) {
  const [place, isSeen] = useSeen<HTMLSpanElement>();
  const url = useThumbnail({ ticket, attachment }, isSeen);
  const { preview, name } = attachment;
  const shown =
    url === null ? (
      <FileIcon name={name} found={preview} />
    ) : (
      <img src={url} alt="" draggable={false} />
    );
  if (preview === null) {
    return (
      <span ref={place} className={styles.tile}>
        {shown}
      </span>
    );
  }
  return (
    <span ref={place} className={styles.tile}>
      <button type="button" tabIndex={-1} aria-hidden onClick={open}>
        {preview === 'video' ? <Play24Filled /> : shown}
      </button>
    </span>
  );
}

function Ways({ ticket, attachment, open, askToRemove }: Props) {
  const { preview, mayRemove } = attachment;
  const name = sayName(attachment.name);
  const { progress, save, stop } = useSave({ ticket, attachment });
  return (
    <div className={styles.ways}>
      {preview !== null && (
        <Button
          icon={preview === 'image' ? <Open20Regular /> : <Play20Regular />}
          aria-label={`${preview === 'image' ? 'Open' : 'Play'} ${name}`}
          onClick={open}
        >
          {preview === 'image' ? 'Open' : 'Play'}
        </Button>
      )}
      <Button
        icon={<ArrowDownload20Regular />}
        aria-label={progress === null ? `Save ${name}` : `Stop saving ${name}`}
        onClick={progress === null ? save : stop}
      >
        {progress === null ? 'Save' : `Stop · ${progress} %`}
      </Button>
      {mayRemove && (
        <Button
          icon={<Delete20Regular />}
          aria-label={`Remove ${name}`}
          title="Remove"
          onClick={askToRemove}
        />
      )}
    </div>
  );
}

/** Names are text, whatever they look like. */
export function AttachmentRow(props: Props) {
  const { name, sizeBytes, by, at, via } = props.attachment;
  return (
    <li className={styles.row}>
      <Tile {...props} />
      <div className={styles.about}>
        <bdi className={styles.name} title={name}>
          {sayName(name)}
        </bdi>
        <span className={styles.second}>
          {`${saySize(sizeBytes)} · ${by} `}
          <When at={at} inSentence />
          {via !== 'platform' && ` · via ${wayInLabels[via]}`}
        </span>
      </div>
      <Ways {...props} />
    </li>
  );
}
