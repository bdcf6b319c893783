/** What becomes of a ticket when a file is attached to it or taken off again. */
import type { Change } from '../../change.ts';
import type { Rejection } from '../../command.ts';
import type { Attached, Room, Ticket } from '../../room.ts';
import type { Actor, Instant, SignalId } from '../../words.ts';
import { mayRemove, roleLabels } from '../policy.ts';
import { findRecord } from '../ticketState.ts';

/** So many attachments a ticket can have: each of them makes its room dearer to write. */
export const mostAttachments = 50;

/** A step on the attachments of a ticket. */
export type AttachmentTransition =
  | { readonly action: 'attach'; readonly attached: Omit<Attached, 'at'> }
  | { readonly action: 'removeAttachment'; readonly id: string };

/** Whether there is room for one more; `null`: there is. */
export function fullRejection(ticket: Ticket | null): Rejection | null {
  const isFull = (ticket?.attachments.length ?? 0) >= mostAttachments;
  return isFull ? { code: 'tooManyAttachments', most: mostAttachments } : null;
}

/** Why somebody else's attachment stays; one's own, or one that is not there, is no matter of rights. */
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

/** What came of a sending, by whose it is: they hear of it again where its answer was lost. */
export function attachmentChanges(
  attachments: readonly Attached[],
  by: Attached['by'],
  upload: string | undefined,
): Attached | undefined {
  if (upload === undefined) return undefined;
  return attachments.find((one) => one.upload === upload && one.by?.id === by?.id);
}

/** The ticket's next attachments and what the history tells, or why nothing comes of it. */
export function nextAttachments(
  move: AttachmentTransition,
  signal: SignalId,
  ticket: Ticket,
  now: Instant,
): { readonly attachments: readonly Attached[]; readonly change: Change } | Rejection {
  const { attachments, number, episode } = ticket;
  const told = ({ id, name, sizeBytes, preview }: Omit<Attached, 'at'>) =>
    ({ signal, ticket: number, episode, id, name, sizeBytes, preview }) as const;
  if (move.action === 'attach') {
    const { attached } = move;
    const there =
      attachments.find(({ id }) => id === attached.id) ??
      attachmentChanges(attachments, attached.by, attached.upload);
    if (there) return { code: 'alreadyAttached', name: there.name };
    const change = { type: 'attachment.added', ...told(attached) } as const;
    return { attachments: [...attachments, { ...attached, at: now }], change };
  }
  const leaving = attachments.find(({ id }) => id === move.id);
  if (!leaving) return { code: 'attachmentGone' };
  const change = { type: 'attachment.removed', ...told(leaving) } as const;
  return { attachments: attachments.filter((one) => one !== leaving), change };
}
