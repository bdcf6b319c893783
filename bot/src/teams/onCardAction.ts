/** A click on a card: what it asks for is done once, and whoever clicked is told what became of it. */
import {
  type Instant,
  maySee,
  type OutageId,
  type Person,
  type Room,
  type RoomId,
  type Rules,
  type SignalId,
} from '@rooms-pro/core';
import { z } from 'zod';
import {
  type AdaptiveCard,
  longestDraft,
  parseCardAction,
  summaryOf,
  withDraft,
  withSentence,
} from '../cards/index.ts';
import type { CommandResult, ExecuteCommand } from '../commands/executeCommand.ts';
import { personalCard } from '../commands/personalCard.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { type OutageCardDeps, outageCardNow } from '../outages/currentOutageCard.ts';
import type { TabLinks } from '../tabLinks.ts';
import { type DoneClick, formatChangedSince } from './cardActions/changedSince.ts';

/** What the client shows to the person who clicked: the card as it is now, or a sentence. */
export type CardAnswer =
  | {
      readonly statusCode: 200;
      readonly type: 'application/vnd.microsoft.card.adaptive';
      readonly value: AdaptiveCard;
    }
  | {
      readonly statusCode: 200;
      readonly type: 'application/vnd.microsoft.activity.message';
      readonly value: string;
    }
  | {
      readonly statusCode: 400 | 500;
      readonly type: 'application/vnd.microsoft.error';
      readonly value: { readonly code: string; readonly message: string };
    };

/** The answer, and the incident whose shared cards may now show something old. */
export type CardOutcome = {
  readonly answer: CardAnswer;
  readonly about: { readonly room: Room; readonly signal: SignalId } | null;
  /** What the click did; `null`: it changed nothing. */
  readonly done: DoneClick | null;
  /** The outage whose shared cards may now show something old; left out: it was about none. */
  readonly outage?: ClickedOutage;
};

/** An outage whose card was clicked; `most`: the most rooms at a time, as that card showed it. */
export type ClickedOutage = { readonly id: OutageId; readonly most: number };

export type CardActionDeps = {
  readonly fleet: Pick<Fleet, 'workedFor'> & OutageCardDeps['fleet'];
  readonly outageBook: OutageCardDeps['book'];
  readonly act: ExecuteCommand;
  readonly rules: Rules;
  readonly links: TabLinks;
  readonly now: () => Instant;
  /** The room as it is in the store: the fleet may not have heard yet of what others committed. */
  readonly roomNow: (id: RoomId) => Promise<Room | null>;
};

export type Click = {
  readonly person: Person;
  /** The `value` of the invoke, as it came. */
  readonly value: unknown;
  readonly correlationId: string;
};

const invokeValue = z.looseObject({
  action: z.looseObject({ verb: z.string().max(100), data: z.unknown().optional() }),
});

/** The verb and data of an invoke; `null` when there are none. */
export function readClick(value: unknown): { verb: string; data?: unknown } | null {
  return invokeValue.safeParse(value).data?.action ?? null;
}

/** Does what a button asks for. Late and illegal clicks change nothing and get a kind sentence. */
export async function handleCardAction(click: Click, deps: CardActionDeps): Promise<CardOutcome> {
  const { person, correlationId } = click;
  const asked = readClick(click.value);
  if (!asked) return nothing(badRequest);
  const wanted = parseCardAction(asked.verb, asked.data);
  if (!wanted.ok) return nothing(say(wanted.sentence));
  const { target, about, action } = wanted;
  const via = 'card';
  const acted = await deps.act({ actor: person, via, target, action, correlationId, about });
  if ('outage' in target) return aboutOutage(acted, target.outage, asked, person, deps);
  const { ok, code, sentence, room, signal } = acted;
  const done = ok && room ? { action, at: deps.now(), room, signal, sentence } : null;
  if (aboutText.has(code)) {
    const isShort = JSON.stringify(asked.data).length <= longestDraft;
    if (about === null || !room || !signal || !isShort) return nothing(say(sentence));
    const now = cardNow({ room, signal }, person, deps).card;
    const written = { ...(asked.data as object) };
    return nothing(show(withSentence(sentence, withDraft(now, asked.verb, written))));
  }
  // A card about a suppression stays what it is: the sentence says what became of the click.
  if (about === null || !room || !signal) return { answer: say(sentence), about: null, done };
  const answer = ok ? show(cardNow({ room, signal }, person, deps).card) : say(sentence);
  return { answer, about: { room, signal }, done };
}

/** What a click on the card of an outage brings back: the card as it is now, or who already did what. */
async function aboutOutage(
  { ok, code, sentence }: CommandResult,
  id: OutageId,
  asked: { readonly verb: string; readonly data?: unknown },
  person: Person,
  deps: CardActionDeps,
): Promise<CardOutcome> {
  const written = { ...(asked.data as object) };
  const most = mostIn(written);
  const outage = { id, most };
  const now = await outageCardNow(id, person, most, { ...deps, book: deps.outageBook });
  if (ok && now) return { answer: show(now.card), about: null, done: null, outage };
  const isShort = JSON.stringify(asked.data).length <= longestDraft;
  if (aboutText.has(code) && now && isShort) {
    return nothing(show(withSentence(sentence, withDraft(now.card, asked.verb, written))));
  }
  return { answer: say(sentence), about: null, done: null, outage };
}

function mostIn({ most }: { readonly most?: unknown }): number {
  return typeof most === 'number' && Number.isSafeInteger(most) && most > 0 ? most : 0;
}

/**
 * The answer to a click that was taken a moment ago and came again: it is not done again, and what is
 * shown is true now. One that changed nothing is simply taken once more.
 */
export async function takeAgain(
  { about, done }: CardOutcome,
  click: Click,
  deps: CardActionDeps,
): Promise<CardOutcome> {
  const room = done && (await deps.roomNow(done.room.id));
  if (!room || !maySee(click.person, room)) return handleCardAction(click, deps);
  const since = formatChangedSince(done, room, click.person, deps.rules);
  if (about === null) return { answer: say(since ?? done.sentence), about, done };
  const now = { room, signal: about.signal };
  const answer = since ? say(since) : show(cardNow(now, click.person, deps).card);
  return { answer, about: now, done };
}

/** What is wrong with a person's own words: the card comes back with them. */
const aboutText: ReadonlySet<CommandResult['code']> = new Set([
  'emptyText',
  'tooLong',
  'endsInThePast',
]);

/** The card of an incident for a person who clicked on it, with the sentence of a notification. */
export function cardNow(
  { room, signal }: { readonly room: Room; readonly signal: SignalId },
  person: Person,
  { rules, links, fleet, now: clock }: CardActionDeps,
): { readonly card: AdaptiveCard; readonly summary: string } {
  const now = clock();
  const card = personalCard(room, signal, { person, rules, now, links, fleet });
  const summary = summaryOf({ room, signal, rules, now, actions: [], openUrl: '' });
  return { card, summary };
}

function nothing(answer: CardAnswer): CardOutcome {
  return { answer, about: null, done: null };
}

function show(value: AdaptiveCard): CardAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value };
}

function say(value: string): CardAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
}

const badRequest: CardAnswer = {
  statusCode: 400,
  type: 'application/vnd.microsoft.error',
  value: { code: 'BadRequest', message: 'This is no click on a card.' },
};

/** The answer when something broke on our side; the reference stands in the log. */
export function brokenClick(reference: string): CardAnswer {
  const message = `Something went wrong on our side and nothing was changed as far as we know. Try again. If it fails again, give reference ${reference} to your administrator.`;
  return {
    statusCode: 500,
    type: 'application/vnd.microsoft.error',
    value: { code: 'internal', message },
  };
}
