/** The response to a readable request: one result per message, and a status that agrees with them. */
import type { MessageResult, TelemetryAnswer } from '@rooms-pro/core/contracts';
import type { Fault, MessageRead } from '../http/readEnvelope.ts';
import { errorBody, type IngestResponse, type Refusal, roomInQuarantine } from '../http/refusal.ts';
import { areAllWaiting, roomRetrySeconds, waitingForRoom } from './applyMessages.ts';

/** A message after the checks: valid, or refused for a fault or because the key is not for its device. */
export type Checked =
  | Extract<MessageRead, { ok: true }>
  | (Extract<MessageRead, { ok: false }> & {
      readonly isForbidden: boolean;
      /** Whether the key may send for this device. */
      readonly isTheirs: boolean;
    });

/** One result per message of the request. If no message was accepted, the status is an error, too. */
export function resultsResponse(
  read: readonly Checked[],
  applied: ReadonlyMap<number, MessageResult>,
): IngestResponse {
  const results = read.map(
    (one, index): MessageResult =>
      one.ok
        ? (applied.get(index) ?? failWithoutResult(one.message.device))
        : { device: one.device, rejected: one.fault, items: [], commands: [] },
  );
  const body: TelemetryAnswer = { results };
  const isTaken = ({ rejected, retry }: MessageResult) => !rejected && !retry;
  const [kept] = results.filter(({ retry }) => retry !== undefined);
  // If nothing was accepted, the status is an error for senders that check only the status.
  if (kept !== undefined && !results.some(isTaken)) {
    const { status, headers } = roomInQuarantine;
    return {
      status,
      headers: { ...headers },
      jsonBody: { error: errorBody(roomInQuarantine), ...body },
    };
  }
  if (areAllWaiting(results)) {
    const error = errorBody({ ...allWait, sentence: waitingForRoom });
    return { status: 429, headers: { ...allWait.headers }, jsonBody: { error, ...body } };
  }
  const refused = read.filter((one) => !one.ok);
  const [first] = refused;
  if (first === undefined || refused.length < read.length) {
    return { status: 200, headers: {}, jsonBody: body };
  }
  const refusal = noneTaken(
    first.fault,
    refused.every((one) => one.isForbidden),
  );
  return {
    status: refusal.status,
    headers: {},
    jsonBody: { error: errorBody(refusal), ...body },
  };
}

const allWait = {
  status: 429,
  code: 'devicesWait',
  headers: { 'Retry-After': String(roomRetrySeconds) },
} as const;

function failWithoutResult(device: string): never {
  throw new Error(`A message of a device was neither applied nor refused (${device.length}).`);
}

function noneTaken({ reason, pointer }: Fault, isForbidden: boolean): Refusal {
  return isForbidden
    ? { status: 403, code: 'deviceForbidden', sentence: reason, pointer }
    : { status: 400, code: 'messageUnreadable', sentence: reason, pointer };
}
