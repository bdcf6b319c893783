/** The attachments of a ticket: `/api/tickets/{number}/attachments`. */
import { z } from 'zod';
import { count, entryPoint, instant } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

/** A picture, video, log or other file of a ticket. Its content is at `…/attachments/{id}`. */
export const ticketAttachment = z.strictObject({
  id: z.string(),
  name: z.string().describe('The name that its sender gave it. Plain text.'),
  sizeBytes: count,
  at: instant,
  by: z.string(),
  via: entryPoint,
  preview: z
    .enum(['image', 'video'])
    .nullable()
    .describe('The kind of its content if a browser can show it; `null`: it can only be saved.'),
  mayRemove: z.boolean(),
});
export type TicketAttachment = Wire<typeof ticketAttachment>;

/**
 * Response (201) of `POST /api/tickets/{number}/attachments`. The body of the request is the content
 * itself. A second request with the same `x-upload-id`, a UUID from the sender, gets the same response
 * and attaches nothing again.
 */
export const attachedAnswer = z.strictObject({
  attachment: ticketAttachment,
  sentence: z.string(),
});
export type AttachedAnswer = Wire<typeof attachedAnswer>;

/** Response of `DELETE /api/tickets/{number}/attachments/{id}`. */
export const removedAnswer = z.strictObject({ sentence: z.string() });
export type RemovedAnswer = Wire<typeof removedAnswer>;
