/**
 * An upload: reads the body of a request piece by piece and never has the whole file in memory.
 */
import { emptyFileMessage, sanitizeFileName } from '@rooms-pro/core';
import { largestAttachmentBytes } from '@rooms-pro/core/contracts';
import type { Request } from 'restify';
import { AppError } from '../../appError.ts';
import { allowBody, nothingMore } from '../../process/discardBody.ts';
import { atMinimumRate, type MinimumRate } from '../http/minimumRate.ts';
import { typeDetectionBytes } from './detectType.ts';

export type Upload = {
  /** The name from the sender, without folders. The text can be hostile. */
  readonly name: string;
  /** The error when the body arrives too slowly. */
  readonly whySlow: () => AppError | null;
  /** The first bytes, enough to find the type. */
  head(): Promise<Uint8Array>;
  /** The whole content, after `head`. It can be read once. */
  content(): AsyncIterable<Uint8Array>;
};

/**
 * The sender's id for this upload, which distinguishes a second try from a second file; `undefined`
 * without the header. Throws if the id is not a UUID.
 */
export function readUploadId(request: Request): string | undefined {
  const id = request.header('x-upload-id', '').toLowerCase();
  if (id === '') return undefined;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  const sentence = 'The header x-upload-id is not a UUID. Nothing was attached.';
  throw new AppError(sentence, { code: 'badRequest', status: 400 });
}

/**
 * Checks the headers and does not read the body yet. Throws if a header is wrong. The body must
 * arrive at a minimum rate. The connection stays open when reading stops early.
 */
export function readUpload(request: Request, rate: MinimumRate): Upload {
  if (Number(request.header('content-length', '0')) > largestAttachmentBytes) throw tooLarge();
  const name = nameIn(request.header('x-attachment-name', ''));
  let first: Uint8Array = new Uint8Array();
  let slow: AppError | null = null;
  const body = atMinimumRate(request.iterator({ destroyOnReturn: false }), rate, () => {
    allowBody(request, nothingMore);
    slow = tooSlow();
    return slow;
  });
  return {
    name,
    whySlow: () => slow,
    async head() {
      first = await readHead(body);
      return first.subarray(0, typeDetectionBytes);
    },
    content: () => joined(first, body),
  };
}

/** The error for an empty file. */
export function empty(name: string): AppError {
  const sentence = `Nothing was attached. ${emptyFileMessage(sanitizeFileName(name))}`;
  return new AppError(sentence, { code: 'emptyFile', status: 400 });
}

/** The error for a file over the limit. */
export function tooLarge(): AppError {
  const most = `${largestAttachmentBytes / 1024 / 1024} MB`;
  const sentence = `The file is larger than ${most}, the limit for an attachment. Nothing was attached. Make it smaller or compress it, and try again.`;
  return new AppError(sentence, { code: 'tooLarge', status: 413 });
}

/**
 * The error for a body that arrives too slowly. The connection is closed, because the rest would
 * also take too long.
 */
function tooSlow(): AppError {
  const sentence =
    'The file arrived too slowly: less than 64 kB a second. Try again on a faster connection.';
  return new AppError(sentence, { code: 'tooSlow', status: 408, retryable: true });
}

function nameIn(header: string): string {
  const name = decoded(header);
  if (name === null || name.trim() === '') {
    const sentence =
      'The file has no name. Send it in the header x-attachment-name, percent-encoded.';
    throw new AppError(sentence, { code: 'badRequest', status: 400 });
  }
  // Some browsers and scripts send the path with the name.
  return name.split(/[\\/]/).at(-1) ?? '';
}

function decoded(header: string): string | null {
  try {
    return decodeURIComponent(header);
  } catch {
    return null;
  }
}

async function readHead(body: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < typeDetectionBytes) {
    const next = await body.next();
    if (next.done) break;
    pieces.push(next.value);
    bytes += next.value.byteLength;
  }
  return Buffer.concat(pieces);
}

async function* joined(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  for (;;) {
    const next = await rest.next();
    if (next.done) return;
    yield next.value;
  }
}
