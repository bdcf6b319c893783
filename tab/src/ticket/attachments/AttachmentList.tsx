/** The attachments, newest first, with the viewer and the dialog above them. */
import type { TicketAttachment, TicketDetail } from '@rooms-pro/core/contracts';
import { useState } from 'react';
import { AttachmentRow } from './AttachmentRow.tsx';
import styles from './Attachments.module.css';
import { Viewer } from './content/Viewer.tsx';
import { RemoveAttachmentDialog } from './RemoveAttachmentDialog.tsx';

/** The viewer steps only through attachments that it can show. */
export function AttachmentList({ ticket }: { ticket: TicketDetail }) {
  const { number, attachments } = ticket;
  const [openedId, setOpenedId] = useState<string | null>(null);
  // The row at the press of the button: the dialog stays open if another person removes the attachment.
  const [leaving, setLeaving] = useState<TicketAttachment | null>(null);
  return (
    <>
      {attachments.length > 0 && (
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
      )}
      {openedId !== null && (
        <Viewer
          ticket={number}
          attachments={attachments.filter(({ preview }) => preview !== null)}
          openedId={openedId}
          close={() => setOpenedId(null)}
        />
      )}
      {leaving && (
        <RemoveAttachmentDialog
          ticket={number}
          attachment={leaving}
          close={() => setLeaving(null)}
        />
      )}
    </>
  );
}
