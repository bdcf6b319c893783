/**
 * Validates the data of a click on a card's button, because any client can send any data to a bot.
 */
import { outageActions, suppressForLabels, type TicketNumber } from '@rooms-pro/core';
import {
  type ActionPayload,
  actionPayload,
  type CommandTarget,
  commandTarget,
} from '@rooms-pro/core/contracts';

/** The failure that the clicked card is about. It can be over by now. */
export type ClickedIncident = {
  readonly ticket: TicketNumber;
  readonly episode: number;
  readonly activation: number;
};

export type ParsedCardAction =
  | {
      readonly ok: true;
      readonly target: CommandTarget;
      /** `null`: the card is not about one failure, but about a signal or a room. */
      readonly about: ClickedIncident | null;
      readonly action: ActionPayload;
    }
  | { readonly ok: false; readonly sentence: string };

const verbs = [
  'respond',
  'resolve',
  'suppress',
  'changeSuppression',
  'assign',
  'unassign',
  'unsuppress',
] as const;
type Verb = (typeof verbs)[number];

const outdated =
  'This button belongs to a card that is no longer in use. Nothing was changed. Write “incidents” to see what is true now.';

/**
 * The action that a button's `verb` and `data` request, or a sentence for the person who clicked.
 */
export function parseCardAction(verb: unknown, data: unknown): ParsedCardAction {
  const known = verbs.find((candidate) => candidate === verb);
  if (known === undefined || typeof data !== 'object' || data === null) return refuse(outdated);
  const fields: Readonly<Record<string, unknown>> = { ...data };
  const about = 'room' in fields || 'outage' in fields ? null : incidentIn(fields);
  const target = about === null ? targetIn(known, fields) : { ticket: about.ticket };
  if (target === null) return refuse(outdated);
  const parsed = actionPayload.safeParse(wantedAction(known, fields));
  if (!parsed.success) return refuse(sayFault(known, fields));
  return { ok: true, target, about, action: parsed.data };
}

function incidentIn(fields: Readonly<Record<string, unknown>>): ClickedIncident | null {
  const ticket = ticketIn(fields['ticket']);
  const episode = ordinalIn(fields['episode']);
  const activation = ordinalIn(fields['activation']);
  if (ticket === null || episode === null || activation === null) return null;
  return { ticket, episode, activation };
}

/**
 * A suppression is of a room or a signal, with or without an incident. An outage is assigned and
 * responded to as a whole.
 */
function targetIn(verb: Verb, { room, signal, outage }: Readonly<Record<string, unknown>>) {
  if (outage !== undefined) {
    const isOfOutage = outageActions.some((action) => action === verb);
    return (isOfOutage && commandTarget.safeParse({ outage }).data) || null;
  }
  if (verb !== 'suppress' && verb !== 'changeSuppression' && verb !== 'unsuppress') return null;
  const parsed = commandTarget.safeParse(signal === undefined ? { room } : { room, signal });
  return parsed.success ? parsed.data : null;
}

function refuse(sentence: string): ParsedCardAction {
  return { ok: false, sentence };
}

function wantedAction(verb: Verb, fields: Readonly<Record<string, unknown>>): unknown {
  if (verb === 'respond') return { action: verb, notes: fields['notes'] };
  if (verb === 'resolve') return { action: verb, reason: fields['because'] };
  if (verb === 'suppress') {
    return { action: verb, until: fields['until'], reason: fields['reason'] };
  }
  if (verb === 'changeSuppression') {
    // An empty field leaves the present reason unchanged.
    const { reason } = fields;
    const isKept = reason === undefined || (typeof reason === 'string' && reason.trim() === '');
    return { action: verb, until: fields['until'], ...(isKept ? {} : { reason }) };
  }
  // Cards of earlier versions do not name the person.
  if (verb === 'assign') return { action: verb, ...named('takeOverFrom', fields) };
  if (verb === 'unassign') return { action: verb, ...named('from', fields) };
  return { action: verb };
}

function named(name: string, fields: Readonly<Record<string, unknown>>): object {
  return fields[name] === undefined ? {} : { [name]: fields[name] };
}

function sayFault(verb: Verb, fields: Readonly<Record<string, unknown>>): string {
  if (verb === 'respond') {
    return 'There were no notes, so nothing was saved. Please write a few words about what you did.';
  }
  if (verb === 'resolve') {
    return 'There was no reason, so nothing was resolved. Please write in a few words why it is over.';
  }
  if (verb !== 'suppress' && verb !== 'changeSuppression') return outdated;
  const { until } = fields;
  const isKnownEnd = typeof until === 'string' && Object.hasOwn(suppressForLabels, until);
  return isKnownEnd
    ? outdated
    : 'Nothing was suppressed yet. Please choose how long, then send it again.';
}

function ticketIn(value: unknown): TicketNumber | null {
  return typeof value === 'string' && /^[1-9]\d{0,8}-[1-9]\d{0,5}$/.test(value)
    ? (value as TicketNumber)
    : null;
}

function ordinalIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}
