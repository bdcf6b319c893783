/** The results of messages, and the response with a status that agrees with them. */
import { commandsFor, type Instant, type PendingCommand, type Rules } from '@rooms-pro/core';
import type { DeviceCommand, MessageResult, TelemetryAnswer } from '@rooms-pro/core/contracts';
import type { Fault, MessageRead } from '../http/readEnvelope.ts';
import { errorBody, type IngestResponse, type Refusal, roomInQuarantine } from '../http/refusal.ts';
import { allUnchanged, itemResults, type MessageEffect } from './itemResults.ts';
import type { ItemRead } from './readItems.ts';

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

/** When the messages of waiting devices may be sent again. */
const roomRetrySeconds = 600;

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

/** The reason for a device without a room: nothing of its message is applied. */
const waitingForRoom =
  'This device is new, and its gateway has reached its limit of new devices in this hour. The device waits for a room: send the message again later.';

/** The result of a message of a device without a room. */
export function waitingResult(device: string): MessageResult {
  return {
    device,
    rejected: { reason: waitingForRoom, pointer: '/device' },
    items: [],
    commands: [],
  };
}

/** Whether all these messages are from devices that wait for a room. */
function areAllWaiting(results: Iterable<MessageResult>): boolean {
  const all = [...results];
  return all.length > 0 && all.every(({ rejected }) => rejected?.reason === waitingForRoom);
}

type AppliedMessage = {
  readonly message: { readonly device: string };
  readonly items: readonly ItemRead[];
};

/** The result of an applied message: its items, and the commands that wait for its device. */
export function appliedResult(
  { message: { device }, items }: AppliedMessage,
  effect: MessageEffect,
  rules: Rules,
  at: Instant,
): MessageResult {
  const commands = commandsFor(effect.room, device, rules, at).map(toWire);
  return { device, items: itemResults(items, effect), commands };
}

/** The result of a message that changed nothing. An idle room has no pending command. */
export function unchangedResult(device: string, items: number): MessageResult {
  return { device, items: allUnchanged(items), commands: none };
}

/**
 * The result of a message whose room or device is in quarantine: nothing is applied and nothing is lost,
 * because the sender keeps the message and sends it again.
 */
export function retryResult(device: string): MessageResult {
  return { device, retry: { reason: unreadableRoom }, items: none, commands: none };
}

const unreadableRoom =
  'The document of the room or device is unreadable. Send the message again later.';
const none: readonly never[] = [];

function toWire({ id, remediation, expiresAt }: PendingCommand): DeviceCommand {
  return { id, command: remediation, expiresAt };
}
