/**
 * Rejections as polite sentences: who already did it, that nothing changed, and what to do next.
 */
import type { Rejection } from '../command.ts';
import { type TextKind, textLimits } from '../limits.ts';
import { roleLabels } from '../tickets/policy.ts';
import { remediationLabels, textLabels } from './labels.ts';
import { asSentence, formatZonedTime } from './time.ts';

/** The target of a rejected action, and the time zone of the reader. */
export type RejectionContext = {
  /** The name of the target for people: `Display 1 in 4.12 Amber`. Sentences begin with it. */
  readonly label: string;
  readonly timeZone: string;
  /** The scope for which the person needs the role; absent: the room. */
  readonly where?: string;
};

const nothing = 'Nothing was changed.';

const actionPhrases: Readonly<Record<string, string>> = {
  respond: 'respond to incidents',
  message: 'write messages',
  attach: 'attach files',
  removeAttachment: 'remove attachments',
  removeOthersAttachment: 'remove the attachment of another person',
  assign: 'assign incidents',
  unassign: 'hand back incidents',
  investigate: 'send an incident back for investigation',
  suppress: 'suppress',
  changeSuppression: 'change the end of a suppression',
  unsuppress: 'lift a suppression',
  remediate: 'start a remediation on a device',
  resolve: 'resolve a reported problem',
  report: 'report problems',
  removeDevice: 'remove devices from rooms',
  changeProfile: 'change rooms',
  enrol: 'enrol rooms',
  retire: 'retire rooms',
};

function formatNotPermitted(action: string, needs: string, where = 'this room'): string {
  const role = Object.entries(roleLabels).find(([name]) => name === needs)?.[1] ?? needs;
  const others = role === roleLabels.manager ? '' : ` or a ${roleLabels.manager}`;
  const phrase = actionPhrases[action] ?? action;
  return `To ${phrase} here you need the role ${role} for a group of ${where}. ${nothing} Ask a ${role}${others}.`;
}

function sayOtherHas(
  { ticket, to, since }: Extract<Rejection, { code: 'assignedToOther' }>,
  timeZone: string,
): string {
  const from = since === null ? '' : ` since ${formatZonedTime(since, timeZone)}`;
  const what = ticket.startsWith('outage-') ? 'this outage' : ticket;
  return `${to.name} has ${what}${from}. ${nothing} Use Take over if you want it.`;
}

const counts = new Intl.NumberFormat('en-GB');

/** The rejection of a text that is too long: its length, the limit, and that nothing was saved. */
export function formatTooLong(what: TextKind, length: number): string {
  const has = what === 'notes' ? 'have' : 'has';
  const them = what === 'notes' ? 'them' : 'it';
  return `${textLabels[what]} ${has} ${counts.format(length)} characters, and the limit is ${counts.format(textLimits[what])}. Nothing was saved. Please shorten ${them} and send ${them} again.`;
}

function sayAlreadyResolved(
  { at, because }: Extract<Rejection, { code: 'alreadyResolved' }>,
  { label, timeZone }: RejectionContext,
): string {
  const when = formatZonedTime(at, timeZone);
  const why = because.trim() === '' ? '' : ` ${asSentence(because)}`;
  return `${label}: this incident was already resolved at ${when}.${why} ${nothing}`;
}

type AttachmentRejection = Extract<
  Rejection,
  { code: 'alreadyAttached' | 'attachmentGone' | 'tooManyAttachments' }
>;

function sayAttachmentRejection(rejection: AttachmentRejection, label: string): string {
  switch (rejection.code) {
    case 'alreadyAttached':
      return `The file ${rejection.name} is already attached to ${label}. ${nothing}`;
    case 'attachmentGone':
      return `This file is no longer attached to ${label}. ${nothing}`;
    case 'tooManyAttachments':
      return `${label} has ${rejection.most} attachments, and a ticket cannot have more. ${nothing} Remove one that is no longer needed, then try again.`;
  }
}

/** The reason why nothing was done, in words for the person who sent the command. */
export function formatRejection(rejection: Rejection, context: RejectionContext): string {
  const { label, timeZone } = context;
  switch (rejection.code) {
    case 'roomUnknown':
      return `There is no such room that you can see. ${nothing} Search for it by a part of its name.`;
    case 'roomExists':
      return `${label} is already registered. ${nothing}`;
    case 'signalUnknown':
      return `There is nothing to act on: ${label} is not one of the signals of this room. ${nothing}`;
    case 'noIncident':
      return `${label} has no open incident. ${nothing}`;
    case 'alreadyResolved':
      return sayAlreadyResolved(rejection, context);
    case 'superseded':
      return `${nothing.slice(0, -1)}: this card is about an earlier failure of ticket ${rejection.ticket}. It failed again since then, and a newer card shows that. Write “ticket ${rejection.ticket}” to see it.`;
    case 'alreadyResponded':
      return `${rejection.by.name} already responded to ${label} at ${formatZonedTime(rejection.at, timeZone)}. ${nothing} If you know more, add a message to the ticket.`;
    case 'alreadyAssigned':
      return `${label} is already assigned to ${rejection.to.name}. ${nothing}`;
    case 'assignedToOther':
      return sayOtherHas(rejection, timeZone);
    case 'notAssigned':
      return `${label} is not assigned, so there is nothing to hand back. ${nothing}`;
    case 'alreadySuppressed':
      return `${rejection.by.name} already suppressed ${label} at ${formatZonedTime(rejection.at, timeZone)}. ${nothing} To choose another end, change the suppression.`;
    case 'notSuppressed':
      return `${label} is not suppressed, so there is nothing to lift or to change. ${nothing}`;
    case 'alreadyInvestigating':
      return `The platform is already investigating ${label}. ${nothing} It informs you when it is done.`;
    case 'nothingToInvestigate':
      return `The platform has no remediation for ${label}. ${nothing} Please follow the recommended action.`;
    case 'alreadyEnrolled':
      return `${label} is already enrolled. ${nothing}`;
    case 'alreadyRetired':
      return `${label} is already retired. ${nothing}`;
    case 'endsInThePast':
      return `${formatZonedTime(rejection.at, timeZone)} is already over, so nothing was suppressed or changed for ${label}. Please choose an end that is still to come.`;
    case 'emptyText':
      return `There was no text, so nothing was saved. Please write a few words and send it again.`;
    case 'tooLong':
      return formatTooLong(rejection.what, rejection.length);
    case 'alreadyAttached':
    case 'attachmentGone':
    case 'tooManyAttachments':
      return sayAttachmentRejection(rejection, label);
    case 'telemetryResolves':
      return `${label} resolves when telemetry shows it healthy, not by hand. ${nothing} Respond with what you did: the platform then watches whether it holds.`;
    case 'commandPending':
      return `${remediationLabels[rejection.remediation]} is under way in this room since ${formatZonedTime(rejection.at, timeZone)}. ${nothing} Only one remediation runs at a time.`;
    case 'noDeviceForCommands':
      return `No device of this room accepts commands: its Monitoring Software has not sent telemetry. ${nothing}`;
    case 'deviceUnknown':
      return `There is no such device in this room. ${nothing}`;
    case 'nothingToRecover':
      return `${label} is healthy now, so there is no recovery to wait for. ${nothing} Choose a time instead.`;
    case 'nothingChanged':
      return `Everything already has these values. ${nothing}`;
    case 'notPermitted':
      return formatNotPermitted(rejection.action, rejection.needs, context.where);
    default:
      return rejection satisfies never;
  }
}
