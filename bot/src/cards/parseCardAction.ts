/**
 * Validates the data of a click on a card's button, because any client can send any data to a bot.
 */
import { actions, outageActions, type TicketNumber } from '@rooms-pro/core';
import {
  type ActionPayload,
  actionPayload,
  type CommandTarget,
  commandTarget,
} from '@rooms-pro/core/contracts';
import { type CardVerb, cardForm, cardVerbs } from './incident/cardForms.ts';

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

const outdated =
  'This button belongs to a card that is no longer in use. Nothing was changed. Write “incidents” to see what is true now.';

/**
 * The action that a button's `verb` and `data` request, or a sentence for the person who clicked.
 */
export function parseCardAction(verb: unknown, data: unknown): ParsedCardAction {
  const known = cardVerbs.find((candidate) => candidate === verb);
  if (known === undefined || typeof data !== 'object' || data === null) return refuse(outdated);
  const fields: Readonly<Record<string, unknown>> = { ...data };
  const about = 'room' in fields || 'outage' in fields ? null : incidentIn(fields);
  const target = about === null ? targetIn(known, fields) : { ticket: about.ticket };
  if (target === null) return refuse(outdated);
  const { toMembers, toFault } = cardForm(known);
  const parsed = actionPayload.safeParse({ action: known, ...toMembers(fields) });
  if (!parsed.success) return refuse(toFault(fields) ?? outdated);
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
function targetIn(verb: CardVerb, { room, signal, outage }: Readonly<Record<string, unknown>>) {
  if (outage !== undefined) {
    const isOfOutage = outageActions.some((action) => action === verb);
    return (isOfOutage && commandTarget.safeParse({ outage }).data) || null;
  }
  if (actions[verb].on !== 'suppression') return null;
  const parsed = commandTarget.safeParse(signal === undefined ? { room } : { room, signal });
  return parsed.success ? parsed.data : null;
}

function refuse(sentence: string): ParsedCardAction {
  return { ok: false, sentence };
}

function ticketIn(value: unknown): TicketNumber | null {
  return typeof value === 'string' && /^[1-9]\d{0,8}-[1-9]\d{0,5}$/.test(value)
    ? (value as TicketNumber)
    : null;
}

function ordinalIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}
