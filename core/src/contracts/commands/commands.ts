/** One action on one or many targets, as the tab and the cards send it: `POST /api/commands`. */
import { z } from 'zod';
import type { Rejection } from '../../rejection.ts';
import { type ActionPayload, actionNames } from '../../tickets/actions/actions.ts';
import { findRow } from '../../tickets/actions/row.ts';
import { instant, outageId, personRef, roomId, ticketNumber } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';
import { fields } from './fields.ts';

export { suppressForChoices } from '../../limits.ts';
export type { ActionPayload } from '../../tickets/actions/actions.ts';

const payloads = actionNames.flatMap((name) => {
  const { request } = findRow(name);
  return request ? [z.strictObject({ action: z.literal(name), ...request.payload(fields) })] : [];
}) as unknown as readonly [z.ZodObject<{ action: z.ZodLiteral<string> }>];

/** A command as the tab and the cards send it, without its target. Each row of an action has its members. */
export const actionPayload = z.discriminatedUnion(
  'action',
  payloads,
) as unknown as z.ZodType<ActionPayload>;

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
