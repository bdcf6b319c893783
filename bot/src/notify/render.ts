/** What a shared card must show now: the incident as everybody in the conversation may see it. */
import {
  allowedActions,
  type Instant,
  type Person,
  type Room,
  type Rules,
  type SignalId,
  type TicketNumber,
} from '@rooms-pro/core';
import { type IncidentRef, incidentCard, summaryOf } from '../cards/index.ts';
import type { WireCard } from './messenger.ts';

/** A card ready to be sent, with the sentence a notification says. */
export type Rendered = { readonly card: WireCard; readonly summary: string };

/**
 * Renders the incident of a signal for a card that was posted for `about`. `readerId`: the one
 * person who reads it, `null` where many do.
 */
export type Render = (
  room: Room,
  signal: SignalId,
  about: IncidentRef,
  readerId: string | null,
) => Rendered;

export type RenderDeps = {
  readonly rules: Rules;
  readonly now: () => Instant;
  /** Deep link to a ticket in the tab. */
  readonly ticketUrl: (number: TicketNumber) => string;
};

/**
 * A card offers what the lifecycle would take from a reader with every right; who may not is told
 * so kindly when they click. Text that changes with time alone must not be in it.
 */
export function createRender({ rules, now, ticketUrl }: RenderDeps): Render {
  return (room, signal, about, readerId) => {
    const number = room.signals[signal]?.ticket?.number;
    const view = {
      room,
      signal,
      rules,
      now: now(),
      actions: allowedActions(room, signal, readerOf(readerId), rules),
      openUrl: number ? ticketUrl(number) : '',
      about,
    };
    return { card: incidentCard(view), summary: summaryOf(view) };
  };
}

function readerOf(readerId: string | null): Person {
  return { kind: 'person', id: readerId ?? '', name: '', role: 'manager', groups: [] };
}
