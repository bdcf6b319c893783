/** The attachments of a ticket as the response contains them. */
import { type Attached, mayRemove, type Person, type Room } from '@rooms-pro/core';
import type { TicketAttachment } from '@rooms-pro/core/contracts';

/** One attachment. */
export function presentAttachment(
  { id, name, sizeBytes, at, by, via, preview }: Attached,
  person: Person,
  room: Room,
): TicketAttachment {
  const whose = by?.name ?? 'Platform';
  const canRemove = mayRemove(person, { by }, room);
  return { id, name, sizeBytes, at, by: whose, via, preview, mayRemove: canRemove };
}

/** All attachments, newest first. Without a store for files, no attachment can be removed. */
export function presentAttachments(
  attachments: readonly Attached[],
  person: Person,
  room: Room,
  hasPlace: boolean,
): TicketAttachment[] {
  const shown = attachments.map((attached) => presentAttachment(attached, person, room));
  return shown.map((one) => ({ ...one, mayRemove: one.mayRemove && hasPlace })).reverse();
}
