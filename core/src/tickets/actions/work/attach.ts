/** Attach a file: a ticket gets one more attachment, whose content is stored already. */
import type { Attached } from '../../../room.ts';
import type { SignalId } from '../../../words.ts';
import { addChange, onTicket, withTicket } from '../../draft.ts';
import { findRecord } from '../../ticketState.ts';
import { defineAction } from '../action.ts';
import { stayOnceOpened } from '../moves.ts';

export type Attach = {
  readonly action: 'attach';
  readonly signal: SignalId;
  readonly attachment: Omit<Attached, 'at' | 'by'>;
};

/** The most attachments of one ticket. Each attachment makes its room document larger, so each write costs more. */
export const mostAttachments = 50;

export const attach = defineAction<Attach>().onFile({
  moves: stayOnceOpened,
  whileSuppressed: 'allowed',
  needsRole: 'technician',
  whenRetired: 'allowed',
  label: 'Attach a file',
  phrase: 'attach files',
  past: (what) => `attached a file to ${what}`,
  asksFirst: true,
  isForMany: false,
  buttonAt: 'component',
  rule({ room, target }) {
    const ticket = target === 'room' ? null : findRecord(room, target).ticket;
    const isFull = (ticket?.attachments.length ?? 0) >= mostAttachments;
    return isFull ? { code: 'tooManyAttachments', most: mostAttachments } : null;
  },
  decide({ attachment }, { draft, signal, ticket, actor, by, now }) {
    const { attachments } = ticket;
    const attached = { ...attachment, by: actor.kind === 'platform' ? null : by, at: now };
    const existing =
      attachments.find(({ id }) => id === attached.id) ??
      attachmentChanges(attachments, attached.by, attached.upload);
    if (existing) return { code: 'alreadyAttached', name: existing.name };
    const room = withTicket(draft.room, signal, { attachments: [...attachments, attached] });
    return addChange(draft, room, {
      type: 'attachment.added',
      ...onTicket(signal, ticket),
      ...describe(attached),
    });
  },
});

/** The members of an attachment that the history contains. */
export function describe({ id, name, sizeBytes, preview }: Attached) {
  return { id, name, sizeBytes, preview };
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
