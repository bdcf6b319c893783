/** The fourth face of a ticket: pictures, videos, logs and other files, and the ways to bring more. */
import { Button } from '@fluentui/react-components';
import { Attach48Regular } from '@fluentui/react-icons/svg/attach';
import { saySize } from '@rooms-pro/core';
import {
  largestAttachmentBytes,
  type TicketAttachment,
  type TicketDetail,
} from '@rooms-pro/core/contracts';
import { useCallback, useState } from 'react';
import { useSayOutcome } from '../act/Outcomes.tsx';
import section from '../components/Section.module.css';
import { AddFiles, DropTarget } from './AddFiles.tsx';
import { AttachmentRow } from './AttachmentRow.tsx';
import styles from './Attachments.module.css';
import type { Chosen } from './chosenFiles.ts';
import { RemoveDialog } from './RemoveDialog.tsx';
import { UploadRow } from './UploadRow.tsx';
import type { Uploads, UploadsNow } from './uploads.ts';
import { useDroppedFiles, usePastedFiles } from './useDroppedFiles.ts';
import { useKeptFocus } from './useKeptFocus.ts';
import { useUploads } from './useUploads.ts';
import { Viewer } from './Viewer.tsx';

const limit = `Up to ${saySize(largestAttachmentBytes)} each.`;

function Nothing({ mayAttach }: { mayAttach: boolean }) {
  return (
    <div className={styles.nothing}>
      <span aria-hidden>
        <Attach48Regular />
      </span>
      <p className={styles.headline}>Nothing is attached yet.</p>
      {mayAttach ? (
        <p className={section.second}>
          <span className={styles.byMouse}>Drop files here, or paste a picture. </span>
          {`Photos, videos and logs help whoever goes there. ${limit}`}
        </p>
      ) : (
        <p className={section.second}>Your role can see what is attached, but not attach files.</p>
      )}
    </div>
  );
}

function Hint({ mayAttach }: { mayAttach: boolean }) {
  return (
    <p className={section.second}>
      {mayAttach && (
        <span className={styles.byMouse}>
          Drop files anywhere on this page, or paste a picture.{' '}
        </span>
      )}
      {mayAttach ? limit : 'Your role can open and save these files, but not attach any.'}
    </p>
  );
}

function Underway({ now, uploads }: { now: UploadsNow; uploads: Uploads }) {
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

function useTaking(uploads: Uploads) {
  const say = useSayOutcome();
  return useCallback(
    ({ files, folders }: Chosen) => {
      uploads.add(files);
      if (folders === 0) return;
      const headline = 'Folders cannot be attached.';
      const sentences = ['Drop the files in them, or a ZIP file of them.'];
      say({ intent: 'warning', headline, sentences }, null);
    },
    [uploads, say],
  );
}

function List({ ticket }: { ticket: TicketDetail }) {
  const { number, attachments } = ticket;
  const [openedId, setOpenedId] = useState<string | null>(null);
  // Kept as it was: who asks to remove what somebody else removes just then is told so.
  const [leaving, setLeaving] = useState<TicketAttachment | null>(null);
  return (
    <>
      <ul className={styles.rows} aria-label="Attached">
        {attachments.map((attachment) => (
          <AttachmentRow
            key={attachment.id}
            ticket={number}
            attachment={attachment}
            open={() => setOpenedId(attachment.id)}
            askToRemove={() => setLeaving(attachment)}
          />
        ))}
      </ul>
      {openedId !== null && (
        <Viewer
          ticket={number}
          attachments={attachments.filter(({ preview }) => preview !== null)}
          openedId={openedId}
          close={() => setOpenedId(null)}
        />
      )}
      {leaving && (
        <RemoveDialog ticket={number} attachment={leaving} close={() => setLeaving(null)} />
      )}
    </>
  );
}

/** Newest first; who may not attach only reads. */
export default function TicketAttachments({ ticket }: { ticket: TicketDetail }) {
  const mayAttach = ticket.actions.includes('attach');
  const [now, uploads] = useUploads(ticket.number);
  const take = useTaking(uploads);
  const isOver = useDroppedFiles(mayAttach, take);
  usePastedFiles(mayAttach, take);
  const heading = useKeptFocus();
  const isEmpty = ticket.attachments.length === 0 && now.uploads.length === 0;
  return (
    <section className={section.section} aria-labelledby="attachments">
      <div className={section.heading}>
        <h2 id="attachments" ref={heading} tabIndex={-1} className={styles.title}>
          Attachments
        </h2>
        {mayAttach && <AddFiles add={uploads.add} />}
      </div>
      {!isEmpty && <Hint mayAttach={mayAttach} />}
      {now.uploads.length > 0 && <Underway now={now} uploads={uploads} />}
      {isEmpty ? <Nothing mayAttach={mayAttach} /> : <List ticket={ticket} />}
      <div className={styles.heard} aria-live="polite">
        <span key={now.news.count}>{now.news.sentence}</span>
      </div>
      {isOver && <DropTarget what={`${ticket.label} in ${ticket.room}`} />}
    </section>
  );
}
