/** Whether a person may attach to a ticket, and what they are told where not. */
import { mostAttachments } from '@rooms-pro/core';
import type { TicketDetail } from '@rooms-pro/core/contracts';

/** In a sentence; `null`: they may. */
export function whyNotAttach(
  ticket: Pick<TicketDetail, 'actions'> & { readonly attachments: readonly unknown[] },
): string | null {
  const { actions, attachments } = ticket;
  if (actions.includes('attach')) return null;
  // Whoever may write on a ticket may attach to it too, where that is possible at all.
  if (!actions.includes('message'))
    return 'You can see what is attached here, but not attach files.';
  if (attachments.length >= mostAttachments) {
    return `A ticket can have ${mostAttachments} attachments, and this one does. Remove one to attach another.`;
  }
  return 'Files cannot be attached: no storage for files is set up. Contact your administrator.';
}
