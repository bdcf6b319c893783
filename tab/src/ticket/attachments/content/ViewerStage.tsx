/** The picture or video itself, as large as there is room, and what stands there until it is fetched. */
import { Button } from '@fluentui/react-components';
import { ImageOff24Regular } from '@fluentui/react-icons/svg/image-off';
import { Play20Filled } from '@fluentui/react-icons/svg/play';
import { formatSize, type TicketNumber } from '@rooms-pro/core';
import type { TicketAttachment } from '@rooms-pro/core/contracts';
import { useState } from 'react';
import { Failure } from '../../../shared/states/EmptyStates.tsx';
import { formatName } from '../fileKind.ts';
import { ProgressBar } from '../ProgressBar.tsx';
import { useContent } from './useContent.ts';
import styles from './Viewer.module.css';

type Of = { readonly ticket: TicketNumber; readonly attachment: TicketAttachment };

function Fetching({ bytes, attachment }: { bytes: number; attachment: TicketAttachment }) {
  const { sizeBytes } = attachment;
  return (
    <div className={styles.fetching}>
      <ProgressBar label={`Loading ${formatName(attachment.name)}`} value={bytes} max={sizeBytes} />
      <p>{`${formatSize(Math.min(bytes, sizeBytes))} of ${formatSize(sizeBytes)}`}</p>
    </div>
  );
}

/** From the button that asked for it, which is gone. */
const takeFocus = (video: HTMLVideoElement | null) => video?.focus();

type Shown = { readonly url: string; readonly attachment: TicketAttachment };

/** Of a damaged one as much as there is. */
function Picture({ url, attachment, isDamaged }: Shown & { isDamaged: boolean }) {
  const [isBroken, setIsBroken] = useState(false);
  const picture = !isBroken && (
    <img src={url} alt={formatName(attachment.name)} onError={() => setIsBroken(true)} />
  );
  if (!isDamaged && !isBroken) return picture;
  return (
    <div className={styles.damaged} role="status">
      <p>
        <ImageOff24Regular aria-hidden />
        This picture is incomplete or damaged. Save it to look at it otherwise.
      </p>
      {picture}
    </div>
  );
}

function Video({ url, attachment }: Shown) {
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) return <p>This browser cannot show the video. Save it to look at it elsewhere.</p>;
  return (
    // biome-ignore lint/a11y/useMediaCaption: whoever filmed a broken display wrote no captions.
    <video
      ref={takeFocus}
      src={url}
      controls
      autoPlay
      playsInline
      aria-label={formatName(attachment.name)}
      onError={() => setIsBroken(true)}
    />
  );
}

/** `isAskedFor`: one opened just this, so a video need not ask whether it is to be fetched. */
export function ViewerStage({ ticket, attachment, isAskedFor }: Of & { isAskedFor: boolean }) {
  const [isWanted, setIsWanted] = useState(isAskedFor || attachment.preview === 'image');
  const { content, retry } = useContent({ ticket, attachment }, isWanted);
  return (
    <div className={styles.stage}>
      {!isWanted && (
        <Button
          appearance="primary"
          size="large"
          icon={<Play20Filled />}
          onClick={() => setIsWanted(true)}
        >
          {`Play · ${formatSize(attachment.sizeBytes)}`}
        </Button>
      )}
      {isWanted && content.kind === 'loading' && (
        <Fetching bytes={content.bytes} attachment={attachment} />
      )}
      {content.kind === 'failed' && <Failure error={content.error} retry={retry} />}
      {content.kind === 'ready' &&
        (attachment.preview === 'video' ? (
          <Video url={content.url} attachment={attachment} />
        ) : (
          <Picture {...content} attachment={attachment} />
        ))}
    </div>
  );
}
