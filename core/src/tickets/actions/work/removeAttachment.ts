/** Remove an attachment: the person who attached it may, and a lead. The attachment itself offers it. */
import type { SignalId } from '../../../words.ts';
import { addChange, onTicket, withTicket } from '../../draft.ts';
import { mayRemove, roleLabels } from '../../policy.ts';
import { defineAction } from '../action.ts';
import { stayOnceOpened } from '../moves.ts';
import { describe } from './attach.ts';

export type RemoveAttachment = {
  readonly action: 'removeAttachment';
  readonly signal: SignalId;
  readonly id: string;
};

export const removeAttachment = defineAction<RemoveAttachment>().onFile({
  moves: stayOnceOpened,
  whileSuppressed: 'allowed',
  needsRole: 'technician',
  whenRetired: 'allowed',
  label: 'Remove',
  phrase: 'remove attachments',
  past: (what) => `removed an attachment of ${what}`,
  asksFirst: true,
  isForMany: false,
  buttonAt: 'component',
  decide({ id }, { draft, signal, ticket, actor, room }) {
    const removed = ticket.attachments.find((one) => one.id === id);
    if (!removed) return { code: 'attachmentGone' };
    if (!mayRemove(actor, removed, room)) {
      return { code: 'notPermitted', action: 'removeOthersAttachment', needs: roleLabels.lead };
    }
    const attachments = ticket.attachments.filter((one) => one !== removed);
    return addChange(draft, withTicket(draft.room, signal, { attachments }), {
      type: 'attachment.removed',
      ...onTicket(signal, ticket),
      ...describe(removed),
    });
  },
});
