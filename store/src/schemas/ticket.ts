/** The schema of a ticket: the members of its status. A member that a status does not have is `null`. */
import { remediationOutcomes, remediations, severities, ticketStatuses } from '@rooms-pro/core';
import { z } from 'zod';
import { count, entryPoint, instant, personRef } from './sharedParts.ts';

export const reason = z.looseObject({ sentence: z.string(), ruleVersion: z.string() });

export const preview = z.enum(['image', 'video']).nullable();

const attempt = z.looseObject({
  id: z.string(),
  remediation: z.enum(remediations),
  at: instant,
  outcome: z.enum(remediationOutcomes).nullable(),
  detail: z.string(),
  endedAt: instant.nullable(),
});

const attached = z.looseObject({
  id: z.string(),
  name: z.string(),
  sizeBytes: count,
  preview,
  at: instant,
  by: personRef.nullable(),
  via: entryPoint,
  upload: z.string().optional(),
});

const response = z.looseObject({
  by: personRef,
  at: instant,
  notes: z.string(),
  failedAt: instant.optional(),
  heldAt: instant.optional(),
});

const verification = z.looseObject({
  by: personRef,
  respondedAt: instant,
  until: instant,
  advice: z.string(),
  wasHealthy: z.literal(true).optional(),
});

/** The members that a ticket always had. */
const facts = {
  number: z.string(),
  episode: count,
  activation: count,
  severity: z.enum(severities),
  openedAt: instant,
  reason,
  assignee: personRef.nullable(),
  response: response.nullable(),
  messageCount: count,
};

/** The members that were added later. */
const laterFacts = {
  activatedAt: instant,
  assignedAt: instant.nullable(),
  proof: verification.nullable(),
  attempts: z.array(attempt),
  neighbours: count.nullable(),
  attachments: z.array(attached),
};

const none = z.literal(null);
const open = {
  ...facts,
  ...laterFacts,
  resolvedAt: none,
  resolvedBecause: none,
  escalatesAt: instant.nullable(),
  flappingSince: instant.nullable(),
};
const ended = {
  ...facts,
  ...laterFacts,
  resolvedAt: instant,
  resolvedBecause: z.string(),
  investigatesUntil: none,
  escalatesAt: none,
  flappingSince: none,
};

/** A ticket as this version writes it. */
export const ticketSchema = z.discriminatedUnion('status', [
  z.looseObject({ ...open, status: z.literal('systemInvestigating'), investigatesUntil: instant }),
  z.looseObject({ ...open, status: z.literal('needsAction'), investigatesUntil: none }),
  z.looseObject({ ...ended, status: z.literal('resolved') }),
  z.looseObject({ ...ended, status: z.literal('closed') }),
]);

/** A ticket as an earlier version wrote it: `upgradeRoom` completes it, and clears what its status does not have. */
export const earlierTicketSchema = z.looseObject({
  ...facts,
  ...z.looseObject(laterFacts).partial().shape,
  status: z.enum(ticketStatuses).exclude(['unopened']),
  resolvedAt: instant.nullable(),
  resolvedBecause: z.string().nullable(),
  investigatesUntil: instant.nullable(),
  escalatesAt: instant.nullable(),
  flappingSince: instant.nullable().optional(),
});
