/** A click on a card: what it asks for is done once, and whoever clicked is told what became of it. */
import {
  type Instant,
  maySee,
  type Person,
  type Room,
  type Rules,
  recordOf,
  type SignalId,
} from '@rooms-pro/core';
import { z } from 'zod';
import type { Act } from '../act.ts';
import {
  type AdaptiveCard,
  type ClickedIncident,
  parseCardAction,
  summaryOf,
} from '../cards/index.ts';
import { personalCard, type TabLinks } from '../chat/answer.ts';
import type { Fleet } from '../fleet/fleet.ts';

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
  readonly about: {
    readonly room: Room;
    readonly card: AdaptiveCard;
    readonly summary: string;
  } | null;
};

export type CardActionDeps = {
  readonly fleet: Pick<Fleet, 'findTicket' | 'workedFor'>;
  readonly act: Act;
  readonly rules: Rules;
  readonly links: TabLinks;
  readonly now: () => Instant;
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
export async function takeClick(click: Click, deps: CardActionDeps): Promise<CardOutcome> {
  const { person, correlationId } = click;
  const asked = readClick(click.value);
  if (!asked) return { answer: badRequest, about: null };
  const wanted = parseCardAction(asked.verb, asked.data);
  if (!wanted.ok) return { answer: say(wanted.sentence), about: null };
  const { target, about: clicked, action } = wanted;
  const late = clicked && lateAnswer(clicked, person, deps);
  if (late) return late;
  const acted = await deps.act({ actor: person, via: 'card', target, action, correlationId });
  // A card about a suppression stays what it is: the sentence says what became of the click.
  if (clicked === null || !acted.room || !acted.signal) {
    return { answer: say(acted.sentence), about: null };
  }
  const about = aboutOf(acted.room, acted.signal, person, deps);
  return { answer: acted.ok ? show(about.card) : say(acted.sentence), about };
}

/** The answer to a click on a card of an earlier failure; `null` when it is about the present one. */
function lateAnswer(
  { ticket, episode, activation }: ClickedIncident,
  person: Person,
  deps: CardActionDeps,
): CardOutcome | null {
  const found = deps.fleet.findTicket(ticket);
  if (!found || !maySee(person, found.room)) return null;
  const current = recordOf(found.room, found.signal).ticket;
  if (current?.episode === episode && current.activation === activation) return null;
  const about = aboutOf(found.room, found.signal, person, deps);
  return { answer: say(superseded(ticket)), about };
}

function aboutOf(room: Room, signal: SignalId, person: Person, deps: CardActionDeps) {
  const { rules, links, fleet } = deps;
  const now = deps.now();
  const card = personalCard(room, signal, { person, rules, now, links, fleet });
  const summary = summaryOf({ room, signal, rules, now, actions: [], openUrl: '' });
  return { room, card, summary };
}

function superseded(ticket: string): string {
  return `Nothing was changed: this card is about an earlier failure of ticket ${ticket}. It failed again since, and a newer card tells about that. Say “ticket ${ticket}” to see it.`;
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
  const message = `Something went wrong on our side and nothing was changed as far as we know. Try again; if it stays, give reference ${reference} to whoever runs this.`;
  return {
    statusCode: 500,
    type: 'application/vnd.microsoft.error',
    value: { code: 'internal', message },
  };
}
