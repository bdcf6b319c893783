/** Rejections as kind sentences: who already did what, that nothing was changed, and what next. */
import type { Rejection } from '../command.ts';
import { type TextKind, textLimits } from '../limits.ts';
import { roleLabels } from '../tickets/policy.ts';
import { remediationLabels, textLabels } from './labels.ts';
import { asSentence, formatZonedTime } from './time.ts';

/** What a rejected action was aimed at, and the time zone of who reads the answer. */
export type RejectionContext = {
  /** How people call the target: `Display 1 in 4.12 Amber`. Begins the sentences. */
  readonly label: string;
  readonly timeZone: string;
  /** Where the person needs the role; left out: in the room. */
  readonly where?: string;
};

const nothing = 'Nothing was changed.';

const actionPhrases: Readonly<Record<string, string>> = {
  respond: 'respond to incidents',
  message: 'write messages',
  attach: 'attach files',
  removeAttachment: 'remove attachments',
  removeOthersAttachment: 'remove what somebody else attached',
  assign: 'assign incidents',
  unassign: 'hand back incidents',
  investigate: 'send an incident back for investigation',
  suppress: 'suppress',
  changeSuppression: 'change the end of a suppression',
  unsuppress: 'lift a suppression',
  remediate: 'have something tried on a device',
  resolve: 'resolve a reported problem',
  report: 'report problems',
  removeDevice: 'take devices out of rooms',
  changeProfile: 'change rooms',
  enrol: 'enrol rooms',
  retire: 'retire rooms',
};

function sayNotPermitted(action: string, needs: string, where = 'this room'): string {
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

/** That a text is too long: how long it is, how long it may be, and that no part of it was kept. */
export function formatTooLong(what: TextKind, length: number): string {
  const has = what === 'notes' ? 'have' : 'has';
  const them = what === 'notes' ? 'them' : 'it';
  return `${textLabels[what]} ${has} ${counts.format(length)} characters; at most ${counts.format(textLimits[what])} fit. Nothing was kept; please shorten ${them} and send ${them} again.`;
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
      return `${label} has ${rejection.most} attachments, and a ticket cannot have more. ${nothing} Remove one that nobody needs, then try again.`;
  }
}

/** Why nothing was done, in words for the person who asked for it. */
export function formatRejection(rejection: Rejection, context: RejectionContext): string {
  const { label, timeZone } = context;
  switch (rejection.code) {
    case 'roomUnknown':
      return `There is no such room among yours. ${nothing} Look for it by a part of its name.`;
    case 'roomExists':
      return `${label} is already registered. ${nothing}`;
    case 'signalUnknown':
      return `There is nothing to act on: ${label} is not one of the signals of this room. ${nothing}`;
    case 'noIncident':
      return `${label} has no open incident. ${nothing}`;
    case 'alreadyResolved':
      return sayAlreadyResolved(rejection, context);
    case 'superseded':
      return `${nothing.slice(0, -1)}: this card is about an earlier failure of ticket ${rejection.ticket}. It failed again since, and a newer card tells about that. Say “ticket ${rejection.ticket}” to see it.`;
    case 'alreadyResponded':
      return `${rejection.by.name} already responded to ${label} at ${formatZonedTime(rejection.at, timeZone)}. ${nothing} If you know more, add a message to the ticket.`;
    case 'alreadyAssigned':
      return `${label} is already assigned to ${rejection.to.name}. ${nothing}`;
    case 'assignedToOther':
      return sayOtherHas(rejection, timeZone);
    case 'notAssigned':
      return `${label} is not assigned to anybody, so there is nothing to hand back. ${nothing}`;
    case 'alreadySuppressed':
      return `${rejection.by.name} already suppressed ${label} at ${formatZonedTime(rejection.at, timeZone)}. ${nothing} To choose another end, change the suppression.`;
    case 'notSuppressed':
      return `${label} is not suppressed, so there is nothing to lift or to change. ${nothing}`;
    case 'alreadyInvestigating':
      return `The platform is already investigating ${label}. ${nothing} You hear from it when it is done.`;
    case 'nothingToInvestigate':
      return `There is nothing the platform could try for ${label}. ${nothing} Please follow the recommended action.`;
    case 'alreadyEnrolled':
      return `${label} is already enrolled. ${nothing}`;
    case 'alreadyRetired':
      return `${label} is already retired. ${nothing}`;
    case 'endsInThePast':
      return `${formatZonedTime(rejection.at, timeZone)} is already over, so nothing was suppressed or changed for ${label}. Please choose an end that is still to come.`;
    case 'emptyText':
      return `There was no text, so nothing was kept. Please write a few words and send it again.`;
    case 'tooLong':
      return formatTooLong(rejection.what, rejection.length);
    case 'alreadyAttached':
    case 'attachmentGone':
    case 'tooManyAttachments':
      return sayAttachmentRejection(rejection, label);
    case 'telemetryResolves':
      return `${label} resolves when telemetry shows it healthy, not by hand. ${nothing} Respond with what you did: the platform then watches whether it holds.`;
    case 'commandPending':
      return `${remediationLabels[rejection.remediation]} is under way in this room since ${formatZonedTime(rejection.at, timeZone)}. ${nothing} One thing is tried at a time.`;
    case 'noDeviceForCommands':
      return `No device of this room takes commands: its Monitoring Software has not been heard. ${nothing}`;
    case 'deviceUnknown':
      return `There is no such device in this room. ${nothing}`;
    case 'nothingToRecover':
      return `${label} is well now, so there is no recovery to wait for. ${nothing} Choose a time instead.`;
    case 'nothingChanged':
      return `Everything was like this already. ${nothing}`;
    case 'notPermitted':
      return sayNotPermitted(rejection.action, rejection.needs, context.where);
    default:
      return rejection satisfies never;
  }
}
