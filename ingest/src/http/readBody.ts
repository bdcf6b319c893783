/** The first step of a telemetry request: reads the body, never more than the limit into memory. */

import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { within } from '@rooms-pro/async';
import { telemetryLimits } from '@rooms-pro/core/contracts';
import { accept, type Outcome, type Refusal, refuse } from './refusal.ts';

const unpack = promisify(gunzip);
const limit = telemetryLimits.bodyBytes;
/** Even a slow connection sends 256 kB in this time. */
const readWithinMs = 60_000;

const tooLarge: Refusal = {
  status: 413,
  code: 'bodyTooLarge',
  sentence: `The body is larger than ${limit / 1024} kB, before or after unpacking. Send fewer messages at once.`,
};
const encodingUnknown: Refusal = {
  status: 415,
  code: 'encodingUnknown',
  sentence: 'The body must be uncompressed or have Content-Encoding: gzip.',
  headers: { 'Accept-Encoding': 'gzip, identity' },
};
const gzipUnreadable: Refusal = {
  status: 400,
  code: 'gzipUnreadable',
  sentence: 'The body is marked as gzip but cannot be unpacked.',
};
const textUnreadable: Refusal = {
  status: 400,
  code: 'textUnreadable',
  sentence: 'The body is not text in UTF-8.',
};
const bodyIncomplete: Refusal = {
  status: 400,
  code: 'bodyIncomplete',
  sentence: 'The body ended before it was complete.',
};
const bodyTooSlow: Refusal = {
  status: 408,
  code: 'bodyTooSlow',
  sentence: `The body did not arrive within ${readWithinMs / 1000} s.`,
};

/** A body from the server, with the headers that describe it. */
export type IncomingBody = {
  /** As sent; `null` when the header is missing. */
  readonly contentEncoding: string | null;
  readonly contentLength: string | null;
  /** Read it only through `watchBody`, which never cancels it. */
  readonly bytes: AsyncIterable<Uint8Array> | null;
};

/** Reads the whole body as text, and counts its bytes while reading. */
export async function readBody(incoming: IncomingBody): Promise<Outcome<string>> {
  const encoding = (incoming.contentEncoding ?? '').trim().toLowerCase();
  if (!['', 'identity', 'gzip', 'x-gzip'].includes(encoding)) return refuse(encodingUnknown);
  if (Number(incoming.contentLength) > limit) return refuse(tooLarge);
  const packed = (await within(readWithinMs, collect(incoming.bytes))) ?? refuse(bodyTooSlow);
  if (!packed.ok) return packed;
  const bytes = encoding.endsWith('gzip') ? await unpackCapped(packed.value) : packed;
  return bytes.ok ? decode(bytes.value) : bytes;
}

/** Reads bytes without a header, with the same limits; the first two bytes identify gzip. */
export async function readBytes(bytes: Uint8Array): Promise<Outcome<string>> {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const unpacked = isPacked ? await unpackCapped(bytes) : accept(bytes);
  if (!unpacked.ok) return unpacked;
  return unpacked.value.byteLength > limit ? refuse(tooLarge) : decode(unpacked.value);
}

async function collect(bytes: AsyncIterable<Uint8Array> | null): Promise<Outcome<Buffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of bytes ?? []) {
      size += chunk.byteLength;
      if (size > limit) return refuse(tooLarge);
      chunks.push(chunk);
    }
  } catch {
    return refuse(bodyIncomplete);
  }
  return accept(Buffer.concat(chunks, size));
}

/** zlib stops as soon as the output exceeds the limit, so a bomb costs no more than a valid body. */
async function unpackCapped(packed: Uint8Array): Promise<Outcome<Buffer>> {
  try {
    return accept(await unpack(packed, { maxOutputLength: limit }));
  } catch (error) {
    const passedLimit = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    return refuse(passedLimit ? tooLarge : gzipUnreadable);
  }
}

function decode(bytes: Uint8Array): Outcome<string> {
  try {
    return accept(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse(textUnreadable);
  }
}
