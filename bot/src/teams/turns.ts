/** What each kind of activity leads to: a message is answered, a click is taken, an install is welcomed. */
import { randomUUID } from 'node:crypto';
import type { Instant, Person, Room, RoomId, Rules } from '@rooms-pro/core';
import type { TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Act } from '../act.ts';
import { type AdaptiveCard, noticeCard } from '../cards/index.ts';
import { answerChat, type ChatDeps, greet, type TabLinks } from '../chat/answer.ts';
import type { FindDeps } from '../chat/find.ts';
import { parseChat } from '../chat/parseChat.ts';
import { isCardAlone } from '../chat/withoutCards.ts';
import { closedTo } from '../closedTo.ts';
import type { Log } from '../log.ts';
import type { Audience } from '../notify/audience.ts';
import { type Messenger, SendError } from '../notify/messenger.ts';
import type { Sending } from '../notify/sending.ts';
import { beginCards, endCards, type SubscribingDeps } from '../notify/subscribing.ts';
import type { People } from '../people.ts';
import {
  brokenClick,
  type CardAnswer,
  type CardOutcome,
  cardNow,
  readClick,
  takeAgain,
  takeClick,
} from './cardAction.ts';
import { conversationOf, type Incoming, readIncoming, withoutThread } from './incoming.ts';
import { join, leave, meet, membershipOf } from './membership.ts';
import {
  answerLink,
  answerQuery,
  brokenSearch,
  type PlaceIn,
  respond,
  type Searched,
} from './messageExtension.ts';
import type { Once } from './once.ts';
import { cardMessage } from './teamsMessenger.ts';

export type TurnDeps = {
  readonly messenger: Messenger;
  readonly audience: Audience;
  readonly notifier: Pick<Sending, 'roomChanged' | 'keeps'>;
  readonly fleet: ChatDeps['fleet'] & FindDeps['fleet'];
  readonly act: Act;
  readonly people: Pick<People, 'personFor' | 'accessOf' | 'current'>;
  readonly rules: Rules;
  readonly links: TabLinks;
  /** Reads addresses of the tab that people paste. */
  readonly placeIn: PlaceIn;
  readonly now: () => Instant;
  readonly log: Log;
  /** The room as it is in the store. */
  readonly roomNow: (id: RoomId) => Promise<Room | null>;
  /** Clicks that were taken a moment ago. */
  readonly clicks: Once<CardOutcome>;
};

const typingAfterMs = 1_000;

/** The data of a button that says a command. */
const sayButtonData = z.looseObject({ say: z.string().max(500) });

/** The bot joined or left: welcomes a conversation once, forgets one it is no longer in. */
export async function onMembership(context: TurnContext, deps: TurnDeps): Promise<void> {
  const activity = incomingOf(context);
  const membership = membershipOf(activity);
  if (membership === null) return;
  if (membership !== 'joined') return leave(activity, membership, deps);
  const person = await personOf(activity, deps);
  if (!(await join(activity, person, subscribingOf(deps)))) return;
  const { conversationId } = conversationOf(activity);
  const subscription = subscriptionOf(activity, person, deps);
  const closed = closedCard(person, deps);
  const card =
    closed === null
      ? greet({ ...deps, person, subscription })
      : subscription.isShared
        ? noticeCard(...quietHere)
        : closed;
  await deps.messenger.post(conversationId, card, summaryOf(card));
}

/** What many are told where somebody without access brought the bot. */
const quietHere = [
  'Rooms Pro Management is here, and posts nothing by itself yet.',
  'A Lead or a Manager can say “subscribe” here to get a card when something breaks.',
] as const;

/** Somebody said something: answers with one card, in the thread it came from. */
export async function onMessage(context: TurnContext, deps: TurnDeps): Promise<void> {
  const activity = incomingOf(context);
  if (activity.from.role === 'bot' || isCardAlone(activity.text ?? '')) return;
  const card = await withTyping(context, () => answer(activity, deps));
  await context.sendActivity(cardMessage(card, summaryOf(card)));
}

/** Somebody clicked: answers the person at once; shared cards follow. */
export async function onClick(context: TurnContext, deps: TurnDeps): Promise<void> {
  const activity = incomingOf(context);
  const body = await click(activity, deps);
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

/** Somebody searches from the box they write in: answered from the fleet, while they type. */
export function onSearch(context: TurnContext, deps: TurnDeps): Promise<void> {
  return answerExtension(context, deps, answerQuery);
}

/** Somebody pasted a link into the tab. */
export function onLink(context: TurnContext, deps: TurnDeps): Promise<void> {
  return answerExtension(context, deps, answerLink);
}

async function answerExtension(
  context: TurnContext,
  deps: TurnDeps,
  answerTo: (activity: Incoming, found: FindDeps & Pick<TurnDeps, 'placeIn'>) => Searched,
): Promise<void> {
  const activity = incomingOf(context);
  const correlationId = randomUUID();
  try {
    const person = await personOf(activity, deps);
    const closed = closedTo(person, deps.people.accessOf(person));
    const asked = { ...deps, person, closed, now: deps.now() };
    const { answer, command, found } = answerTo(activity, asked);
    deps.log.info('search.answered', { command, found, correlationId });
    await respond(context, answer);
  } catch (error) {
    await respond(context, brokenSearch(logFailure(error, deps)));
  }
}

async function answer(activity: Incoming, deps: TurnDeps): Promise<AdaptiveCard> {
  try {
    const person = await personOf(activity, deps);
    await takeNote(activity, person, deps);
    const command = parseChat(saidIn(activity));
    const closed = command.name === 'help' ? null : closedCard(person, deps);
    if (closed) return closed;
    return await answerChat(command, {
      ...deps,
      person,
      now: deps.now(),
      correlationId: randomUUID(),
      subscription: subscriptionOf(activity, person, deps),
    });
  } catch (error) {
    const reference = logFailure(error, deps);
    return noticeCard(
      'Something went wrong on our side, so this was not done.',
      `Try again; if it stays, give reference ${reference} to whoever runs this.`,
    );
  }
}

/** What was said: typed, or put into the person's mouth by a button. */
function saidIn({ text, value }: Incoming): string {
  return text?.trim() || (sayButtonData.safeParse(value).data?.say ?? '');
}

/** A conversation may speak before its install event was seen; a personal one is then subscribed. */
async function takeNote(activity: Incoming, person: Person, deps: TurnDeps): Promise<void> {
  const isNew = await meet(activity, person, deps.audience);
  const { conversationId, kind } = conversationOf(activity);
  if (isNew && kind === 'personal') {
    await beginCards(conversationId, person, subscribingOf(deps));
  }
}

async function click(activity: Incoming, deps: TurnDeps): Promise<CardAnswer> {
  try {
    const person = await personOf(activity, deps);
    const { value, conversation, replyToId } = activity;
    const clicked = [person.id, conversation.id, replyToId, readClick(value)];
    const taken = { person, value, correlationId: randomUUID() };
    let isFirst = false;
    const first = await deps.clicks(JSON.stringify(clicked), () => {
      isFirst = true;
      return takeClick(taken, deps);
    });
    // The answer that was kept may be older than what others did since.
    const outcome = isFirst ? first : await takeAgain(first, taken, deps);
    void followUp(activity, outcome, person, deps);
    return outcome.answer;
  } catch (error) {
    return brokenClick(logFailure(error, deps));
  }
}

/** Makes the message that was clicked true for everybody: the notifier's cards and all others. */
async function followUp(
  { conversation, replyToId }: Incoming,
  { about }: CardOutcome,
  person: Person,
  deps: TurnDeps,
): Promise<void> {
  if (!about) return;
  const { notifier, messenger, log } = deps;
  const { signal } = about;
  const conversationId = withoutThread(conversation.id);
  try {
    notifier.roomChanged(about.room);
    if (!replyToId || (await notifier.keeps(about.room.id, replyToId))) return;
    // Edits of two clicks may arrive in any order: each looks once more at what is true afterwards.
    let shown: number | null = null;
    for (;;) {
      const room = (await deps.roomNow(about.room.id)) ?? about.room;
      if (room.revision === shown) return;
      const { card, summary } = cardNow({ room, signal }, person, deps);
      await messenger.edit(conversationId, replyToId, card, summary);
      shown = room.revision;
    }
  } catch (error) {
    // A person forwarded the card: the message is theirs, and whoever clicked was answered.
    if (isNotOurs(error)) return log.info('card.left', { conversationId });
    log.warn('card.failed', { conversationId }, error);
  }
}

/** The card for somebody who may see no room; `null`: they may. */
function closedCard(person: Person, { people }: TurnDeps): AdaptiveCard | null {
  const sentence = closedTo(person, people.accessOf(person));
  return sentence === null ? null : noticeCard(sentence);
}

/** Whether Teams will never take an edit of this message from us. */
function isNotOurs(error: unknown): boolean {
  return error instanceof SendError && error.failure.kind !== 'retry';
}

function subscriptionOf(activity: Incoming, person: Person, deps: TurnDeps) {
  const { conversationId, kind } = conversationOf(activity);
  return {
    isShared: kind !== 'personal',
    stands: () => deps.audience.subscription(conversationId) !== null,
    begin: () => beginCards(conversationId, person, subscribingOf(deps)),
    end: () => endCards(conversationId, person, subscribingOf(deps)),
  };
}

function subscribingOf({ audience, people, now, log }: TurnDeps): SubscribingDeps {
  return { audience, current: people.current, now, log };
}

function personOf({ from }: Incoming, { people }: TurnDeps): Promise<Person> {
  const { id, name, aadObjectId } = from;
  return people.personFor({ id, aadObjectId: aadObjectId ?? null, name: name ?? '' });
}

/** The activity was checked at the door; what reaches a turn without that is a bug. */
function incomingOf(context: TurnContext): Incoming {
  const activity = readIncoming(context.activity);
  if (!activity) throw new Error('An activity came past the door unchecked.');
  return activity;
}

function logFailure(error: unknown, { log }: TurnDeps): string {
  const reference = randomUUID().slice(0, 8);
  log.error('activity.failed', { reference }, error);
  return reference;
}

function summaryOf({ fallbackText }: AdaptiveCard): string {
  return fallbackText ?? 'Rooms Pro Management';
}

async function withTyping<T>(context: TurnContext, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => {
    // Only a courtesy: when it fails, the answer itself will tell.
    context.sendActivity({ type: 'typing' }).catch(() => undefined);
  }, typingAfterMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
