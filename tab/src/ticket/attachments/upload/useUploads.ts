/**
 * Connects the uploads of a ticket with its page. They continue while the person visits other pages of
 * the tab.
 */
import type { TicketNumber } from '@rooms-pro/core';
import {
  largestAttachmentBytes,
  type TicketAttachment,
  type TicketDetail,
} from '@rooms-pro/core/contracts';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { useOutcomeText } from '../../../act/Outcomes.tsx';
import { ApiFailure } from '../../../api/apiFailure.ts';
import { attach } from '../../../api/attachmentsApi.ts';
import { ticketQuery } from '../../../api/queries.ts';
import { limitConcurrency } from '../limitConcurrency.ts';
import { mayRetry } from './mayRetry.ts';
import { createUploads, type Uploads, type UploadsNow } from './uploads.ts';

/**
 * Stored by query client. Each acting person has their own client, so no person sends the files of
 * another.
 */
const kept = new WeakMap<QueryClient, Map<TicketNumber, Uploads>>();

/** One less than the limit of the server for one person, because another page may be open. */
const turns = limitConcurrency(2);

let busyTickets = 0;

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/**
 * Registered only while an upload is pending: a page with this listener cannot use the back-forward
 * cache.
 */
function warnWhile(isBusy: boolean): void {
  busyTickets += isBusy ? 1 : -1;
  if (busyTickets > 0) window.addEventListener('beforeunload', warn);
  else window.removeEventListener('beforeunload', warn);
}

/** Adds the attachment to the list immediately, and loads the ticket again. */
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
  showOutcome: ReturnType<typeof useOutcomeText>,
): Uploads {
  return createUploads({
    send: async (file, watched) => {
      const { attachment, sentence } = await attach(ticket, file, watched);
      show(client, ticket, attachment);
      return sentence;
    },
    formatFailure: (error) =>
      error instanceof ApiFailure ? error.message : 'Something went wrong.',
    mayRetry,
    onUnseenEnd: (headline, isFailure) =>
      showOutcome({ intent: isFailure ? 'error' : 'success', headline, sentences: [] }, null),
    onBusy: warnWhile,
    largestBytes: largestAttachmentBytes,
    turns,
  });
}

/** The uploads of this ticket and their present state. */
export function useUploads(ticket: TicketNumber): readonly [UploadsNow, Uploads] {
  const client = useQueryClient();
  const showOutcome = useOutcomeText();
  const [uploads] = useState(() => {
    const mine = kept.get(client) ?? new Map<TicketNumber, Uploads>();
    kept.set(client, mine);
    const known = mine.get(ticket) ?? create(client, ticket, showOutcome);
    mine.set(ticket, known);
    return known;
  });
  return [useSyncExternalStore(uploads.subscribe, uploads.get), uploads];
}
