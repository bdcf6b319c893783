/** Ties the uploads of a ticket to its page: they go on while one looks elsewhere in the tab. */
import type { TicketNumber } from '@rooms-pro/core';
import {
  largestAttachmentBytes,
  type TicketAttachment,
  type TicketDetail,
} from '@rooms-pro/core/contracts';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { useOutcomeText } from '../../../act/Outcomes.tsx';
import { attach } from '../../../api/attachmentsApi.ts';
import { ApiFailure } from '../../../api/client.ts';
import { ticketQuery } from '../../../api/queries.ts';
import { limitConcurrency } from '../limitConcurrency.ts';
import { mayRetry } from './mayRetry.ts';
import { createUploads, type Uploads, type UploadsNow } from './uploads.ts';

/** By client, since whoever acts next has another: nobody sends on what somebody else chose. */
const kept = new WeakMap<QueryClient, Map<TicketNumber, Uploads>>();

/** One less than the server takes of a person, who may have another page open. */
const turns = limitConcurrency(2);

let busyTickets = 0;

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Listens only while something is on its way: such a page cannot be kept for the way back. */
function warnWhile(isBusy: boolean): void {
  busyTickets += isBusy ? 1 : -1;
  if (busyTickets > 0) window.addEventListener('beforeunload', warn);
  else window.removeEventListener('beforeunload', warn);
}

/** In the list at once; the ticket is asked for anew all the same. */
function show(client: QueryClient, number: TicketNumber, attachment: TicketAttachment): void {
  const { queryKey } = ticketQuery(number);
  client.setQueryData<TicketDetail>(queryKey, (ticket) => {
    if (!ticket || ticket.attachments.some(({ id }) => id === attachment.id)) return ticket;
    return { ...ticket, attachments: [attachment, ...ticket.attachments] };
  });
  void client.invalidateQueries({ queryKey });
}

function create(
  client: QueryClient,
  ticket: TicketNumber,
  say: ReturnType<typeof useOutcomeText>,
): Uploads {
  return createUploads({
    send: async (file, watched) => {
      const { attachment, sentence } = await attach(ticket, file, watched);
      show(client, ticket, attachment);
      return sentence;
    },
    sayFailure: (error) => (error instanceof ApiFailure ? error.message : 'Something went wrong.'),
    mayRetry,
    onUnseenEnd: (headline, isFailure) =>
      say({ intent: isFailure ? 'error' : 'success', headline, sentences: [] }, null),
    onBusy: warnWhile,
    largestBytes: largestAttachmentBytes,
    turns,
  });
}

/** The uploads of this ticket, and what there is of them now. */
export function useUploads(ticket: TicketNumber): readonly [UploadsNow, Uploads] {
  const client = useQueryClient();
  const say = useOutcomeText();
  const [uploads] = useState(() => {
    const mine = kept.get(client) ?? new Map<TicketNumber, Uploads>();
    kept.set(client, mine);
    const known = mine.get(ticket) ?? create(client, ticket, say);
    mine.set(ticket, known);
    return known;
  });
  return [useSyncExternalStore(uploads.subscribe, uploads.get), uploads];
}
