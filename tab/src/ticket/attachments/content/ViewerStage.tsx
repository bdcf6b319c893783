/** The picture or video in the largest size that fits, or a placeholder while it is loading. */
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

/** Moves the focus here from the pressed button, which no longer exists. */
const takeFocus = (video: HTMLVideoElement | null) => video?.focus();

type Shown = { readonly url: string; readonly attachment: TicketAttachment };

/** A damaged picture is shown as far as it can be decoded. */
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
        This picture is incomplete or damaged. Save it to open it in another program.
      </p>
      {picture}
    </div>
  );
}

function Video({ url, attachment }: Shown) {
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken)
    return <p>This browser cannot play the video. Save it to play it in another program.</p>;
  return (
    // biome-ignore lint/a11y/useMediaCaption: people film broken displays and write no captions.
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

/** `isAskedFor`: the person opened this attachment directly, so a video loads without a further press. */
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
