/** One ticket in full: `GET /api/tickets/{number}`. */
import { z } from 'zod';
import {
  category,
  count,
  instant,
  personAction,
  personRef,
  remediation,
  remediationOutcome,
  roomId,
  severity,
  signalId,
  signalState,
  ticketNumber,
  ticketStatus,
} from '../vocabulary.ts';
import type { Wire } from '../wire.ts';
import { ticketAttachment } from './attachments.ts';
import { historyEntry, ticketMessage } from './history.ts';
import { adviceRecord, effectiveSuppression, reason, response } from './ticketParts.ts';

/** A remediation that a person can order. */
export const remediationChoice = z.strictObject({ remediation, label: z.string() });
export type RemediationChoice = Wire<typeof remediationChoice>;

/** An attempt of the platform to repair a device, and its outcome. */
export const attemptRow = z.strictObject({
  id: z.string(),
  label: z.string(),
  at: instant,
  endedAt: instant.nullable(),
  outcome: remediationOutcome.nullable().describe('`null`: the attempt has not ended.'),
  result: z.string().describe('The outcome in words: `done, did not help`.'),
  detail: z.string().describe('What the device reported. Plain text.'),
});
export type AttemptRow = Wire<typeof attemptRow>;

const place = {
  roomId,
  room: z.string(),
  building: z.string(),
  floor: z.string(),
};

const episode = {
  status: ticketStatus.exclude(['unopened']),
  episode: z.int().min(1),
  activation: z
    .int()
    .min(1)
    .describe('1 when the episode opens, one more each time the signal fails again.'),
  openedAt: instant,
  activatedAt: instant.describe('When it failed again, or else when it opened.'),
  resolvedAt: instant.nullable(),
  resolvedBecause: z.string().nullable(),
  reason,
};

const rule = {
  impact: z.string(),
  description: z.string(),
  causes: z.array(z.string()),
  resolutions: z.array(z.string()),
  recommendedAction: z.string(),
  advice: adviceRecord
    .nullable()
    .describe(
      'How often the recommended action worked and did not, over all rooms; `null`: no response yet.',
    ),
  isMisconfiguration: z.boolean().describe('The fault is in how the room is set up.'),
  resolvedBy: z
    .enum(['telemetry', 'person'])
    .describe('Who can end the incident: telemetry, or a person where there is no telemetry.'),
};

const work = {
  assignee: personRef.nullable(),
  assignedAt: instant
    .nullable()
    .describe('When it was assigned; `null`: it is not assigned, or the time is unknown.'),
  response: response.nullable(),
  proof: z
    .strictObject({ by: personRef, until: instant })
    .nullable()
    .describe('After a response: who responded, and until when the platform watches telemetry.'),
  attempts: z.array(attemptRow).describe('Oldest first.'),
  neighbours: z
    .string()
    .nullable()
    .describe('The state of other rooms of the building, in a sentence; `null`: not checked yet.'),
  flapping: z
    .strictObject({ since: instant, changes: count })
    .nullable()
    .describe('Since when the state changes too often, and how often; `null`: it does not.'),
  remediations: z.array(remediationChoice).describe('What this person can order on a device.'),
  assignees: z.array(personRef).describe('To whom else this person can assign it.'),
  suppression: effectiveSuppression.nullable(),
  actions: z.array(personAction),
};

/** Response of `GET /api/tickets/{number}`. */
export const ticketDetail = z.strictObject({
  number: ticketNumber,
  ...place,
  signal: signalId,
  label: z.string(),
  category,
  severity,
  ...episode,
  ...rule,
  detail: z.string(),
  signalState,
  disconnectedSince: instant.nullable(),
  investigatesUntil: instant.nullable(),
  escalatesAt: instant.nullable(),
  ...work,
  history: z.array(historyEntry).describe('Newest first.'),
  messages: z.array(ticketMessage).describe('Oldest first.'),
  attachments: z.array(ticketAttachment).describe('Newest first.'),
  confirmedAt: instant,
});
export type TicketDetail = Wire<typeof ticketDetail>;
