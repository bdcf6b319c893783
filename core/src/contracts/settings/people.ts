/** The list of people with their permissions, as managers write it and as it is sent. */
import { z } from 'zod';
import { sanitizeDetail } from '../../text/deviceText.ts';
import { clip } from '../../text/visibleText.ts';
import { type Instant, type PersonRef, type Role, roles } from '../../words.ts';
import { peopleLimits } from '../limits.ts';
import { instant, personRef } from '../vocabulary.ts';
import type { Wire, WireInput } from '../wire.ts';

const most = peopleLimits.textCharacters;

const line = z
  .string('This must be a text.')
  .max(500, `This must have at most ${most} characters.`)
  .transform(sanitizeDetail)
  .pipe(
    z
      .string()
      .min(1, 'This must not be empty.')
      .max(most, `This must have at most ${most} characters.`),
  );

const objectId = z
  .guid('This must be an object id like 1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f.')
  .toLowerCase();

const directoryPerson = z.strictObject({
  id: objectId,
  name: line,
  role: z.enum(roles, `This must be one of ${roles.join(', ')}.`),
  groups: z
    .array(line, 'This must be a list of room groups.')
    .max(peopleLimits.groups, `A person works for at most ${peopleLimits.groups} room groups.`)
    .refine(
      (names) => new Set(names).size === names.length,
      'Each group can appear here only once.',
    ),
});

/** A person of the list: object id of the directory in lower case, name, and permissions. */
export type DirectoryPerson = Wire<typeof directoryPerson>;

const eachOnce = z
  .array(directoryPerson, 'This must be a list of people.')
  .refine(
    (list) => new Set(list.map(({ id }) => id)).size === list.length,
    'Each person can appear here only once.',
  );

const people = eachOnce.max(
  peopleLimits.people,
  `The list contains at most ${peopleLimits.people} people.`,
);

/**
 * Body of `PUT /api/settings/people`: the whole list, and the mark of the version that it is based
 * on.
 */
export const peopleBody = z.strictObject({
  etag: z.string().max(200).nullable(),
  people,
});
export type PeopleBody = WireInput<typeof peopleBody>;

/**
 * The sources of a change of the list: a page of the tab, a chat, the owner's command line, or the
 * bot itself.
 */
export const peopleEntryPoints = ['tab', 'chat', 'operate', 'platform'] as const;
export type PeopleEntryPoint = (typeof peopleEntryPoints)[number];

const granted = z.object({
  name: z.string().optional(),
  role: z.enum(roles),
  groups: z.array(z.string()),
});
const ref = z.object({ id: z.string(), name: z.string() });

const peopleSettings = z.object({
  version: z.int().min(0),
  // The first Manager can be added to a full list.
  people: eachOnce,
  changes: z.array(
    z.object({
      at: z.string(),
      by: ref,
      // Changes of an older version have no source. Changes of a newer version can name an unknown
      // one.
      via: z.enum(peopleEntryPoints).optional().catch(undefined),
      person: ref,
      before: granted.nullable(),
      after: granted.nullable(),
    }),
  ),
});

/** The permissions and the name of a person. Changes of an older version have no name. */
export type GrantedAccess = {
  readonly name?: string | undefined;
  readonly role: Role;
  readonly groups: readonly string[];
};

/**
 * One change of a person's permissions or name: who made it, when and how; `null`: not in the list.
 */
export type PeopleChange = {
  readonly at: Instant;
  readonly by: PersonRef;
  readonly via?: PeopleEntryPoint | undefined;
  readonly person: PersonRef;
  readonly before: GrantedAccess | null;
  readonly after: GrantedAccess | null;
};

/** The list as it is stored: every person by name, and the latest changes, newest first. */
export type PeopleSettings = {
  readonly version: number;
  readonly people: readonly DirectoryPerson[];
  readonly changes: readonly PeopleChange[];
};

/** The list in a stored document; `null` if the document is not a list. */
export function readPeopleSettings(value: unknown): PeopleSettings | null {
  return peopleSettings.safeParse(value).data ?? null;
}

/** A person who signed in or wrote to the bot and is not in the list. */
export type WaitingPerson = PersonRef & { readonly at: Instant };

const waitingPeople = z.object({
  people: z.array(z.object({ id: z.string(), name: z.string(), at: z.string() })),
});

/**
 * The people who wait for access, as they are stored, newest first; empty if the document does not
 * fit.
 */
export function readWaitingPeople(value: unknown): readonly WaitingPerson[] {
  return waitingPeople.safeParse(value).data?.people ?? [];
}

/** A person's name, cleaned for the list; empty if no visible text remains. */
export function sanitizePersonName(said: string): string {
  return clip(sanitizeDetail(said), most).trimEnd();
}

/**
 * The object id in the input of an operator or a manager, in lower case; `null` if it is not one.
 */
export function readObjectId(text: string): string | null {
  return objectId.safeParse(text.trim()).data ?? null;
}

/** A person in the list that managers see. */
export const personRow = directoryPerson.extend({
  isFixed: z.boolean().describe('A Manager by the settings of the deployment.'),
});
export type PersonRow = Wire<typeof personRow>;

const grantedShown = z.strictObject({
  name: z.string().optional(),
  role: z.enum(roles),
  groups: z.array(z.string()),
});

const peopleChangeShown = z.strictObject({
  at: instant,
  by: personRef,
  via: z.enum(peopleEntryPoints).optional(),
  person: personRef,
  before: grantedShown.nullable().describe('`null`: the person was not in the list.'),
  after: grantedShown.nullable().describe('`null`: the person is no longer in the list.'),
});

/** Response of `GET /api/settings/people`, and of a `PUT` that changed them. */
export const peopleAnswer = z.strictObject({
  etag: z
    .string()
    .nullable()
    .describe('A client sends it back with a change; `null`: the list was never changed.'),
  people: z.array(personRow),
  waiting: z.array(personRef.extend({ at: instant })).describe('Newest first.'),
  changes: z.array(peopleChangeShown).describe('The latest changes, newest first.'),
  confirmedAt: instant,
});
export type PeopleAnswer = Wire<typeof peopleAnswer>;
