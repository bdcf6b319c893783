/** Whether a person may attach files to a ticket, and the reason if not. */
import { mostAttachments } from '@rooms-pro/core';
import type { TicketDetail } from '@rooms-pro/core/contracts';

/** The reason as a sentence; `null`: the person may attach. */
export function whyNotAttach(
  ticket: Pick<TicketDetail, 'actions'> & { readonly attachments: readonly unknown[] },
): string | null {
  const { actions, attachments } = ticket;
  if (actions.includes('attach')) return null;
  // A person who may write messages may also attach files, if the ticket allows it.
  if (!actions.includes('message'))
    return 'You can open attachments here, but you cannot attach files.';
  if (attachments.length >= mostAttachments) {
    return `This ticket has ${mostAttachments} attachments, which is the maximum. Remove one to attach another.`;
  }
  return 'Files cannot be attached: no storage for them is configured. Contact your administrator.';
}
