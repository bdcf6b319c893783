/** What `POST /api/telemetry` accepts. */
import { z } from 'zod';
import { readInstant } from '../../signals/formats/readInstant.ts';
import { readingStates } from '../../words.ts';
import { telemetryLimits } from '../limits.ts';

/** Uses the reader's own function for times, so that schema and reader cannot differ. */
const instant = z
  .string()
  .refine((text) => readInstant(text) !== null, 'This must be a time in ISO 8601 with a zone.')
  .meta({ format: 'date-time', description: 'A time in ISO 8601 with a zone.' });

/**
 * One item of a message, by its form: the contract for senders. Ingest reads items by hand
 * (`signals/formats/items.ts`), because this stands in the path of every reading.
 */
export const telemetryItem = z.discriminatedUnion('form', [
  z.strictObject({
    form: z.literal('reading'),
    signal: z.string().min(1).max(64),
    state: z.enum(readingStates),
    detail: z.string().max(telemetryLimits.detailCharacters).default(''),
    observedAt: instant,
  }),
  z.strictObject({
    form: z.literal('mtr-event'),
    observedAt: instant,
    event: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({
    form: z.literal('graph-health'),
    observedAt: instant.optional(),
    body: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({
    form: z.literal('device-state'),
    body: z.record(z.string(), z.unknown()),
  }),
  /** Facts about the device that are not signals. */
  z.strictObject({
    form: z.literal('device'),
    observedAt: instant,
    appVersion: z.string().max(64).optional(),
    osVersion: z.string().max(64).optional(),
    /** Whether a meeting takes place now; absent when the device cannot detect it. */
    inMeeting: z.boolean().optional(),
    /** The address in the room's network, which shows the rooms of one subnet. */
    ipAddress: z.string().max(64).optional(),
  }),
  z.strictObject({
    form: z.literal('command-result'),
    id: z.string().min(1).max(64),
    outcome: z.enum(['succeeded', 'failed', 'refused']),
    detail: z.string().max(telemetryLimits.detailCharacters).default(''),
    observedAt: instant,
  }),
]);
export type TelemetryItem = z.infer<typeof telemetryItem>;

/**
 * The id of a device. It is a key of the store, so it contains no half of a character and no
 * control character.
 */
export const deviceId = z
  .string()
  .min(1)
  .max(telemetryLimits.deviceCharacters)
  .refine(
    (id) => id.isWellFormed() && !/\p{Cc}/u.test(id),
    'contains a character that an id must not contain',
  );

/**
 * One message of one device. Items are checked one by one, so that a bad item does not affect the
 * others.
 */
export const telemetryMessage = z.object({
  device: deviceId,
  sentAt: instant,
  seq: z.number().int().nonnegative(),
  agent: z.string().max(64).optional(),
  items: z.array(z.unknown()).max(telemetryLimits.itemsPerMessage),
});
export type TelemetryMessage = z.infer<typeof telemetryMessage>;

/** A message for clients: with the schemas of its items. */
export const fullTelemetryMessage = telemetryMessage.extend({
  items: z.array(telemetryItem).max(telemetryLimits.itemsPerMessage),
});

/** Body of `POST /api/telemetry`: one message, or a batch of messages. */
export const telemetryBody = z.union([
  fullTelemetryMessage,
  z.object({ messages: z.array(fullTelemetryMessage).min(1).max(telemetryLimits.messages) }),
]);
