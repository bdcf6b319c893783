/** What incidents, outages and signals have in common: a response, a suppression, a reason. */
import { z } from 'zod';
import type { AdviceRecord, Reason, Response, Suppression } from '../../room.ts';
import { count, instant, personRef, signalId } from '../vocabulary.ts';

export const response = z.strictObject({
  by: personRef,
  at: instant,
  notes: z.string(),
  failedAt: instant
    .exactOptional()
    .describe('When telemetry showed that the response did not work.'),
  heldAt: instant.exactOptional().describe('When telemetry verified that the response worked.'),
}) satisfies z.ZodType<Response>;

const suppressedUntil = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('time'), at: instant }),
  z.strictObject({ kind: z.literal('recovery') }),
  z.strictObject({ kind: z.literal('lifted') }),
]);

export const suppression = z.strictObject({
  by: personRef,
  at: instant,
  until: suppressedUntil,
  changedAt: instant.exactOptional().describe('When a person last changed its end or its reason.'),
  reason: z.string(),
  isReminded: z.boolean().describe('Whether its end has been announced.'),
  missed: z
    .array(z.strictObject({ signal: signalId, at: instant, detail: z.string() }))
    .describe('Incidents that it kept from opening, oldest first, the latest twenty.'),
}) satisfies z.ZodType<Suppression>;

/** The suppression in force for a signal: its own, or that of its room. */
export const effectiveSuppression = suppression.extend({ scope: z.enum(['signal', 'room']) });

export const reason = z.strictObject({
  sentence: z.string(),
  ruleVersion: z.string().describe('The version of the rules that decided.'),
}) satisfies z.ZodType<Reason>;

export const adviceRecord = z.strictObject({
  held: count,
  failed: count,
}) satisfies z.ZodType<AdviceRecord>;
