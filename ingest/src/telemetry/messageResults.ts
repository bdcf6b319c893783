/** The answer to a request that could be read: one result per message, and a status that agrees. */
import type { MessageResult, TelemetryAnswer } from '@rooms-pro/core/contracts';
import type { Fault, MessageRead } from '../http/readEnvelope.ts';
import { errorBody, type IngestResponse, type Refusal, roomInQuarantine } from '../http/refusal.ts';
import { areAllWaiting, roomRetrySeconds, waitingForRoom } from './applyMessages.ts';

/** A message as read, refused for its own fault or because the key does not speak for its device. */
export type Judged =
  | Extract<MessageRead, { ok: true }>
  | (Extract<MessageRead, { ok: false }> & {
      readonly isForbidden: boolean;
      /** Whether the key may speak for the device that is named. */
      readonly isTheirs: boolean;
    });

/** The answer mirrors the request. When no message was taken the status says so as well. */
export function resultsResponse(
  read: readonly Judged[],
  applied: ReadonlyMap<number, MessageResult>,
): IngestResponse {
  const results = read.map(
    (one, index): MessageResult =>
      one.ok
        ? (applied.get(index) ?? lost(one.message.device))
        : { device: one.device, rejected: one.fault, items: [], commands: [] },
  );
  const answer: TelemetryAnswer = { results };
  const isTaken = ({ rejected, retry }: MessageResult) => !rejected && !retry;
  const [kept] = results.filter(({ retry }) => retry !== undefined);
  // Where nothing was taken the status says so as well, for senders that look at nothing else.
  if (kept !== undefined && !results.some(isTaken)) {
    const { status, headers } = roomInQuarantine;
    return {
      status,
      headers: { ...headers },
      jsonBody: { error: errorBody(roomInQuarantine), ...answer },
    };
  }
  if (areAllWaiting(results)) {
    const error = errorBody({ ...allWait, sentence: waitingForRoom });
    return { status: 429, headers: { ...allWait.headers }, jsonBody: { error, ...answer } };
  }
  const refused = read.filter((one) => !one.ok);
  const [first] = refused;
  if (first === undefined || refused.length < read.length) {
    return { status: 200, headers: {}, jsonBody: answer };
  }
  const refusal = noneTaken(
    first.fault,
    refused.every((one) => one.isForbidden),
  );
  return {
    status: refusal.status,
    headers: {},
    jsonBody: { error: errorBody(refusal), ...answer },
  };
}

const allWait = {
  status: 429,
  code: 'devicesWait',
  headers: { 'Retry-After': String(roomRetrySeconds) },
} as const;

function lost(device: string): never {
  throw new Error(`A message of a device was neither applied nor refused (${device.length}).`);
}

function noneTaken({ reason, pointer }: Fault, isForbidden: boolean): Refusal {
  return isForbidden
    ? { status: 403, code: 'deviceForbidden', sentence: reason, pointer }
    : { status: 400, code: 'messageUnreadable', sentence: reason, pointer };
}
