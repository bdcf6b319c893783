/** One room in full: `GET /api/rooms/{id}`. */
import { z } from 'zod';
import { roomActionNames } from '../../tickets/actions/actions.ts';
import { meetingModes } from '../../words.ts';
import { incidentRow } from '../incidents/incidentRow.ts';
import { outageRow } from '../outages/outageRow.ts';
import { suppression } from '../tickets/ticketParts.ts';
import { count, instant, personRef, ticketNumber } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';
import { roomRow } from './roomRow.ts';
import { signalRow } from './signalRow.ts';

/** One device of a room, as it last described itself. */
export const deviceRow = z.strictObject({
  id: z.string(),
  appVersion: z.string().nullable(),
  osVersion: z.string().nullable(),
  agentVersion: z.string().nullable(),
  address: z.string().nullable(),
  restarts: count,
  lastRestartAt: instant.nullable(),
  meeting: z.strictObject({ inMeeting: z.boolean(), at: instant }).nullable(),
  clockBehindMs: z
    .number()
    .nullable()
    .describe(
      'By how much its clock is behind ours. The platform corrects its times by this amount. Below 0: its clock is ahead; `null`: unknown.',
    ),
});
export type DeviceRow = Wire<typeof deviceRow>;

/** A command that a device of the room has received and has not completed. */
export const pendingRow = z.strictObject({
  label: z.string(),
  signal: z.string().describe('The label of the signal that it repairs.'),
  ticket: ticketNumber.nullable(),
  device: z.string(),
  by: personRef.nullable().describe('Who ordered it; `null`: the platform.'),
  issuedAt: instant,
  expiresAt: instant,
});
export type PendingRow = Wire<typeof pendingRow>;

export const roomAction = z.enum(roomActionNames);
/** What a person can do with a room as a whole. */
export type RoomAction = z.infer<typeof roomAction>;

const reasonSince = z.strictObject({ reason: z.string(), since: instant });

/** Response of `GET /api/rooms/{id}`. */
export const roomDetail = roomRow.extend({
  timeZone: z.string(),
  meetingMode: z.enum(meetingModes),
  expectedDisplays: count.describe('How many displays are at the front of the room.'),
  suppression: suppression.nullable(),
  disconnected: reasonSince
    .nullable()
    .describe('Set while the room is disconnected. All other values are then the last known ones.'),
  rejected: reasonSince
    .nullable()
    .describe('Why its telemetry is rejected, and since when; `null`: it is accepted.'),
  outage: outageRow.nullable().describe('The outage that the room is part of.'),
  devices: z.array(deviceRow),
  command: pendingRow.nullable(),
  incidents: z.array(incidentRow),
  signals: z.array(signalRow),
  actions: z.array(roomAction),
  confirmedAt: instant,
});
export type RoomDetail = Wire<typeof roomDetail>;
