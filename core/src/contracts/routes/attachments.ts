/** Routes about the files of a ticket. */
import { z } from 'zod';
import { attachedAnswer, removedAnswer } from '../tickets/attachments.ts';
import { ticketNumber } from '../vocabulary.ts';
import * as example from './examples/rooms.ts';
import { botErrors, type Route, returns } from './route.ts';

const ofTicket = z.object({ number: ticketNumber });
const one = ofTicket.extend({ id: z.string() });
const common = { service: 'bot', access: 'person' } as const;

export const attachmentRoutes: readonly Route[] = [
  {
    ...common,
    id: 'attachFile',
    method: 'POST',
    path: '/api/tickets/{number}/attachments',
    summary: 'Attaches a file to a ticket. The body is the file itself, at most 100 MB.',
    pathParameters: ofTicket,
    headers: z.object({
      'x-attachment-name': z.string().describe('The name of the file, percent-encoded.'),
      'x-upload-id': z
        .guid()
        .optional()
        .describe('The same id again gets the same response and attaches nothing again.'),
    }),
    body: { type: 'application/octet-stream' },
    responses: {
      201: returns('The file is attached.', attachedAnswer),
      ...botErrors(404, 408, 409, 413, 429, 501),
    },
    example: {
      path: { number: example.ticketNumber },
      headers: { 'x-attachment-name': 'display.jpg' },
      status: 201,
      response: {
        attachment: example.attachment,
        sentence: 'display.jpg (178 kB) is attached to Display 1.',
      },
    },
  },
  {
    ...common,
    id: 'getAttachment',
    method: 'GET',
    path: '/api/tickets/{number}/attachments/{id}',
    summary: 'The content of an attachment.',
    pathParameters: one,
    responses: {
      200: {
        description: 'The content, always as a file to save.',
        content: { type: 'application/octet-stream' },
      },
      ...botErrors(404, 501),
    },
    example: { path: { number: example.ticketNumber, id: 'f4c1' }, status: 200 },
  },
  {
    ...common,
    id: 'removeAttachment',
    method: 'DELETE',
    path: '/api/tickets/{number}/attachments/{id}',
    summary: 'Removes an attachment for everyone.',
    pathParameters: one,
    responses: { 200: returns('It is removed.', removedAnswer), ...botErrors(404, 409, 501) },
    example: {
      path: { number: example.ticketNumber, id: 'f4c1' },
      status: 200,
      response: { sentence: 'display.jpg is no longer attached to Display 1.' },
    },
  },
];
