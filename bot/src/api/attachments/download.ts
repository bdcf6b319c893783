/** Sends a file to a client. Browsers always save it and never show it as a page. */
import { pipeline } from 'node:stream/promises';
import type { Attachments } from '@rooms-pro/store';
import type { Response } from 'restify';
import type { Log } from '../../log.ts';
import { typeNamed } from './detectType.ts';

type Kept = NonNullable<Awaited<ReturnType<Attachments['get']>>>;

/**
 * Sends the whole file. If the client leaves or the file cannot be read to the end, both ends are
 * closed.
 */
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
    // `pipeline` leaves the content open if the client was gone before it began.
    content.destroy();
  }
}

/**
 * A value in the encoding of RFC 8187. It also escapes the characters that RFC 8187 excludes and
 * `encodeURIComponent` does not escape.
 */
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
