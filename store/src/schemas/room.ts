/** The schema of a room: all members whose absence or wrong type would cause an exception or a wrong decision. */
import {
  disconnectedReasons,
  enrolmentStates,
  exclusiveFormats,
  meetingModes,
  type RoomProfile,
  readingStates,
  remediations,
} from '@rooms-pro/core';
import { z } from 'zod';
import { count, instant, outageName, personRef, roomName, signalId } from './sharedParts.ts';
import { earlierTicketSchema, ticketSchema } from './ticket.ts';

/** Makes a member required, or optional where earlier versions of the product did not write it. */
type Late = <T extends z.ZodType>(member: T) => T | z.ZodOptional<T>;

const missed = z.looseObject({ signal: signalId, at: instant, detail: z.string() });
export const suppressedUntil = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('time'), at: instant }),
  z.looseObject({ kind: z.literal('recovery') }),
  z.looseObject({ kind: z.literal('lifted') }),
]);

const suppression = (late: Late) =>
  z.looseObject({
    by: personRef,
    at: instant,
    until: suppressedUntil,
    changedAt: instant.optional(),
    reason: z.string(),
    isReminded: late(z.boolean()),
    missed: late(z.array(missed)),
  });

const state = z.enum([...readingStates, 'unknown']);

const record = (late: Late, ticket: z.ZodType) =>
  z.looseObject({
    state,
    detail: z.string(),
    observedAt: instant,
    since: instant,
    countsFrom: instant,
    unstableSince: instant.optional(),
    shiftMs: z.number().optional(),
    sinceShiftMs: z.number().optional(),
    suppression: suppression(late).nullable(),
    missed: late(z.looseObject({ since: instant, at: instant }).nullable()),
    ticket: ticket.nullable(),
    device: late(z.string().nullable()),
    others: late(
      z.array(
        z.looseObject({
          device: z.string(),
          state: z.enum(readingStates),
          detail: z.string(),
          observedAt: instant,
          shiftMs: z.number().optional(),
        }),
      ),
    ),
    advice: late(z.record(z.string(), z.looseObject({ held: count, failed: count }))),
    earlier: z.array(z.looseObject({ state, since: instant })),
    late: z.array(z.string()),
  });

const connection = (late: Late) =>
  z.discriminatedUnion('status', [
    z.looseObject({ status: z.literal('connected') }),
    z.looseObject({
      status: z.literal('disconnected'),
      reason: z.enum(disconnectedReasons),
      since: instant,
      outage: late(outageName.nullable()),
      remainsOf: outageName.optional(),
    }),
  ]);

const text = z.string().nullable();

const device = (late: Late) =>
  z.looseObject({
    id: z.string(),
    appVersion: late(text),
    osVersion: late(text),
    agentVersion: late(text),
    restarts: late(count),
    lastRestartAt: late(instant.nullable()),
    address: late(text),
    meeting: late(z.looseObject({ inMeeting: z.boolean(), at: instant }).nullable()),
    heartbeat: z.looseObject({ at: instant, heardAt: instant }).optional(),
    formats: z.array(z.enum(exclusiveFormats)).optional(),
  });

const stretch = { seq: count, sentAtMs: z.number(), shiftMs: z.number() };
const clock = z.looseObject({
  ...stretch,
  heardAtMs: z.number(),
  earlier: z.array(z.looseObject(stretch)).optional(),
  stray: z.looseObject(stretch).optional(),
  toldMs: z.number().optional(),
  untold: z.looseObject({ shiftMs: z.number(), sinceMs: z.number() }).optional(),
  drift: z.enum(['healthy', 'unhealthy']).optional(),
  judgesItself: z.literal(true).optional(),
});

const rejected = z.looseObject({
  device: z.string(),
  since: instant,
  at: instant,
  reason: z.string(),
});

const command = z.looseObject({
  id: z.string(),
  remediation: z.enum(remediations),
  signal: signalId,
  device: z.string(),
  by: personRef.nullable(),
  issuedAt: instant,
  expiresAt: instant,
});

const noticed = { key: z.string(), at: instant, by: personRef };
const place = z.union([signalId, z.literal('room')]);

const notice = z.discriminatedUnion('kind', [
  z.looseObject({
    ...noticed,
    kind: z.enum(['fix.verified', 'fix.failed']),
    signal: signalId,
    respondedAt: instant,
  }),
  z.looseObject({
    ...noticed,
    kind: z.literal('suppression.ending'),
    signal: place,
    until: instant,
  }),
  z.looseObject({
    ...noticed,
    kind: z.literal('suppression.ended'),
    signal: place,
    since: instant,
    because: z.enum(['lifted', 'expired', 'recovered']),
    missed: z.array(missed),
  }),
]);

const timeZone = z.custom<string>(isTimeZone, 'is not a time zone');
const zones = new Map<unknown, boolean>();

/** Cached for each name: a fleet has few time zones, and a formatter is slow to create. */
function isTimeZone(value: unknown): boolean {
  const known = zones.get(value);
  if (known !== undefined) return known;
  let isZone = typeof value === 'string';
  try {
    if (isZone) new Intl.DateTimeFormat('en-GB', { timeZone: String(value) });
  } catch {
    isZone = false;
  }
  if (zones.size < 1_000) zones.set(value, isZone);
  return isZone;
}

/** The stored members of a profile. The compiler rejects a list without one of them. */
const profileMembers = {
  name: z.string(),
  building: z.string(),
  floor: z.string(),
  capacity: count,
  groups: z.array(z.string()),
  timeZone,
  meetingMode: z.enum(meetingModes),
  expectedDisplays: count,
} satisfies Record<keyof RoomProfile, z.ZodType>;

export const profile = z.looseObject(profileMembers);

const room = (late: Late, ticket: z.ZodType) =>
  profile.extend({
    id: roomName,
    number: count,
    enrolment: z.enum(enrolmentStates),
    enrolmentSince: instant,
    connection: connection(late),
    suppression: suppression(late).nullable(),
    devices: z.array(device(late)),
    clocks: z.record(z.string(), clock).optional(),
    rejected: rejected.optional(),
    signals: z.record(signalId, record(late, ticket)),
    command: late(command.nullable()),
    recentAttempts: late(
      z.array(z.looseObject({ remediation: z.enum(remediations), at: instant })),
    ),
    notices: late(z.array(notice)),
    ticketCount: count,
    revision: count,
    dueAt: instant.nullable(),
  });

/** A room as this version writes it. */
export const roomSchema = room((member) => member, ticketSchema);

/** A room as an earlier version wrote it: `upgradeRoom` adds the missing members. */
export const earlierRoomSchema = room((member) => member.optional(), earlierTicketSchema);
