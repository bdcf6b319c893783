/** The fourth tab of a ticket: pictures, videos, logs and other files, and the controls that add more. */
import type { TicketDetail } from '@rooms-pro/core/contracts';
import { useCallback } from 'react';
import { useOutcomeText } from '../../act/Outcomes.tsx';
import section from '../../shared/Section.module.css';
import { AttachmentList } from './AttachmentList.tsx';
import styles from './Attachments.module.css';
import { Hint, Nothing } from './Hints.tsx';
import { AddFiles, DropTarget } from './upload/AddFiles.tsx';
import type { Chosen } from './upload/chosenFiles.ts';
import { UploadList } from './upload/UploadList.tsx';
import type { Uploads } from './upload/uploads.ts';
import { useDroppedFiles, usePastedFiles } from './upload/useDroppedFiles.ts';
import { useUploads } from './upload/useUploads.ts';
import { useKeptFocus } from './useKeptFocus.ts';
import { whyNotAttach } from './whyNotAttach.ts';

function useTaking(uploads: Uploads) {
  const showOutcome = useOutcomeText();
  return useCallback(
    ({ files, folders }: Chosen) => {
      uploads.add(files);
      if (folders === 0) return;
      const headline = 'Folders cannot be attached.';
      const sentences = ['Drop the files in them, or a ZIP file of them.'];
      showOutcome({ intent: 'warning', headline, sentences }, null);
    },
    [uploads, showOutcome],
  );
}

/** Newest first. A person without the right to attach can only read. */
export default function TicketAttachments({ ticket }: { ticket: TicketDetail }) {
  const refusal = whyNotAttach(ticket);
  const mayAttach = refusal === null;
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
      {!isEmpty && <Hint refusal={refusal} />}
      {now.uploads.length > 0 && <UploadList now={now} uploads={uploads} />}
      {isEmpty && <Nothing refusal={refusal} />}
      <AttachmentList ticket={ticket} />
      <div className={styles.heard} aria-live="polite">
        <span key={now.announcement.count}>{now.announcement.sentence}</span>
      </div>
      {isOver && <DropTarget what={`${ticket.label} in ${ticket.room}`} />}
    </section>
  );
}
