/** The second step: from text to messages. A fault of the body ends the request; a fault of one message does not. */
import {
  type TelemetryMessage,
  telemetryLimits,
  telemetryMessage,
} from '@rooms-pro/core/contracts';
import type { z } from 'zod';
import { locateJsonFault } from './locateJsonFault.ts';
import { accept, type Outcome, refuse } from './refusal.ts';

/** A fault in a body, with its position. */
export type Fault = { readonly reason: string; readonly pointer: string };

/** One message of the body, or its fault. `device` is the device that the message claims, for the response. */
export type MessageRead =
  | { readonly ok: true; readonly message: TelemetryMessage; readonly pointer: string }
  | { readonly ok: false; readonly device: string; readonly fault: Fault };

/** Reads one message or a batch from the text of the body; checks each message separately. */
export function readEnvelope(text: string): Outcome<readonly MessageRead[]> {
  const body = parseBody(text);
  if (!body.ok) return body;
  const { value } = body;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuseShape('The body must be one message or an object with messages.', '');
  }
  if (!('messages' in value)) return accept([readMessage(value, '')]);
  const { messages } = value;
  if (!Array.isArray(messages) || messages.length === 0) {
    return refuseShape('Messages must be a list of at least one message.', '/messages');
  }
  if (messages.length > telemetryLimits.messages) return refuse(tooMany);
  return accept(messages.map((message, index) => readMessage(message, `/messages/${index}`)));
}

const tooMany = {
  status: 413,
  code: 'tooManyMessages',
  sentence: `A request may contain at most ${telemetryLimits.messages} messages.`,
  pointer: '/messages',
} as const;

/** The first issue that zod found, with a pointer that starts at `base`. */
export function toFault(error: z.ZodError, base = ''): Fault {
  const issue = error.issues[0];
  const steps = (issue?.path ?? []).map((step) => `/${escapeStep(String(step))}`);
  const reason = (issue?.message ?? 'Not readable.').slice(0, 200);
  return { reason, pointer: base + steps.join('').slice(0, 200) };
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The body as JSON, or the position where it stops being JSON. */
export function parseBody(text: string): Outcome<unknown> {
  try {
    return accept(JSON.parse(text));
  } catch {
    const position = locateJsonFault(text) ?? text.length;
    const before = text.slice(0, position).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return refuse({
      status: 400,
      code: 'notJson',
      sentence: `The body is not JSON: it fails at position ${position} (line ${before.length}, column ${column}).`,
    });
  }
}

function refuseShape(sentence: string, pointer: string): Outcome<never> {
  return refuse({ status: 400, code: 'notAnEnvelope', sentence, pointer });
}

function readMessage(value: unknown, pointer: string): MessageRead {
  const read = telemetryMessage.safeParse(value);
  if (read.success) return { ok: true, message: read.data, pointer };
  return { ok: false, device: claimedDevice(value), fault: toFault(read.error, pointer) };
}

function claimedDevice(value: unknown): string {
  const device = (value as { device?: unknown } | null)?.device;
  return typeof device === 'string' ? device.slice(0, 128) : '';
}
