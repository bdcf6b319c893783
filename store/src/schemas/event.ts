/**
 * The schema of an event. It accepts changes of unknown types: a newer version wrote them, and history
 * shows them as such. A change of a known type must have the members that its sentence needs.
 */
import {
  type Change,
  disconnectedReasons,
  incidentStates,
  readingStates,
  remediationOutcomes,
  remediations,
  severities,
} from '@rooms-pro/core';
import { z } from 'zod';
import { profile, suppressedUntil } from './room.ts';
import {
  author,
  count,
  entryPoint,
  instant,
  outageName,
  personRef,
  roomName,
  signalId,
} from './sharedParts.ts';
import { preview, reason } from './ticket.ts';

const text = z.string();
const ended = z.enum(['lifted', 'expired', 'recovered']);
const reading = { signal: signalId, detail: text, observedAt: instant };
const onTicket = { signal: signalId, ticket: text, episode: count };
const opened = { ...onTicket, state: z.enum(incidentStates), severity: z.enum(severities), reason };
const fix = { ...onTicket, respondedBy: personRef, respondedAt: instant, advice: text };
const remediation = { ...onTicket, id: text, remediation: z.enum(remediations) };
const file = { ...onTicket, id: text, name: text, sizeBytes: count, preview };
const outage = { signal: signalId, outage: outageName };
const states = z.enum(readingStates);
const terms = z.looseObject({ until: suppressedUntil, reason: text });
const changedTerms = { before: terms, after: terms };

/** Schemas for members of a change: only for members that it has, and not for its type. */
type Shape<Type extends Change['type']> = {
  readonly [Member in Exclude<keyof Extract<Change, { readonly type: Type }>, 'type'>]?: z.ZodType;
};

/** The members of each type of change, without the type. The compiler rejects a type that is missing here. */
const members = {
  'room.registered': { name: text },
  'room.enrolled': {},
  'room.retired': {},
  'room.connected': {
    signal: signalId,
    disconnectedSince: instant,
    isFirst: z.literal(true).optional(),
  },
  'room.disconnected': {
    signal: signalId,
    since: instant,
    reason: z.enum(disconnectedReasons),
  },
  'room.suppressed': { until: suppressedUntil, reason: text },
  'room.unsuppressed': { because: ended },
  'room.suppressionChanged': changedTerms,
  'room.suppressionReminded': { until: instant },
  'room.changed': { before: profile.partial(), after: profile.partial() },
  'device.removed': { device: text },
  'device.addressChanged': { device: text, address: text },
  'device.meetingChanged': { device: text, inMeeting: z.boolean(), at: instant },
  'device.clockChanged': { device: text, beforeMs: z.number(), afterMs: z.number() },
  'device.rejected': { device: text, reason: text },
  'device.accepted': { device: text, since: instant },
  'device.moved': { device: text, before: text, after: text },
  'outage.joined': outage,
  'outage.left': outage,
  'app.restarted': { device: text, at: instant },
  'software.changed': {
    device: text,
    what: z.enum(['app', 'os', 'agent']),
    before: text.nullable(),
    after: text,
  },
  'reading.changed': { ...reading, before: states.nullable(), after: states },
  'reading.rejected': { signal: signalId, device: text, reason: text },
  'signal.confirmationResumed': { signal: signalId, pausedMs: z.number() },
  'reading.late': { ...reading, state: states },
  'reading.outweighed': { ...reading, device: text, state: states },
  'incident.missed': { signal: signalId, reason },
  'signal.suppressionChanged': { signal: signalId, ...changedTerms },
  'signal.suppressionReminded': { signal: signalId, until: instant },
  'signal.suppressed': { signal: signalId, until: suppressedUntil, reason: text },
  'signal.unsuppressed': { signal: signalId, because: ended },
  'incident.opened': opened,
  'incident.reactivated': opened,
  'incident.needsAction': { ...onTicket, reason: text },
  'incident.investigating': onTicket,
  'incident.escalated': { ...onTicket, reason: text },
  'incident.responded': { ...onTicket, notes: text },
  'incident.assigned': { ...onTicket, before: personRef.nullable(), after: personRef },
  'incident.unassigned': { ...onTicket, before: personRef },
  'incident.resolved': { ...onTicket, because: text },
  'incident.correlated': { ...onTicket, rooms: count },
  'incident.flapping': { ...onTicket, changes: count },
  'incident.calmed': onTicket,
  'fix.verified': fix,
  'fix.failed': fix,
  'remediation.started': { ...remediation, device: text },
  'remediation.ended': { ...remediation, outcome: z.enum(remediationOutcomes), detail: text },
  'message.posted': { ...onTicket, text },
  'attachment.added': file,
  'attachment.removed': file,
  'ticket.closed': onTicket,
} satisfies { readonly [Type in Change['type']]: Shape<Type> };

/** The types of changes that this version can describe. */
export const knownChangeTypes: ReadonlySet<string> = new Set(Object.keys(members));

const toSchema = ([type, shape]: [string, z.ZodRawShape]) =>
  z.looseObject({ ...shape, type: z.literal(type) });
const [first, ...others] = Object.entries<z.ZodRawShape>(members);
if (first === undefined) throw new Error('there are types of changes');
const known = z.discriminatedUnion('type', [toSchema(first), ...others.map(toSchema)]);

const unknownChange = z.looseObject({
  type: z.custom<string>(
    (value) => typeof value === 'string' && value !== '' && !knownChangeTypes.has(value),
    'is not the type of a change',
  ),
  signal: signalId.optional(),
});

export const eventSchema = z.looseObject({
  roomId: roomName,
  revision: count,
  at: instant,
  by: author,
  via: entryPoint,
  correlationId: text,
  changes: z.array(z.union([known, unknownChange])),
});
