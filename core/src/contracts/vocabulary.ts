/** The schemas of the product's own terms, from which the schemas of all responses are built. */
import { z } from 'zod';
import type { ChangeType } from '../change.ts';
import type { OutageId, RoomId } from '../room.ts';
import { personActions } from '../tickets/actions/actions.ts';
import {
  categories,
  entryPoints,
  type Instant,
  incidentStates,
  type PersonRef,
  readingStates,
  remediationOutcomes,
  remediations,
  roles,
  type SignalId,
  severities,
  signalTypes,
  type TicketNumber,
  ticketStatuses,
} from '../words.ts';

/** A time in UTC with milliseconds. */
export const instant = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
    'This must be a time in UTC with milliseconds.',
  )
  .meta({
    format: 'date-time',
    description: 'A time in UTC with milliseconds.',
  }) satisfies z.ZodType<Instant>;

/** A whole number that is not negative. */
export const count = z.int().min(0);

export const roomId = z.templateLiteral(['room-', z.int().positive()]).meta({
  pattern: '^room-[1-9]\\d*$',
  description: 'Names a room.',
}) satisfies z.ZodType<RoomId>;

export const outageId = z.templateLiteral(['outage-', z.int().positive()]).meta({
  pattern: '^outage-[1-9]\\d*$',
  description: 'Names an outage.',
}) satisfies z.ZodType<OutageId>;

export const ticketNumber = z.templateLiteral([z.int().positive(), '-', z.int().positive()]).meta({
  pattern: '^[1-9]\\d*-[1-9]\\d*$',
  description: 'The number of the room and the number of the ticket in that room.',
}) satisfies z.ZodType<TicketNumber>;

export const signalId = z
  .union([
    z.enum(signalTypes).exclude(['display']),
    z.templateLiteral(['display:', z.union([z.int().positive(), z.literal('console')])]).meta({
      pattern: '^display:([1-9]\\d*|console)$',
    }),
  ])
  .meta({ description: 'Names a signal of a room.' }) satisfies z.ZodType<SignalId>;

export const signalType = z.enum(signalTypes);
export const category = z.enum(categories);
export const severity = z.enum(severities);
export const incidentState = z.enum(incidentStates);
export const ticketStatus = z.enum(ticketStatuses);
export const readingState = z.enum(readingStates);
/** The state of a signal; `unknown`: no reading, or no reading that is still valid. */
export const signalState = z.enum([...readingStates, 'unknown']);
export const remediation = z.enum(remediations);
export const remediationOutcome = z.enum(remediationOutcomes);
export const role = z.enum(roles);
export const personAction = z.enum(personActions);
export const entryPoint = z.enum(entryPoints).meta({ description: 'Where the action came from.' });

export const personRef = z
  .strictObject({ id: z.string(), name: z.string() })
  .meta({ description: 'A person.' }) satisfies z.ZodType<PersonRef>;

/** Every type of change. The compiler rejects this object when a type is missing. */
const changeTypes = {
  'room.registered': true,
  'room.enrolled': true,
  'room.retired': true,
  'room.connected': true,
  'room.disconnected': true,
  'room.suppressed': true,
  'room.unsuppressed': true,
  'room.suppressionReminded': true,
  'room.suppressionChanged': true,
  'room.changed': true,
  'device.removed': true,
  'device.clockChanged': true,
  'device.rejected': true,
  'device.accepted': true,
  'device.moved': true,
  'device.meetingChanged': true,
  'device.addressChanged': true,
  'outage.joined': true,
  'outage.left': true,
  'app.restarted': true,
  'software.changed': true,
  'reading.changed': true,
  'reading.late': true,
  'reading.outweighed': true,
  'reading.rejected': true,
  'signal.confirmationResumed': true,
  'signal.suppressionReminded': true,
  'signal.suppressed': true,
  'signal.suppressionChanged': true,
  'signal.unsuppressed': true,
  'incident.missed': true,
  'incident.opened': true,
  'incident.reactivated': true,
  'incident.needsAction': true,
  'incident.investigating': true,
  'incident.escalated': true,
  'incident.responded': true,
  'incident.assigned': true,
  'incident.unassigned': true,
  'incident.resolved': true,
  'incident.correlated': true,
  'incident.flapping': true,
  'incident.calmed': true,
  'fix.verified': true,
  'fix.failed': true,
  'remediation.started': true,
  'remediation.ended': true,
  'message.posted': true,
  'attachment.added': true,
  'attachment.removed': true,
  'ticket.closed': true,
} as const satisfies Readonly<Record<ChangeType, true>>;

export const changeType = z.enum(Object.keys(changeTypes) as readonly ChangeType[]);
