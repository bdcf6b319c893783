/** The handlers of activities: they reply to messages, execute clicks and welcome new conversations. */
import { randomUUID } from 'node:crypto';
import type { Person } from '@rooms-pro/core';
import type { TurnContext } from 'botbuilder';
import { type AdaptiveCard, noticeCard } from '../cards/index.ts';
import { greet, handleChat } from '../chat/handleChat.ts';
import type { FindDeps } from '../chat/search/find.ts';
import { isCardAlone } from '../chat/stripCards.ts';
import { beginCards } from '../notify/subscriptions/subscribe.ts';
import { accessMessage } from '../signIn/accessMessage.ts';
import { nameOf } from '../signIn/people.ts';
import { followUp } from './cardActions/followUp.ts';
import {
  dayBegins,
  isCallForHelp,
  saidIn,
  subscribingOf,
  subscriptionOf,
  ticketAbove,
  zoneOf,
} from './chatTurn.ts';
import { findEndings } from './conversations/endings.ts';
import { updateConversations } from './conversations/updateConversation.ts';
import { type Incoming, isFromOutside, readIncoming, toConversation } from './incoming/activity.ts';
import { replyTo } from './messenger.ts';
import {
  brokenClick,
  type CardAnswer,
  handleCardAction,
  readClick,
  repeatCardAction,
} from './onCardAction.ts';
import { addConversation, join, leave, placed, readMembership } from './onInstall.ts';
import { brokenSearch, handleLink, handleQuery, respond, type Searched } from './onSearch.ts';
import type { Made } from './replies/replies.ts';
import type { TurnDeps } from './turnDeps.ts';

const typingAfterMs = 1_000;

/** Updates conversations from an activity, before its turn. The turn works also after a failure here. */
export async function beforeTurn(context: TurnContext, deps: TurnDeps): Promise<void> {
  await updateConversations(incomingOf(context), deps).catch((error: unknown) =>
    deps.log.error('conversation.failed', {}, error),
  );
}

/** Handles that the bot joins or leaves: welcomes a conversation once, or ends conversations. */
export async function onMembership(context: TurnContext, deps: TurnDeps): Promise<void> {
  const activity = incomingOf(context);
  const endings = findEndings(activity);
  if (endings !== null) return leave(endings, deps);
  if (readMembership(activity) !== 'joined') return;
  const person = await toPerson(activity, deps);
  if (!(await join(activity, person, subscribingOf(deps)))) return;
  const { conversationId } = toConversation(placed(activity));
  deps.notifier.conversationChanged(conversationId);
  const subscription = subscriptionOf(placed(activity), person, deps);
  const closed = closedCard(activity, person, deps);
  const card =
    closed === null
      ? greet({ ...deps, person, subscription })
      : subscription.isShared
        ? noticeCard(...quietHere)
        : closed;
  deps.answers.post(conversationId, { reason: 'welcome', make: () => made(card) });
}

/** The welcome in a shared conversation when the person who added the bot has no access. */
const quietHere = [
  'Rooms Pro Management is here. It does not post cards yet.',
  'A Lead or a Manager can say “subscribe” here to get a card when something breaks.',
] as const;

/** Handles a message: replies with one card in its thread. */
export async function onMessage(context: TurnContext, deps: TurnDeps): Promise<void> {
  const activity = incomingOf(context);
  if (activity.from.role === 'bot' || isCardAlone(activity.text ?? '')) return;
  const to = replyTo(activity);
  const showTyping = () => deps.answers.typing(to);
  const card = await withTyping(showTyping, () => answer(activity, deps));
  deps.answers.reply(to, { reason: 'asked', make: () => made(card) });
}

/** Handles a click: responds to the person at once, then updates shared cards. */
export async function onClick(context: TurnContext, deps: TurnDeps): Promise<void> {
  const activity = incomingOf(context);
  const body = await click(activity, deps);
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

/** Handles a search from the compose box, with each letter that a person types. Reads only the fleet. */
export function onSearch(context: TurnContext, deps: TurnDeps): Promise<void> {
  return answerExtension(context, deps, handleQuery);
}

/** Handles a pasted link to the tab. */
export function onLink(context: TurnContext, deps: TurnDeps): Promise<void> {
  return answerExtension(context, deps, handleLink);
}

async function answerExtension(
  context: TurnContext,
  deps: TurnDeps,
  answerTo: (activity: Incoming, found: FindDeps & Pick<TurnDeps, 'placeIn'>) => Searched,
): Promise<void> {
  const activity = incomingOf(context);
  const correlationId = randomUUID();
  try {
    const person = await toPerson(activity, deps);
    const closed = accessSentence(activity, person, deps);
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
    const person = await toPerson(activity, deps);
    await recordConversation(activity, person, deps);
    const { text, isPlain } = saidIn(activity);
    const closed = closedCard(activity, person, deps);
    if (closed && !isCallForHelp(text)) return closed;
    const message = { text, isPlain, under: ticketAbove(activity, deps) };
    const reply = await handleChat(message, {
      ...deps,
      ...deps.chat,
      person,
      now: deps.now(),
      saidAt: activity.timestamp ?? null,
      correlationId: randomUUID(),
      conversation: `${toConversation(activity).conversationId}|${person.id}`,
      timeZone: zoneOf(activity, deps),
      dayBegins,
      assignable: deps.people.assignable(),
      subscription: subscriptionOf(activity, person, deps),
    });
    return reply.card;
  } catch (error) {
    const reference = logFailure(error, deps);
    return noticeCard(
      'Something went wrong on our side, so the command was not executed.',
      `Try again. If the problem persists, contact your administrator with reference ${reference}.`,
    );
  }
}

/** Adds a conversation whose first message arrives before its install event, and subscribes a personal one. */
async function recordConversation(
  activity: Incoming,
  person: Person,
  deps: TurnDeps,
): Promise<void> {
  const met = await addConversation(activity, person, deps.subscriptions);
  const { conversationId, kind } = toConversation(activity);
  if (met === 'new' && kind === 'personal') {
    await beginCards(conversationId, person, subscribingOf(deps));
  }
}

async function click(activity: Incoming, deps: TurnDeps): Promise<CardAnswer> {
  try {
    if (isFromOutside(activity)) return outsideAnswer;
    const person = await toPerson(activity, deps);
    const { value, conversation, replyToId } = activity;
    const clicked = [person.id, conversation.id, replyToId, readClick(value)];
    const action = { person, value, correlationId: randomUUID() };
    let isFirst = false;
    const first = await deps.clicks(JSON.stringify(clicked), () => {
      isFirst = true;
      return handleCardAction(action, deps);
    });
    // The stored result may be older than later changes by others.
    const outcome = isFirst ? first : await repeatCardAction(first, action, deps);
    void followUp(activity, outcome, person, deps);
    return outcome.answer;
  } catch (error) {
    return brokenClick(logFailure(error, deps));
  }
}

const outside =
  'You may read what is posted here. Only people of the organisation that runs these rooms can ask me or change something.';
const outsideAnswer: CardAnswer = {
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: outside,
};

/** Why this person may not see any room; `null`: they may see rooms. */
function accessSentence(activity: Incoming, person: Person, { people }: TurnDeps): string | null {
  return isFromOutside(activity) ? outside : accessMessage(person, people.accessOf(person));
}

/** The card with that sentence; `null`: the person may see rooms. */
function closedCard(activity: Incoming, person: Person, deps: TurnDeps): AdaptiveCard | null {
  const sentence = accessSentence(activity, person, deps);
  return sentence === null ? null : noticeCard(sentence);
}

/** The sender. People of other organisations have no access: their id belongs to another directory. */
async function toPerson(activity: Incoming, { people }: TurnDeps): Promise<Person> {
  const { id, name, aadObjectId } = activity.from;
  if (isFromOutside(activity)) {
    return { kind: 'person', id, name: nameOf(name ?? ''), role: 'viewer', groups: [] };
  }
  return people.personFor({ id, aadObjectId: aadObjectId ?? null, name: name ?? '' });
}

/** The activity of a turn. The HTTP route has already validated it, so an invalid activity is a bug. */
function incomingOf(context: TurnContext): Incoming {
  const activity = readIncoming(context.activity);
  if (!activity) throw new Error('Not a valid activity.');
  return activity;
}

function logFailure(error: unknown, { log }: TurnDeps): string {
  const reference = randomUUID().slice(0, 8);
  log.error('activity.failed', { reference }, error);
  return reference;
}

function made(card: AdaptiveCard): Made {
  return { card, summary: card.fallbackText ?? 'Rooms Pro Management' };
}

async function withTyping<T>(showTyping: () => void, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(showTyping, typingAfterMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
