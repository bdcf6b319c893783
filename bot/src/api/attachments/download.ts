/** A file on its way out: always as something to be saved, never as a page of ours. */
import { pipeline } from 'node:stream/promises';
import type { Attachments } from '@rooms-pro/store';
import type { Response } from 'restify';
import type { Log } from '../../log.ts';
import { typeNamed } from './detectType.ts';

type Kept = NonNullable<Awaited<ReturnType<Attachments['get']>>>;

/** Sends a file to its end; when its receiver leaves, or it cannot be read on, both ends are closed. */
export async function sendFile(
  response: Response,
  { attachment, content }: Kept,
  log: Log,
): Promise<void> {
  response.writeHead(200, {
    'content-type': typeNamed(attachment.contentType).contentType,
    'content-length': String(attachment.sizeBytes),
    'content-disposition': `attachment; filename*=UTF-8''${encoded(attachment.name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private',
  });
  try {
    await pipeline(content, response);
  } catch (error) {
    if (!isReceiverGone(error)) log.error('attachment.failed', { does: 'get' }, error);
  } finally {
    // `pipeline` leaves it open when the receiver was gone before it began.
    content.destroy();
  }
}

/** A value as RFC 8187 writes it: what it does not take and `encodeURIComponent` leaves is escaped too. */
function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const goneCodes: readonly unknown[] = [
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_UNABLE_TO_PIPE',
  'ECONNRESET',
  'EPIPE',
];

function isReceiverGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && goneCodes.includes(error.code);
}
