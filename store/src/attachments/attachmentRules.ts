/** At the border of every place that keeps attachments: types, addresses and sizes. */
import type { TicketNumber } from '@rooms-pro/core';
import { StoreError } from '../storeError.ts';
import type { Attachment } from './attachments.ts';

/** Refused above this unless told otherwise. */
export const largestBytesByDefault = 100 * 1024 * 1024;

/** Whether both parts of an address have the form that this product gives them. */
export function isAddress(ticket: string, id: string): boolean {
  return isTicket(ticket) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

/** Throws unless it is a ticket's number: the only part of an address that comes from outside. */
export function checkTicket(ticket: TicketNumber): void {
  if (!isTicket(ticket)) throw new RangeError('Attachments belong to a ticket, `1042-7`.');
}

function isTicket(ticket: string): boolean {
  return /^\d{1,9}-\d{1,9}$/.test(ticket);
}

/** The type when it has the form of one, else that of any bytes. */
export function sanitizeContentType(contentType: string): string {
  const type = contentType.toLowerCase();
  return /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,60}$/.test(type)
    ? type
    : 'application/octet-stream';
}

/** The content piece by piece; throws as soon as there is more than the limit. `seen` counts it. */
export async function* atMost(
  content: AsyncIterable<Uint8Array>,
  largestBytes: number,
  seen: { bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const piece of content) {
    seen.bytes += piece.byteLength;
    if (seen.bytes > largestBytes) {
      const largestMb = Math.floor(largestBytes / 1024 / 1024);
      throw new StoreError('tooLarge', `An attachment may have ${largestMb} MB at most.`);
    }
    yield piece;
  }
}

/** Oldest first; of the same moment by their ids. */
export function byAge(a: Attachment, b: Attachment): number {
  return a.at === b.at ? a.id.localeCompare(b.id) : a.at.localeCompare(b.at);
}
