/** A file on its way in: the body of a request, read piece by piece and never held as a whole. */
import { sayEmptyFile, tameFileName } from '@rooms-pro/core';
import { largestAttachmentBytes } from '@rooms-pro/core/contracts';
import type { Request } from 'restify';
import { AppError } from '../appError.ts';
import { tellingBytes } from './foundType.ts';

export type Upload = {
  /** As its sender calls it, without folders; hostile text. */
  readonly name: string;
  /** The first bytes, enough to find the type. */
  head(): Promise<Uint8Array>;
  /** All of it, to be read once, after `head`. */
  content(): AsyncIterable<Uint8Array>;
};

/**
 * What its sender calls the sending, so that a second try is told from a second file; nothing where
 * it calls it nothing. Throws where it is no uuid.
 */
export function uploadIdOf(request: Request): string | undefined {
  const id = request.header('x-upload-id', '').toLowerCase();
  if (id === '') return undefined;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  const sentence = 'The header x-upload-id is no uuid. Nothing was attached.';
  throw new AppError(sentence, { code: 'badRequest', status: 400 });
}

/** Looks at the headers and reads nothing yet. Throws what is wrong with them. */
export function uploadOf(request: Request, body: AsyncIterator<Uint8Array>): Upload {
  if (Number(request.header('content-length', '0')) > largestAttachmentBytes) throw tooLarge();
  const name = nameIn(request.header('x-attachment-name', ''));
  let first: Uint8Array = new Uint8Array();
  return {
    name,
    async head() {
      first = await readHead(body);
      return first.subarray(0, tellingBytes);
    },
    content: () => joined(first, body),
  };
}

/** For what has nothing in it. */
export function empty(name: string): AppError {
  const sentence = `Nothing was attached. ${sayEmptyFile(tameFileName(name))}`;
  return new AppError(sentence, { code: 'emptyFile', status: 400 });
}

/** For what is more than may be kept. */
export function tooLarge(): AppError {
  const most = `${largestAttachmentBytes / 1024 / 1024} MB`;
  const sentence = `The file is larger than ${most}, which is the most an attachment may have. Nothing was attached. Cut it down or pack it, and try again.`;
  return new AppError(sentence, { code: 'tooLarge', status: 413 });
}

/** How much of a refused body is read on, and for how long, so that its sender comes to read the answer. */
export type Indulgence = { readonly bytes: number; readonly withinMs: number | null };

/** For people who are let in: as much as an attachment may have, in the time of an upload. */
export const forPeople: Indulgence = { bytes: largestAttachmentBytes, withinMs: null };
/** For whoever has not shown who they are: as much as is on its way when the answer reaches them. */
export const forStrangers: Indulgence = { bytes: 256 * 1024, withinMs: 5_000 };

/** Lets the rest of a body pass by unkept; whoever sends more than that is cut off. */
export async function letPass(
  request: Request,
  body: AsyncIterator<Uint8Array>,
  { bytes, withinMs }: Indulgence,
): Promise<void> {
  const late = withinMs === null ? null : setTimeout(() => request.destroy(), withinMs).unref();
  let passed = 0;
  try {
    for (;;) {
      const next = await body.next();
      if (next.done) return;
      passed += next.value.byteLength;
      if (passed > bytes) request.destroy();
    }
  } catch {
    // The sender is gone, and so is the question.
  } finally {
    if (late) clearTimeout(late);
  }
}

/** For a request that is refused without a look at its body, to whoever sent it. */
export function leaveUnread(request: Request): void {
  void letPass(request, request.iterator({ destroyOnReturn: false }), forStrangers);
}

function nameIn(header: string): string {
  const name = decoded(header);
  if (name === null || name.trim() === '') {
    const sentence =
      'The file has no name. Send it in the header x-attachment-name, percent-encoded.';
    throw new AppError(sentence, { code: 'badRequest', status: 400 });
  }
  // Some browsers and scripts send the path with it.
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
  while (bytes < tellingBytes) {
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
