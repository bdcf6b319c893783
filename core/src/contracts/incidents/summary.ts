/** The summary of all rooms that the person may see: `GET /api/summary`. */
import { z } from 'zod';
import { outageRow } from '../outages/outageRow.ts';
import { healthCounts } from '../rooms/roomRow.ts';
import { category, count, instant, severity, signalType } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

const topIssue = z.strictObject({
  type: signalType,
  label: z.string(),
  category,
  severity,
  rooms: count,
  incidents: count,
  recommendedAction: z.string(),
});

/** An overview of the rooms that the person may see. */
export const summary = z.strictObject({
  needsAction: count,
  systemInvestigating: count,
  open: count.describe('All open incidents, suppressed ones too, as the list counts them.'),
  mine: count.describe('Open incidents that are assigned to the person.'),
  unassigned: count.describe('Open incidents that are not assigned.'),
  byCategory: z.array(z.strictObject({ category, incidents: count })),
  topIssues: z.array(topIssue).describe('Most rooms first; at most five.'),
  rooms: healthCounts,
  warnings: count,
  buildings: z.array(z.string()),
  groups: z.array(z.string()),
  confirmedAt: instant.describe('When this was last confirmed.'),
});
export type Summary = Wire<typeof summary>;

/** Response of `GET /api/summary`. */
export const summaryAnswer = summary.extend({
  outages: z
    .array(outageRow)
    .describe('Outages that continue, with the rooms that the person may see; most rooms first.'),
});
export type SummaryAnswer = Wire<typeof summaryAnswer>;
