/** Adds attachments to a ticket and removes them. */
import type { Change } from '../../change.ts';
import type { Rejection } from '../../command.ts';
import type { Attached, Room, Ticket } from '../../room.ts';
import type { Actor, Instant, SignalId } from '../../words.ts';
import { mayRemove, roleLabels } from '../policy.ts';
import { findRecord } from '../ticketState.ts';

/** The most attachments of one ticket. Each attachment makes its room document larger, so each write costs more. */
export const mostAttachments = 50;

/** A step on the attachments of a ticket. */
export type AttachmentTransition =
  | { readonly action: 'attach'; readonly attached: Omit<Attached, 'at'> }
  | { readonly action: 'removeAttachment'; readonly id: string };

/** Why the ticket accepts no further attachment; `null`: it accepts one. */
export function fullRejection(ticket: Ticket | null): Rejection | null {
  const isFull = (ticket?.attachments.length ?? 0) >= mostAttachments;
  return isFull ? { code: 'tooManyAttachments', most: mostAttachments } : null;
}

/**
 * Why this actor may not remove an attachment of another person; `null` for an own attachment, and for an
 * attachment that does not exist.
 */
export function removalRejection(
  room: Room,
  signal: SignalId,
  id: string,
  actor: Actor,
): Rejection | null {
  const attached = findRecord(room, signal).ticket?.attachments.find((one) => one.id === id);
  if (!attached || mayRemove(actor, attached, room)) return null;
  return { code: 'notPermitted', action: 'removeOthersAttachment', needs: roleLabels.lead };
}

/** The attachment that an earlier upload of the same person created. A client repeats an upload whose response was lost. */
export function attachmentChanges(
  attachments: readonly Attached[],
  by: Attached['by'],
  upload: string | undefined,
): Attached | undefined {
  if (upload === undefined) return undefined;
  return attachments.find((one) => one.upload === upload && one.by?.id === by?.id);
}

/** The ticket's next attachments with the change for the history, or why the step is rejected. */
export function nextAttachments(
  transition: AttachmentTransition,
  signal: SignalId,
  ticket: Ticket,
  now: Instant,
): { readonly attachments: readonly Attached[]; readonly change: Change } | Rejection {
  const { attachments, number, episode } = ticket;
  const toChange = ({ id, name, sizeBytes, preview }: Omit<Attached, 'at'>) =>
    ({ signal, ticket: number, episode, id, name, sizeBytes, preview }) as const;
  if (transition.action === 'attach') {
    const { attached } = transition;
    const existing =
      attachments.find(({ id }) => id === attached.id) ??
      attachmentChanges(attachments, attached.by, attached.upload);
    if (existing) return { code: 'alreadyAttached', name: existing.name };
    const change = { type: 'attachment.added', ...toChange(attached) } as const;
    return { attachments: [...attachments, { ...attached, at: now }], change };
  }
  const removed = attachments.find(({ id }) => id === transition.id);
  if (!removed) return { code: 'attachmentGone' };
  const change = { type: 'attachment.removed', ...toChange(removed) } as const;
  return { attachments: attachments.filter((one) => one !== removed), change };
}
