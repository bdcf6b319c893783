/**
 * The schemas of the small documents. They permit unknown members, except in the settings of managers:
 * rules and people of a newer version could have another meaning in this version.
 */
import { incidentStates, outageScopes, severities } from '@rooms-pro/core';
import { readPeopleSettings, ruleSettings } from '@rooms-pro/core/contracts';
import { z } from 'zod';
import type { DocumentKind } from './documentKinds.ts';
import {
  author,
  count,
  instant,
  outageName,
  personRef,
  roomName,
  signalId,
} from './sharedParts.ts';

const text = z.string();
const keyActor = z.looseObject({ id: text, name: text, via: text });
const issued = {
  issuedAt: instant,
  revokedAt: instant.nullable(),
  validUntil: instant.optional(),
  replaces: text.optional(),
  enrolledBy: text.optional(),
  replacedBy: text.optional(),
  issuedBy: keyActor.optional(),
  revokedBy: keyActor.optional(),
};

const key = z.discriminatedUnion('kind', [
  z.looseObject({ ...issued, kind: z.literal('device'), device: text }),
  z.looseObject({ ...issued, kind: z.literal('gateway'), name: text }),
]);

const enrolmentCode = z.looseObject({
  device: text.nullable(),
  roomId: roomName.nullable(),
  by: author,
  issuedAt: instant,
  expiresAt: instant,
  revokedAt: instant.nullable(),
  used: z
    .looseObject({ device: text, at: instant, key: text, isClosed: z.boolean().optional() })
    .nullable(),
});

/** Same as `Conversation` in the bot, which writes it. */
const conversation = z.looseObject({
  conversationId: text,
  kind: z.enum(['personal', 'groupChat', 'channel']),
  serviceUrl: text,
  tenantId: text.nullable(),
  teamId: text.nullable(),
  botId: text,
  readerId: text.nullable(),
});

/** Same as `SubscriptionFilter` in the bot. */
const filter = z.looseObject({
  groups: z.array(text).optional(),
  buildings: z.array(text).optional(),
  severities: z.array(z.enum(severities)).optional(),
  states: z.array(z.enum(incidentStates)).optional(),
});

const subscription = z.looseObject({
  conversationId: text,
  since: instant,
  filter,
  by: text.optional(),
  ended: z.looseObject({ by: text, at: instant }).optional(),
});

const scope = z.enum(outageScopes);
const place = { scope, building: text, floor: text, subnet: text };
const posted = {
  conversationId: text,
  activityId: text,
  shown: text,
  isOver: z.boolean(),
  at: instant,
};

/** A sent card, as the bot writes it. An early version wrote no `about`; those cards are of an incident. */
const post = z.union([
  z.discriminatedUnion('about', [
    z.looseObject({ ...posted, about: z.literal('incident'), signal: signalId, run: text }),
    z.looseObject({ ...posted, about: z.literal('notice'), notice: text }),
    z.looseObject({
      ...posted,
      about: z.literal('outage'),
      place: z.looseObject(place),
      timeZone: text,
      filter,
      since: instant,
      most: count,
      endedAt: instant.nullable(),
    }),
  ]),
  z.looseObject({ ...posted, about: z.undefined().optional(), signal: signalId, run: text }),
]);

const response = z.looseObject({ by: personRef, at: instant, notes: text });
/** What people did about an outage. Its record is shown, not decided by: a kind of a newer version passes. */
const outageWork = z.looseObject({
  assignee: personRef.nullable(),
  assignedAt: instant.nullable(),
  response: response.nullable(),
  entries: z.array(z.looseObject({ type: text, at: instant, by: personRef, via: text })),
});

const outage = z.looseObject({
  ...place,
  id: outageName,
  openedAt: instant,
  endedAt: instant.nullable(),
  work: outageWork.optional(),
  fewSince: instant.optional(),
});

const setAside = z.looseObject({
  device: text,
  reason: text,
  pointer: text,
  text,
  isCut: z.boolean(),
  times: count,
  firstAt: instant,
  lastAt: instant,
});

/** `null`: no message yet. */
const ago = z.number().nullable();

/** Every kind but the settings, which differ by their names. */
export const documentSchemas: Readonly<Record<Exclude<DocumentKind, 'setting'>, z.ZodType>> = {
  counter: z.looseObject({ next: count }),
  key,
  enrolmentCode,
  device: z.looseObject({ roomId: roomName }),
  lastSeen: z.looseObject({ latest: instant, agoMs: z.array(ago) }),
  conversation,
  subscription,
  posts: z.looseObject({ posts: z.record(text, post) }),
  person: z.looseObject({}),
  outage,
  lease: z.looseObject({ holder: text.nullable(), turn: count }),
  setAside,
};

/** Settings by their names; any other is a mark, of which only the version counts. */
export const settingSchemas: Readonly<Record<string, z.ZodType>> = {
  rules: ruleSettings,
  rulesChange: z.looseObject({ version: count, by: personRef, at: instant }),
  peopleBook: z.custom<unknown>(
    (value) => readPeopleSettings(value) !== null,
    'holds a person or a change that this version cannot read',
  ),
  waitingPeople: z.looseObject({
    people: z.array(z.looseObject({ id: text, name: text, at: text })),
  }),
};
