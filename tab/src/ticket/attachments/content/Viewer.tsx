/** Shows an attachment in full size over the page, with buttons for the previous and the next one. */
import { Button } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons/svg/arrow-download';
import { ChevronLeft20Regular } from '@fluentui/react-icons/svg/chevron-left';
import { ChevronRight20Regular } from '@fluentui/react-icons/svg/chevron-right';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import type { TicketNumber } from '@rooms-pro/core';
import type { TicketAttachment } from '@rooms-pro/core/contracts';
import { useEffect, useId, useState } from 'react';
import { useModal } from '../../../forms/DialogFrame.tsx';
import { formatName } from '../fileKind.ts';
import { useSave } from './useSave.ts';
import styles from './Viewer.module.css';
import { ViewerStage } from './ViewerStage.tsx';

type Of = { readonly ticket: TicketNumber; readonly attachment: TicketAttachment };

function SaveButton(of: Of) {
  const { progress, save, stop } = useSave(of);
  return (
    <Button
      icon={<ArrowDownload20Regular />}
      aria-label={progress === null ? 'Save' : 'Stop saving'}
      onClick={progress === null ? save : stop}
    >
      {progress === null ? 'Save' : `Stop · ${progress} %`}
    </Button>
  );
}

type Props = {
  readonly ticket: TicketNumber;
  /** The attachments that can be shown, in the order of the list. */
  readonly attachments: readonly TicketAttachment[];
  readonly openedId: string;
  readonly close: () => void;
};

type StepsProps = { readonly at: number; readonly of: number; readonly go: (step: number) => void };

function Steps({ at, of, go }: StepsProps) {
  return (
    <>
      <Button
        icon={<ChevronLeft20Regular />}
        aria-label="Previous"
        disabledFocusable={at <= 0}
        onClick={() => go(-1)}
      />
      <span aria-live="polite">{at < 0 ? 'Removed' : `${at + 1} of ${of}`}</span>
      <Button
        icon={<ChevronRight20Regular />}
        aria-label="Next"
        disabledFocusable={at < 0 || at >= of - 1}
        onClick={() => go(1)}
      />
    </>
  );
}

/** Handles the arrow keys independent of the focus, except in a video, where they seek. */
function useArrows(go: (step: number) => void): void {
  useEffect(() => {
    function goByKey({ key, target }: KeyboardEvent): void {
      if (target instanceof HTMLVideoElement) return;
      if (key === 'ArrowLeft') go(-1);
      if (key === 'ArrowRight') go(1);
    }
    document.addEventListener('keydown', goByKey);
    return () => document.removeEventListener('keydown', goByKey);
  }, [go]);
}

/**
 * Escape closes the viewer; the arrow keys step through the attachments. A video that was reached by
 * stepping is not loaded before the person presses Play.
 */
export function Viewer({ ticket, attachments, openedId, close }: Props) {
  const titleId = useId();
  const { dialog } = useModal();
  const [shownId, setShownId] = useState(openedId);
  const at = attachments.findIndex(({ id }) => id === shownId);
  const attachment = attachments[at];

  function go(step: number): void {
    const next = at < 0 ? undefined : attachments[at + step];
    if (next) setShownId(next.id);
  }
  useArrows(go);

  return (
    <dialog
      ref={dialog}
      className={styles.viewer}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <div className={styles.head}>
        <h2 id={titleId}>
          <bdi>{attachment ? formatName(attachment.name) : 'Attachment'}</bdi>
        </h2>
        <Button
          appearance="subtle"
          icon={<Dismiss20Regular />}
          aria-label="Close"
          onClick={close}
        />
      </div>
      {attachment ? (
        <ViewerStage
          key={attachment.id}
          ticket={ticket}
          attachment={attachment}
          isAskedFor={attachment.id === openedId}
        />
      ) : (
        <p className={styles.stage}>Another person removed this attachment.</p>
      )}
      <div className={styles.foot}>
        {attachments.length > 1 && <Steps at={at} of={attachments.length} go={go} />}
        {attachment && <SaveButton ticket={ticket} attachment={attachment} />}
      </div>
    </dialog>
  );
}
