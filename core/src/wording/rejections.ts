/** Rejections as polite sentences: the reason, that nothing was changed, and what to do next. */

import { type TextKind, textLimits } from '../limits.ts';
import type { Rejection } from '../rejection.ts';
import { actionNames, actions } from '../tickets/actions/actions.ts';
import { roleLabels } from '../tickets/policy.ts';
import { remediationLabels, textLabels } from './labels.ts';
import { asSentence, formatZonedTime } from './time.ts';

/** The target of a rejected action, and the reader's time zone. */
export type RejectionContext = {
  /** The name of the target on screens: `Display 1 in 4.12 Amber`. Many sentences start with it. */
  readonly label: string;
  readonly timeZone: string;
  /** Where the person needs the role; absent: in the room. */
  readonly where?: string;
};

const nothing = 'Nothing was changed.';

/** What a person wants to do, for the sentence about a missing role. */
function actionPhrase(action: string): string {
  if (action === 'removeOthersAttachment') return 'remove an attachment of another person';
  const name = actionNames.find((one) => one === action);
  return name ? actions[name].phrase : action;
}

function formatNotPermitted(action: string, needs: string, where = 'this room'): string {
  const role = Object.entries(roleLabels).find(([name]) => name === needs)?.[1] ?? needs;
  const others = role === roleLabels.manager ? '' : ` or a ${roleLabels.manager}`;
  return `To ${actionPhrase(action)} here you need the role ${role} for a group of ${where}. ${nothing} Ask a ${role}${others}.`;
}

function formatAssignedToOther(
  { ticket, to, since }: Extract<Rejection, { code: 'assignedToOther' }>,
  timeZone: string,
): string {
  const from = since === null ? '' : ` since ${formatZonedTime(since, timeZone)}`;
  const what = ticket.startsWith('outage-') ? 'this outage' : ticket;
  return `${to.name} has ${what}${from}. ${nothing} Use Take over if you want it.`;
}

const counts = new Intl.NumberFormat('en-GB');

/** The sentence for a text that is too long: its length, the limit, and that no part of it was saved. */
export function formatTooLong(what: TextKind, length: number): string {
  const has = what === 'notes' ? 'have' : 'has';
  const them = what === 'notes' ? 'them' : 'it';
  return `${textLabels[what]} ${has} ${counts.format(length)} characters; at most ${counts.format(textLimits[what])} are allowed. Nothing was saved; please shorten ${them} and send ${them} again.`;
}

function formatAlreadyResolved(
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

function formatAttachmentRejection(rejection: AttachmentRejection, label: string): string {
  switch (rejection.code) {
    case 'alreadyAttached':
      return `The file ${rejection.name} is already attached to ${label}. ${nothing}`;
    case 'attachmentGone':
      return `This file is no longer attached to ${label}. ${nothing}`;
    case 'tooManyAttachments':
      return `${label} has ${rejection.most} attachments, and a ticket cannot have more. ${nothing} Remove one that is no longer needed, then try again.`;
  }
}

/** Why an action was not carried out, as a sentence for the person who tried it. */
export function formatRejection(rejection: Rejection, context: RejectionContext): string {
  const { label, timeZone } = context;
  switch (rejection.code) {
    case 'roomUnknown':
      return `This room is not among your rooms. ${nothing} Search for it by a part of its name.`;
    case 'roomExists':
      return `${label} is already registered. ${nothing}`;
    case 'signalUnknown':
      return `${label} is not one of the signals of this room. ${nothing}`;
    case 'noIncident':
      return `${label} has no open incident. ${nothing}`;
    case 'alreadyResolved':
      return formatAlreadyResolved(rejection, context);
    case 'superseded':
      return `${nothing.slice(0, -1)}: this card is about an earlier failure of ticket ${rejection.ticket}. It has failed again since then, and there is a newer card. Write “ticket ${rejection.ticket}” to see it.`;
    case 'alreadyResponded':
      return `${rejection.by.name} already responded to ${label} at ${formatZonedTime(rejection.at, timeZone)}. ${nothing} If you know more, add a message to the ticket.`;
    case 'alreadyAssigned':
      return `${label} is already assigned to ${rejection.to.name}. ${nothing}`;
    case 'assignedToOther':
      return formatAssignedToOther(rejection, timeZone);
    case 'notAssigned':
      return `${label} is not assigned to any person, so you cannot hand it back. ${nothing}`;
    case 'alreadySuppressed':
      return `${rejection.by.name} already suppressed ${label} at ${formatZonedTime(rejection.at, timeZone)}. ${nothing} To choose another end, change the suppression.`;
    case 'notSuppressed':
      return `${label} is not suppressed, so there is no suppression to lift or to change. ${nothing}`;
    case 'alreadyInvestigating':
      return `The platform is already investigating ${label}. ${nothing} You get a message when the investigation ends.`;
    case 'nothingToInvestigate':
      return `The platform cannot try any remedy for ${label}. ${nothing} Please follow the recommended action.`;
    case 'alreadyEnrolled':
      return `${label} is already enrolled. ${nothing}`;
    case 'alreadyRetired':
      return `${label} is already retired. ${nothing}`;
    case 'endsInThePast':
      return `${formatZonedTime(rejection.at, timeZone)} is already over, so nothing was suppressed or changed for ${label}. Please choose an end in the future.`;
    case 'emptyText':
      return `There was no text, so nothing was saved. Please write a few words and send it again.`;
    case 'tooLong':
      return formatTooLong(rejection.what, rejection.length);
    case 'alreadyAttached':
    case 'attachmentGone':
    case 'tooManyAttachments':
      return formatAttachmentRejection(rejection, label);
    case 'telemetryResolves':
      return `${label} resolves when telemetry shows it healthy, not by hand. ${nothing} Respond with what you did: the platform then checks whether it works.`;
    case 'commandPending':
      return `${remediationLabels[rejection.remediation]} is under way in this room since ${formatZonedTime(rejection.at, timeZone)}. ${nothing} Only one remediation runs at a time.`;
    case 'noDeviceForCommands':
      return `No device of this room accepts commands: the platform has received nothing from its Monitoring Software. ${nothing}`;
    case 'deviceUnknown':
      return `This room does not have this device. ${nothing}`;
    case 'nothingToRecover':
      return `${label} is healthy now, so there is no recovery to wait for. ${nothing} Choose a time instead.`;
    case 'nothingChanged':
      return `All values are already like this. ${nothing}`;
    case 'notPermitted':
      return formatNotPermitted(rejection.action, rejection.needs, context.where);
    default:
      return rejection satisfies never;
  }
}
