/** The body of every response whose status is not 2xx. */
import { z } from 'zod';
import type { Wire } from './wire.ts';

/** One fault of a document that was sent. */
export const fault = z.strictObject({
  pointer: z.string().describe('A JSON pointer to the fault.'),
  reason: z.string(),
});

/** The error of the bot's API. */
export const apiError = z.strictObject({
  error: z.strictObject({
    code: z.string().describe('For programs: `notFound`, `badRequest` …'),
    sentence: z.string().describe('For people.'),
    reference: z.string().exactOptional().describe('Only after a bug: the log has the same value.'),
    faults: z.array(fault).exactOptional().describe('Every fault of the body that was sent.'),
  }),
});
export type ApiError = Wire<typeof apiError>;

/** The `error` member in a response of ingest. */
export const ingestErrorMember = z.strictObject({
  code: z.string().describe('For programs: `keyUnknown`, `notJson` …'),
  sentence: z.string().describe('For people.'),
  pointer: z.string().exactOptional().describe('A JSON pointer to the fault in the body.'),
});

/** The error of ingest. */
export const ingestError = z.strictObject({ error: ingestErrorMember });
export type IngestError = Wire<typeof ingestError>;
