/** Ticket numbers in a sentence, also inside addresses of the tab. */
import type { TicketNumber } from '@rooms-pro/core';
import type { Span, Token } from '../text/tokens.ts';
import type { NameIndex } from './nameIndex.ts';

export type TicketSpan = Span & { readonly ticket: TicketNumber };

/** An address in the text. `ticket`: the address is of this ticket; `room`: of the room with this number. */
export type AddressSpan = Span & {
  readonly ticket: TicketNumber | null;
  readonly room: number | null;
};

/** The addresses in a text. Their words mean nothing else. */
export function findAddresses(text: string, tokens: readonly Token[]): readonly AddressSpan[] {
  return [...text.matchAll(/\bhttps?:\/\/[^\s<>"']+/gi)].map((match) => {
    const end = match.index + match[0].length;
    const inside = tokens.filter((token) => token.start >= match.index && token.end <= end);
    const from = inside[0] === undefined ? 0 : tokens.indexOf(inside[0]);
    const ticket = /\btickets?\/(\d{1,9}-\d{1,6})\b/.exec(match[0])?.[1];
    const room = /\brooms?\/(?:room-)?(\d{1,9})\b/.exec(match[0])?.[1];
    return {
      from,
      to: from + inside.length,
      ticket: ticket === undefined ? null : (ticket as TicketNumber),
      room: room === undefined ? null : Number(room),
    };
  });
}

/** The ticket numbers, whether such tickets exist or not. Dates and hours are no ticket numbers. */
export function findTickets(
  tokens: readonly Token[],
  names: NameIndex,
  isFree: (index: number) => boolean,
): readonly TicketSpan[] {
  const found: TicketSpan[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const span = isFree(at) ? readTicket(tokens, at, names) : null;
    if (span === null) continue;
    found.push(span);
    at = span.to - 1;
  }
  return found;
}

function readTicket(tokens: readonly Token[], at: number, names: NameIndex): TicketSpan | null {
  const [room, dash, ordinal, next] = [0, 1, 2, 3].map((nth) => tokens[at + nth]);
  if (!/^\d{1,9}$/.test(room?.word ?? '') || dash?.word !== '-') return null;
  if (!/^\d{1,6}$/.test(ordinal?.word ?? '')) return null;
  const isDate =
    next?.word === '-' && tokens[at + 4]?.kind === 'number' && next.start === ordinal?.end;
  if (isDate || tokens[at - 1]?.word === '-') return null;
  const [number, nth] = [Number(room?.word), Number(ordinal?.word)];
  if (number === 0 || nth === 0) return null;
  const isNamed =
    /^(?:ticket|tiket|#|nr|no|number|nummer|incident|case|respond|suppress|unsuppress|mute|unmute|assign|unassign|resolve|close|history|why|who|note|remediate|show|zu|von|on|of)$/.test(
      tokens[at - 1]?.word ?? '',
    );
  if (!names.rooms.has(number) && number < 100 && !isNamed) return null;
  const from = tokens[at - 1]?.word === '#' ? at - 1 : at;
  return { from, to: at + 3, ticket: `${number}-${nth}` };
}
