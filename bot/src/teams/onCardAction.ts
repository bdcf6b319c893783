/** Executes a click on a card once, and returns the result for the person who clicked. */
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

/** The response to a click: the updated card, or a sentence. */
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

/** The answer, and the incident whose shared cards may now be out of date. */
export type CardOutcome = {
  readonly answer: CardAnswer;
  readonly about: { readonly room: Room; readonly signal: SignalId } | null;
  /** The result of the click; `null`: it changed nothing. */
  readonly done: DoneClick | null;
  /** The outage whose shared cards may now be out of date; absent when the click was not about an outage. */
  readonly outage?: ClickedOutage;
};

/** An outage whose card was clicked; `most`: the largest number of rooms on that card. */
export type ClickedOutage = { readonly id: OutageId; readonly most: number };

export type CardActionDeps = {
  readonly fleet: Pick<Fleet, 'workedFor'> & OutageCardDeps['fleet'];
  readonly outageRepository: OutageCardDeps['repository'];
  readonly act: ExecuteCommand;
  readonly rules: Rules;
  readonly links: TabLinks;
  readonly now: () => Instant;
  /** The room in the store, because the fleet may not have the latest commits of other processes. */
  readonly roomNow: (id: RoomId) => Promise<Room | null>;
};

export type Click = {
  readonly person: Person;
  /** The `value` of the invoke, not validated. */
  readonly value: unknown;
  readonly correlationId: string;
};

const invokeValue = z.looseObject({
  action: z.looseObject({ verb: z.string().max(100), data: z.unknown().optional() }),
});

/** The verb and data of an invoke; `null` when it has no valid action. */
export function readClick(value: unknown): { verb: string; data?: unknown } | null {
  return invokeValue.safeParse(value).data?.action ?? null;
}

/** Executes the action of a button. Late and illegal clicks change nothing and get a friendly sentence. */
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
  // The card about a suppression does not change. The sentence describes the result of the click.
  if (about === null || !room || !signal) return { answer: say(sentence), about: null, done };
  const answer = ok ? show(cardNow({ room, signal }, person, deps).card) : say(sentence);
  return { answer, about: { room, signal }, done };
}

/** The outcome of a click on the card of an outage: the updated card, or a sentence. */
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
  const now = await outageCardNow(id, person, most, { ...deps, repository: deps.outageRepository });
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
 * The outcome of a repeated click. A click that changed something is not executed again, and the answer shows
 * the present state. A click that changed nothing is executed again.
 */
export async function repeatCardAction(
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

/** Rejections of the person's text. The card is returned with that text. */
const aboutText: ReadonlySet<CommandResult['code']> = new Set([
  'emptyText',
  'tooLong',
  'endsInThePast',
]);

/** The present card of an incident for the person who clicked, with the sentence of its notification. */
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
  value: { code: 'BadRequest', message: 'This button is no longer valid.' },
};

/** The answer after an internal error. The log contains the reference. */
export function brokenClick(reference: string): CardAnswer {
  const message = `Something went wrong on our side. Probably nothing was changed. Try again. If the problem persists, contact your administrator with reference ${reference}.`;
  return {
    statusCode: 500,
    type: 'application/vnd.microsoft.error',
    value: { code: 'internal', message },
  };
}
