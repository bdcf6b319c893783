/** What each kind of activity leads to: a message is answered, a click is taken, an install is welcomed. */
import { randomUUID } from 'node:crypto';
import type { Instant, Person, Room, RoomId, Rules } from '@rooms-pro/core';
import type { TurnContext } from 'botbuilder';
import { z } from 'zod';
import { type AdaptiveCard, noticeCard } from '../cards/index.ts';
import type { FindDeps } from '../chat/find.ts';
import { type ChatDeps, greet, handleChat } from '../chat/handleChat.ts';
import { parseChat } from '../chat/parseChat.ts';
import { isCardAlone } from '../chat/stripCards.ts';
import type { ExecuteCommand } from '../commands/executeCommand.ts';
import type { Log } from '../log.ts';
import type { Sending } from '../notify/delivery/leasedSender.ts';
import type { Rejections } from '../notify/pauses/rejections.ts';
import { beginCards, endCards, type SubscribingDeps } from '../notify/subscriptions/subscribe.ts';
import type { Subscriptions } from '../notify/subscriptions/subscriptions.ts';
import { accessMessage } from '../signIn/accessMessage.ts';
import { nameOf, type People } from '../signIn/people.ts';
import type { TabLinks } from '../tabLinks.ts';
import { followUp } from './cardActions/followUp.ts';
import { findEndings } from './conversations/endings.ts';
import { takeSign } from './conversations/updateConversation.ts';
import type { Dedupe } from './dedupe.ts';
import {
  findHtml,
  type Incoming,
  isFromOutside,
  readIncoming,
  toConversation,
} from './incoming/activity.ts';
import { plainText, type Said } from './incoming/messageText.ts';
import { replyTo } from './messenger.ts';
import {
  brokenClick,
  type CardActionDeps,
  type CardAnswer,
  type CardOutcome,
  handleCardAction,
  readClick,
  takeAgain,
} from './onCardAction.ts';
import { join, leave, meet, placed, readMembership } from './onInstall.ts';
import {
  brokenSearch,
  handleLink,
  handleQuery,
  type PlaceIn,
  respond,
  type Searched,
} from './onSearch.ts';
import type { Answers, Made } from './replies/replies.ts';

export type TurnDeps = {
  readonly answers: Answers;
  readonly audience: Subscriptions;
  readonly rejections: Rejections;
  readonly notifier: Pick<
    Sending,
    'roomChanged' | 'outageChanged' | 'keeps' | 'conversationChanged'
  >;
  readonly fleet: ChatDeps['fleet'] & FindDeps['fleet'] & CardActionDeps['fleet'];
  readonly outageBook: CardActionDeps['outageBook'];
  readonly act: ExecuteCommand;
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
  readonly clicks: Dedupe<CardOutcome>;
};

const typingAfterMs = 1_000;

/** The data of a button that says a command. */
const sayButtonData = z.looseObject({ say: z.string().max(500) });

/** Before every turn: what the activity shows about its conversation. The turn does not need it. */
export async function beforeTurn(context: TurnContext, deps: TurnDeps): Promise<void> {
  await takeSign(incomingOf(context), deps).catch((error: unknown) =>
    deps.log.error('conversation.failed', {}, error),
  );
}

/** The bot joined or left: welcomes a conversation once, ends what the bot is no longer in. */
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

/** What many are told where somebody without access brought the bot. */
const quietHere = [
  'Rooms Pro Management is here, and posts nothing by itself yet.',
  'A Lead or a Manager can say “subscribe” here to get a card when something breaks.',
] as const;

/** Somebody said something: answers with one card, in the thread it came from. */
export async function onMessage(context: TurnContext, deps: TurnDeps): Promise<void> {
  const activity = incomingOf(context);
  if (activity.from.role === 'bot' || isCardAlone(activity.text ?? '')) return;
  const to = replyTo(activity);
  const showTyping = () => deps.answers.typing(to);
  const card = await withTyping(showTyping, () => answer(activity, deps));
  deps.answers.reply(to, { reason: 'asked', make: () => made(card) });
}

/** Somebody clicked: answers the person at once; shared cards follow. */
export async function onClick(context: TurnContext, deps: TurnDeps): Promise<void> {
  const activity = incomingOf(context);
  const body = await click(activity, deps);
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

/** Somebody searches from the box they write in: answered from the fleet, while they type. */
export function onSearch(context: TurnContext, deps: TurnDeps): Promise<void> {
  return answerExtension(context, deps, handleQuery);
}

/** Somebody pasted a link into the tab. */
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
    const closed = sayClosed(activity, person, deps);
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
    await takeNote(activity, person, deps);
    const { text, isPlain } = saidIn(activity);
    const command = parseChat(text, { isPlain });
    const closed = command.name === 'help' ? null : closedCard(activity, person, deps);
    if (closed) return closed;
    return await handleChat(command, {
      ...deps,
      person,
      now: deps.now(),
      saidAt: activity.timestamp ?? null,
      correlationId: randomUUID(),
      subscription: subscriptionOf(activity, person, deps),
    });
  } catch (error) {
    const reference = logFailure(error, deps);
    return noticeCard(
      'Something went wrong on our side, so this was not done.',
      `Try again. If it fails again, give reference ${reference} to your administrator.`,
    );
  }
}

/** What was said: typed, or put into the person's mouth by a button. */
function saidIn(activity: Incoming): Said {
  const said = plainText(activity.text?.trim() ?? '', findHtml(activity));
  if (said.text !== '') return said;
  return { text: sayButtonData.safeParse(activity.value).data?.say ?? '', isPlain: false };
}

/** A conversation may speak before its install event was seen; a personal one is then subscribed. */
async function takeNote(activity: Incoming, person: Person, deps: TurnDeps): Promise<void> {
  const met = await meet(activity, person, deps.audience);
  const { conversationId, kind } = toConversation(activity);
  if (met === 'new' && kind === 'personal') {
    await beginCards(conversationId, person, subscribingOf(deps));
  }
}

async function click(activity: Incoming, deps: TurnDeps): Promise<CardAnswer> {
  try {
    if (isFromOutside(activity)) return sayOutside;
    const person = await toPerson(activity, deps);
    const { value, conversation, replyToId } = activity;
    const clicked = [person.id, conversation.id, replyToId, readClick(value)];
    const taken = { person, value, correlationId: randomUUID() };
    let isFirst = false;
    const first = await deps.clicks(JSON.stringify(clicked), () => {
      isFirst = true;
      return handleCardAction(taken, deps);
    });
    // The answer that was kept may be older than what others did since.
    const outcome = isFirst ? first : await takeAgain(first, taken, deps);
    void followUp(activity, outcome, person, deps);
    return outcome.answer;
  } catch (error) {
    return brokenClick(logFailure(error, deps));
  }
}

const outside =
  'You may read what is posted here. Only people of the organisation that runs these rooms can ask me or change something.';
const sayOutside: CardAnswer = {
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: outside,
};

/** Why this person may see no room; `null`: they may. */
function sayClosed(activity: Incoming, person: Person, { people }: TurnDeps): string | null {
  return isFromOutside(activity) ? outside : accessMessage(person, people.accessOf(person));
}

/** The card that says so. */
function closedCard(activity: Incoming, person: Person, deps: TurnDeps): AdaptiveCard | null {
  const sentence = sayClosed(activity, person, deps);
  return sentence === null ? null : noticeCard(sentence);
}

function subscriptionOf(activity: Incoming, person: Person, deps: TurnDeps) {
  const { conversationId, kind } = toConversation(activity);
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

/** People of other organisations have no access here: their id belongs to another directory. */
async function toPerson(activity: Incoming, { people }: TurnDeps): Promise<Person> {
  const { id, name, aadObjectId } = activity.from;
  if (isFromOutside(activity)) {
    return { kind: 'person', id, name: nameOf(name ?? ''), role: 'viewer', groups: [] };
  }
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
