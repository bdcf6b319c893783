/** One action on one or many targets, as the tab and the cards send it: `POST /api/commands`. */
import { z } from 'zod';
import type { Rejection } from '../../command.ts';
import { defaultSuppressUntil, suppressForChoices } from '../../limits.ts';
import { remediations } from '../../words.ts';
import { profileChange } from '../rooms/profile.ts';
import { instant, outageId, personRef, roomId, ticketNumber } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

export { suppressForChoices } from '../../limits.ts';

// `advance` checks the length of texts: its rejection contains both counts for every entry point.
const text = z.string().trim().min(1);
const id = z.string().min(1).max(128);
const until = z.union([
  z.enum(suppressForChoices),
  z.strictObject({ at: z.iso.datetime({ offset: true }) }),
]);

/** A command as the tab and the cards send it, without its target. */
export const actionPayload = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('respond'), notes: text }),
  z.strictObject({ action: z.literal('message'), text }),
  // To the person who sends it; in the tab also to another person of the ticket's `assignees`. A
  // ticket of another person is taken over only if `takeOverFrom` is that person's id.
  z.strictObject({
    action: z.literal('assign'),
    to: id.exactOptional(),
    takeOverFrom: id.exactOptional(),
  }),
  // `from`: the present assignee; absent: the person who sends the command.
  z.strictObject({ action: z.literal('unassign'), from: id.exactOptional() }),
  z.strictObject({ action: z.literal('investigate') }),
  z.strictObject({
    action: z.literal('suppress'),
    until: until.default(defaultSuppressUntil),
    reason: z.string().trim().default(''),
  }),
  // `reason` absent: the reason does not change.
  z.strictObject({
    action: z.literal('changeSuppression'),
    until,
    reason: z.string().trim().exactOptional(),
  }),
  z.strictObject({ action: z.literal('unsuppress') }),
  z.strictObject({ action: z.literal('remediate'), remediation: z.enum(remediations) }),
  z.strictObject({ action: z.literal('resolve'), reason: text }),
  z.strictObject({ action: z.literal('report'), what: text }),
  z.strictObject({ action: z.literal('enrol') }),
  z.strictObject({ action: z.literal('retire') }),
  z.strictObject({ action: z.literal('removeDevice'), device: z.string().min(1).max(128) }),
  z.strictObject({ action: z.literal('changeProfile'), profile: profileChange }),
]);
export type ActionPayload = z.infer<typeof actionPayload>;

/**
 * The target of a command: a ticket, a whole room, a signal that may have no ticket yet, or an
 * outage.
 */
export const commandTarget = z.union([
  z.strictObject({ ticket: ticketNumber }),
  z.strictObject({ outage: outageId }),
  z.strictObject({ room: roomId }),
  z.strictObject({ room: roomId, signal: z.string().max(64) }),
]);
export type CommandTarget = z.infer<typeof commandTarget>;

/** Body of `POST /api/commands`: one action on one or many targets. */
export const commandsBody = z.strictObject({
  targets: z.array(commandTarget).min(1).max(200),
  action: actionPayload,
});
export type CommandsBody = z.infer<typeof commandsBody>;

/** Every code of a rejection. The compiler rejects this object when a code is missing. */
const rejectionCodes = {
  roomUnknown: true,
  roomExists: true,
  signalUnknown: true,
  noIncident: true,
  superseded: true,
  alreadyResolved: true,
  alreadyResponded: true,
  alreadyAssigned: true,
  assignedToOther: true,
  notAssigned: true,
  alreadySuppressed: true,
  notSuppressed: true,
  alreadyInvestigating: true,
  nothingToInvestigate: true,
  alreadyEnrolled: true,
  alreadyRetired: true,
  endsInThePast: true,
  emptyText: true,
  tooLong: true,
  alreadyAttached: true,
  attachmentGone: true,
  tooManyAttachments: true,
  telemetryResolves: true,
  commandPending: true,
  noDeviceForCommands: true,
  deviceUnknown: true,
  nothingChanged: true,
  nothingToRecover: true,
  notPermitted: true,
} as const satisfies Readonly<Record<Rejection['code'], true>>;

const resultCode = z.enum([
  'done',
  'unknownTarget',
  ...(Object.keys(rejectionCodes) as readonly Rejection['code'][]),
]);

/** The result of a command on one target. */
export const commandResult = z.strictObject({
  ok: z.boolean(),
  sentence: z.string().describe('For people.'),
  code: resultCode
    .exactOptional()
    .describe('`done`, `unknownTarget`, or the reason why nothing changed.'),
  assignee: personRef
    .exactOptional()
    .describe('Of `assignedToOther`: the person who has the ticket, for `takeOverFrom`.'),
  since: instant
    .nullable()
    .exactOptional()
    .describe('Of `assignedToOther`: since when that person has it; `null`: unknown.'),
});
export type CommandResult = Wire<typeof commandResult>;

/** Response of `POST /api/commands`: the result for each target, in the same order. */
export const commandsAnswer = z.strictObject({ results: z.array(commandResult) });
export type CommandsAnswer = Wire<typeof commandsAnswer>;
