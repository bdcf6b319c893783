/** Message: a person writes on a ticket. */
import type { Ticket } from '../../../room.ts';
import type { SignalId } from '../../../words.ts';
import { addChange, type Draft, onTicket, withTicket } from '../../draft.ts';
import { defineAction } from '../action.ts';
import { textFault } from '../inputFaults.ts';
import { stayOnceOpened } from '../moves.ts';

export type Message = {
  readonly action: 'message';
  readonly signal: SignalId;
  readonly text: string;
};

export const message = defineAction<Message>().onTicket({
  moves: stayOnceOpened,
  whileSuppressed: 'allowed',
  needsRole: 'technician',
  whenRetired: 'allowed',
  label: 'Message',
  phrase: 'write messages',
  past: (what) => `wrote a message on ${what}`,
  asksFirst: true,
  isForMany: false,
  buttonAt: 'component',
  request: {
    payload: ({ text }) => ({ text }),
    toCommand: (payload, signal) => ({ ...payload, signal }),
    formatDone: ({ label }) => `Your message on ${label} is posted.`,
    undo: () => null,
  },
  fault: ({ text }) => textFault('message', text),
  decide: ({ text }, { draft, signal, ticket }) => postMessage(draft, signal, ticket, text),
});

/** Adds a message to a ticket. The history contains its text. */
export function postMessage(draft: Draft, signal: SignalId, ticket: Ticket, text: string): Draft {
  const room = withTicket(draft.room, signal, { messageCount: ticket.messageCount + 1 });
  return addChange(draft, room, { type: 'message.posted', ...onTicket(signal, ticket), text });
}
