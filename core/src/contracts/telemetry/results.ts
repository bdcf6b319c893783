/** What `POST /api/telemetry` and `POST /api/device-state` return. */
import { z } from 'zod';
import { ingestErrorMember } from '../apiError.ts';
import { instant, remediation } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

export const itemVerdicts = ['applied', 'unchanged', 'duplicate', 'late', 'rejected'] as const;

const rejectedPart = z.strictObject({ pointer: z.string(), reason: z.string() });

/** The result of one item. */
export const itemResult = z.strictObject({
  verdict: z.enum(itemVerdicts),
  reason: z.string().exactOptional().describe('Why the item was rejected.'),
  pointer: z.string().exactOptional().describe('A JSON pointer to the fault, from the item.'),
  rejected: z
    .array(rejectedPart)
    .exactOptional()
    .describe('Parts of an applied item that could not be read, for example an unknown component.'),
});
export type ItemResult = Wire<typeof itemResult>;

/** A command to a device. */
export const deviceCommand = z.strictObject({
  id: z.string().describe('The same id again is the same command and must not run twice.'),
  command: remediation,
  expiresAt: instant.describe('The device must not start the command after this time.'),
});
export type DeviceCommand = Wire<typeof deviceCommand>;

/** The result of one message. */
export const messageResult = z.strictObject({
  device: z.string(),
  rejected: z
    .strictObject({ reason: z.string(), pointer: z.string() })
    .exactOptional()
    .describe('Set when the whole message was rejected. `items` is then empty.'),
  retry: z
    .strictObject({ reason: z.string() })
    .exactOptional()
    .describe('Set when the sender must send the message again later. `items` is then empty.'),
  items: z.array(itemResult).describe('One result for each item, in the same order.'),
  commands: z
    .array(deviceCommand)
    .describe('Commands for this device. They are repeated until their results arrive.'),
});
export type MessageResult = Wire<typeof messageResult>;

/** Response when at least one message was accepted. */
export const telemetryAnswer = z.strictObject({
  results: z.array(messageResult).describe('One result for each message, in the same order.'),
});
export type TelemetryAnswer = Wire<typeof telemetryAnswer>;

/** Response when no message was accepted: the error, and the results where the body could be read. */
export const telemetryError = z.strictObject({
  error: ingestErrorMember,
  results: z.array(messageResult).exactOptional(),
});
export type TelemetryError = Wire<typeof telemetryError>;
