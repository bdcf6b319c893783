/** Second step: from text to messages. Faults of the whole body end here; a message's own do not. */
import {
  type TelemetryMessage,
  telemetryLimits,
  telemetryMessage,
} from '@rooms-pro/core/contracts';
import type { z } from 'zod';
import { locateJsonFault } from './locateJsonFault.ts';
import { accept, type Outcome, refuse } from './refusal.ts';

/** A place in a body and what is wrong there. */
export type Fault = { readonly reason: string; readonly pointer: string };

/** One message of the body: read, or why not. `device` is as claimed, for the answer. */
export type MessageRead =
  | { readonly ok: true; readonly message: TelemetryMessage; readonly pointer: string }
  | { readonly ok: false; readonly device: string; readonly fault: Fault };

/** Reads one message or a batch out of the body's text; each message is judged on its own. */
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
  sentence: `At most ${telemetryLimits.messages} messages may come together.`,
  pointer: '/messages',
} as const;

/** The fault of the first issue that zod found, seen from `base`. */
export function faultOf(error: z.ZodError, base = ''): Fault {
  const issue = error.issues[0];
  const steps = (issue?.path ?? []).map((step) => `/${escapeStep(String(step))}`);
  const reason = (issue?.message ?? 'Not readable.').slice(0, 200);
  return { reason, pointer: base + steps.join('').slice(0, 200) };
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The body as JSON, or where it stops being JSON. */
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
  return { ok: false, device: claimedDevice(value), fault: faultOf(read.error, pointer) };
}

function claimedDevice(value: unknown): string {
  const device = (value as { device?: unknown } | null)?.device;
  return typeof device === 'string' ? device.slice(0, 128) : '';
}
