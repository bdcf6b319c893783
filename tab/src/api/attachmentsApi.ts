/** Requests for attachments: upload one, download its content, remove it. */
import type { TicketNumber } from '@rooms-pro/core';
import type { AttachedAnswer } from '@rooms-pro/core/contracts';
import type { Upload } from '../ticket/attachments/upload/uploads.ts';
import { ApiFailure } from './apiFailure.ts';
import { api, checkInDevelopment } from './client.ts';
import { type Transfer, transfer } from './transfer.ts';

type Watched = Pick<Transfer, 'signal' | 'onProgress'>;

const pathOf = (ticket: TicketNumber, id?: string) =>
  `tickets/${encodeURIComponent(ticket)}/attachments${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;

const unreadableFile = {
  code: 'unreadableFile',
  sentence: 'This file can no longer be read. It may have been moved or changed: choose it again.',
};

/** Uploads a file. `name`: its name on the ticket; `uploadId`: the same for each attempt. */
export async function attach(
  ticket: TicketNumber,
  { file, name, uploadId }: Pick<Upload, 'file' | 'name' | 'uploadId'>,
  watched: Watched,
): Promise<AttachedAnswer> {
  const headers = {
    'content-type': file.type || 'application/octet-stream',
    'x-upload-id': uploadId,
    'x-attachment-name': encodeURIComponent(name.toWellFormed()),
  };
  const sending = transfer({
    method: 'POST',
    path: pathOf(ticket),
    headers,
    body: file,
    ...watched,
  });
  const answer = await sending.catch(async (error: unknown) => {
    if (!(error instanceof ApiFailure) || error.status !== 0) throw error;
    throw (await canBeRead(file)) ? error : new ApiFailure(0, unreadableFile);
  });
  const body = JSON.parse(await answer.text());
  checkInDevelopment({ method: 'POST', target: `/api/${pathOf(ticket)}`, status: 201, body });
  return body;
}

/** A browser reports a missing file in the same way as an unreachable server. */
function canBeRead(file: File): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}

/** Downloads the content of an attachment. */
export function downloadAttachment(
  ticket: TicketNumber,
  id: string,
  watched: Watched,
): Promise<Blob> {
  return transfer({ method: 'GET', path: pathOf(ticket, id), ...watched });
}

/** Removes an attachment for every person; resolves to the result. */
export async function removeAttachment(ticket: TicketNumber, id: string): Promise<string> {
  return (await api.remove(pathOf(ticket, id))).sentence;
}
