/**
 * Sends a file that a command has made: read piece by piece, tried a few times, and told in a
 * sentence. What cannot be sent stays where it is; it does not wait in the spool, which is for words.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { largestAttachmentBytes } from '@rooms-pro/core/contracts';
import type { FileOrder } from '../commands/commandDesk.ts';
import { type OnEvent, reasonOf } from '../log.ts';
import type { Fetch } from '../net/fetch.ts';
import { backOffMs, readRetryAfter } from './backoff.ts';
import { sentenceIn } from './readAnswer.ts';
import { type Wait, within } from './wait.ts';

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

const attemptMs = 10 * 60_000;
const mostAttempts = 5;
const longestPauseMs = 60_000;

/** Makes it. Never rejects. */
export function createSendFile(deps: SendFileDeps) {
  const { stopped, onEvent } = deps;

  async function sendOrSay(file: string, order: FileOrder): Promise<string | null> {
    const { size } = await stat(file);
    if (size > largestAttachmentBytes) return `it has ${Math.ceil(size / 1024 / 1024)} MB`;
    let reason = '';
    for (let attempt = 1; attempt <= mostAttempts && !stopped.aborted; attempt += 1) {
      const answer = await sendOnce(deps, file, size, order.id).catch(
        (error: unknown): Attempt => ({ kind: 'later', reason: reasonOf(error) }),
      );
      if (answer.kind === 'sent') return null;
      ({ reason } = answer);
      if (answer.kind === 'refused') break;
      const pauseMs = answer.waitMs ?? backOffMs(attempt, longestPauseMs, deps.random);
      onEvent('logs.deferred', { id: order.id, attempt, reason, pauseMs: Math.round(pauseMs) });
      // After its time the platform waits for this command no longer.
      if (deps.now().getTime() + pauseMs >= Date.parse(order.expiresAt)) break;
      await deps.wait(pauseMs, stopped);
    }
    return reason || 'the Monitoring Software is ending';
  }

  return async (file: string, order: FileOrder): Promise<string> => {
    const reason = await sendOrSay(file, order).catch(reasonOf);
    if (reason === null) {
      onEvent('logs.sent', { id: order.id });
      return 'They are attached to the ticket.';
    }
    onEvent('logs.kept', { id: order.id, reason });
    return `They could not be sent and stay on the device as ${path.basename(file)}: ${reason}`;
  };
}

async function sendOnce(
  { server, device, key, fetch, now, stopped }: SendFileDeps,
  file: string,
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
        'x-attachment-name': encodeURIComponent(path.basename(file)),
      },
      stream: createReadStream(file),
      signal,
    });
    const { status } = response;
    const sentence = sentenceIn(await response.text());
    if (status === 200 || status === 201) return { kind: 'sent' };
    const reason = sentence || `status ${status}`;
    // Only the platform itself may refuse it for ever; what stands between may not.
    const isFinal = status >= 400 && status < 500 && status !== 429 && sentence !== '';
    if (isFinal || status === 501) return { kind: 'refused', reason };
    const waitMs = readRetryAfter(response.headers.get('retry-after'), now());
    return { kind: 'later', reason, waitMs };
  });
}
