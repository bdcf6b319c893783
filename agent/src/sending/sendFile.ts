/**
 * Sends a file that a command created: reads it in chunks, retries a few times and returns the result as a
 * sentence. A file that cannot be sent stays in its folder; the spool is too small for files.
 */
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { largestAttachmentBytes } from '@rooms-pro/core/contracts';
import type { FileOrder } from '../commands/commandRunner.ts';
import { openPlainFile } from '../folders/openFile.ts';
import { openFolder } from '../folders/openFolder.ts';
import { errorReason, type OnEvent } from '../log.ts';
import { type Wait, within } from '../loop/wait.ts';
import type { Fetch } from '../net/fetch.ts';
import { backOffMs, readRetryAfter, withJitter } from './backoff.ts';
import { sentenceIn } from './readResponse.ts';

export type SendFileDeps = {
  readonly server: string;
  readonly device: string;
  readonly key: () => string;
  readonly fetch: Fetch;
  /** The time, corrected by the platform's clock. */
  readonly now: () => Date;
  readonly random: () => number;
  readonly wait: Wait;
  readonly stopped: AbortSignal;
  readonly onEvent: OnEvent;
};

type Attempt =
  | { readonly kind: 'sent' }
  | {
      readonly kind: 'refused' | 'later';
      readonly reason: string;
      readonly waitMs?: number | null;
    };

/** Timeout, too early and too many requests: a retry may succeed. */
const temporaryStatuses = [408, 425, 429];
const attemptMs = 10 * 60_000;
const pieceBytes = 64 * 1024;
const maxAttempts = 5;
const maxPauseMs = 60_000;

/** Creates the function that sends a file. The function never rejects. */
export function createSendFile(deps: SendFileDeps) {
  const { stopped, onEvent } = deps;

  async function openAndSend(file: string, order: FileOrder): Promise<string | null> {
    const handle = await openForSending(file);
    try {
      return await sendHandle({ handle, name: path.basename(file) }, order);
    } finally {
      await handle.close();
    }
  }

  async function sendHandle(file: OpenFile, order: FileOrder): Promise<string | null> {
    const { size } = await file.handle.stat();
    if (size > largestAttachmentBytes) return `it has ${Math.ceil(size / 1024 / 1024)} MB`;
    let reason = '';
    for (let attempt = 1; attempt <= maxAttempts && !stopped.aborted; attempt += 1) {
      const attemptResult = await sendOnce(deps, file, size, order.id).catch(
        (error: unknown): Attempt => ({ kind: 'later', reason: errorReason(error) }),
      );
      if (attemptResult.kind === 'sent') return null;
      ({ reason } = attemptResult);
      if (attemptResult.kind === 'refused') break;
      const pauseMs = pauseAfter(attempt, attemptResult.waitMs ?? null, deps.random);
      onEvent('logs.deferred', { id: order.id, attempt, reason, pauseMs: Math.round(pauseMs) });
      // The platform does not accept the file after the command has expired.
      if (deps.now().getTime() + pauseMs >= Date.parse(order.expiresAt)) break;
      await deps.wait(pauseMs, stopped);
    }
    return reason || 'the Monitoring Software is ending';
  }

  return async (file: string, order: FileOrder): Promise<string> => {
    const reason = await openAndSend(file, order).catch(errorReason);
    if (reason === null) {
      onEvent('logs.sent', { id: order.id });
      return 'The logs are attached to the ticket.';
    }
    onEvent('logs.kept', { id: order.id, reason });
    return `The logs could not be sent and stay on the device as ${path.basename(file)}: ${reason}`;
  };
}

/** The pause grows with each attempt and is never shorter than the platform requested. */
function pauseAfter(attempt: number, waitMs: number | null, random: () => number): number {
  const backOff = backOffMs(attempt, maxPauseMs, random);
  return waitMs === null ? backOff : Math.max(backOff, withJitter(waitMs, random));
}

type OpenFile = { readonly handle: FileHandle; readonly name: string };

/** Opens the file once, and only this handle is read, because other accounts may write into the folder. */
async function openForSending(file: string): Promise<FileHandle> {
  const folder = await openFolder(path.dirname(file));
  try {
    return await openPlainFile(folder, path.basename(file));
  } finally {
    await folder.close();
  }
}

/** Reads the file in chunks. A file stream of Node would close the handle, which the next attempt needs. */
async function* readPieces(handle: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size; ) {
    const piece = Buffer.alloc(Math.min(pieceBytes, size - at));
    const { bytesRead } = await handle.read(piece, 0, piece.length, at);
    if (bytesRead === 0) throw new Error('The file became shorter while it was sent.');
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

async function sendOnce(
  { server, device, key, fetch, now, stopped }: SendFileDeps,
  { handle, name }: OpenFile,
  size: number,
  command: string,
): Promise<Attempt> {
  return within(attemptMs, stopped, async (signal) => {
    const response = await fetch(`${server}/api/attachments`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key()}`,
        'content-type': 'application/zip',
        'content-length': String(size),
        'x-device': device,
        'x-command': command,
        'x-attachment-name': encodeURIComponent(name),
      },
      // Sends only the announced size; later additions to the file are not sent.
      stream: Readable.from(readPieces(handle, size), { objectMode: false }),
      signal,
    });
    const { status } = response;
    const sentence = sentenceIn(await response.text());
    if (status === 200 || status === 201) return { kind: 'sent' };
    const reason = sentence || `status ${status}`;
    // Only the platform may refuse the file permanently; a system in between may not.
    const isFinal =
      status >= 400 && status < 500 && !temporaryStatuses.includes(status) && sentence !== '';
    if (isFinal || status === 501) return { kind: 'refused', reason };
    const waitMs = readRetryAfter(response.headers.get('retry-after'), now());
    return { kind: 'later', reason, waitMs };
  });
}
