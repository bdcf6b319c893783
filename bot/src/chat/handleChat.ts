/** A message of a person → one card: understands it, carries it out or answers it, and remembers the conversation. */
import { type Instant, maySee, type Person, type TicketNumber } from '@rooms-pro/core';
import { type AdaptiveCard, welcomeCard } from '../cards/index.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { wholeRoomsQuery } from '../fleet/queries/queries.ts';
import type { TabLinks } from '../tabLinks.ts';
import type { ActDeps } from './acting/actDeps.ts';
import { actOn } from './acting/actOn.ts';
import { undo } from './acting/undo.ts';
import { type ReadDeps, textsIn } from './answers/answerDeps.ts';
import {
  answerHistory,
  answerRoom,
  answerTicket,
  answerWho,
  answerWhy,
  targetOf,
} from './answers/details.ts';
import { answerIncidents, answerRooms, answerStatus } from './answers/lists.ts';
import {
  answerDigest,
  answerGreeting,
  answerHelp,
  answerReports,
  firstButtons,
} from './answers/overviews.ts';
import { type Reply, replyCard } from './answers/reply.ts';
import { answerTour, tourPage } from './answers/tour.ts';
import { clarifyCard } from './clarify.ts';
import type { LastChange, Memory, Remembered } from './memory.ts';
import { type ChatSubscription, changeCards } from './subscribing.ts';
import type { Meaning, Slots } from './understanding/meaning.ts';
import { cleanText } from './understanding/text/cleanText.ts';
import { understand } from './understanding/understand.ts';
import type { World } from './understanding/world.ts';

/** One message of a person. */
export type ChatMessage = {
  readonly text: string;
  /** The text contains no marks of Teams; its author typed every character. */
  readonly isPlain: boolean;
  /** The ticket of the card under which the message was written, or which it quotes. */
  readonly under: TicketNumber | null;
};

export type ChatDeps = Omit<ActDeps, 'world' | 'getsCards'> & {
  readonly worldOf: (person: Person) => World;
  readonly memory: Memory;
  /** Identifies the conversation and the person in the memory. */
  readonly conversation: string;
  /** `HH:MM`: the beginning of the working day. */
  readonly dayBegins: string;
  readonly subscription: ChatSubscription;
};

/** The answer to one message. */
export type ChatReply = {
  readonly card: AdaptiveCard;
  readonly meaning: Meaning;
  /** Whether an incident, a suppression, an assignment, an enrolment, a device or a subscription changed. */
  readonly hasChanged: boolean;
};

/** Answers one message. A room or ticket that the person may not see is unknown to the chat. */
export async function handleChat(message: ChatMessage, deps: ChatDeps): Promise<ChatReply> {
  const { memory, conversation, now, timeZone, dayBegins, person } = deps;
  const before = memory.recall(conversation, now);
  const world = deps.worldOf(person);
  const under =
    message.under !== null && world.ticket(message.under) !== null ? message.under : null;
  const meaning = understand(
    message.text,
    world,
    {
      now,
      timeZone,
      dayBegins,
      under,
      before: before ?? {},
      ...(before?.asked ? { language: before.asked.language } : {}),
    },
    { isPlain: message.isPlain },
  );
  const found = foundByDevice(meaning, message.text, deps) ?? meaning;
  const acting: ActDeps = { ...deps, world, getsCards: deps.subscription.stands() };
  const page = found.intent === 'help' ? tourPage(cleanText(message.text)) : null;
  const reply =
    page === null
      ? await replyTo(found, before, deps, acting)
      : { card: answerTour(page, found.language) };
  memory.remember(conversation, nextMemory(found, before, reply, now));
  return { card: reply.card, meaning: found, hasChanged: reply.hasChanged ?? false };
}

/** The only room that a device or an address in the text identifies, when no room has that name. */
function foundByDevice(
  meaning: Meaning,
  text: string,
  { fleet, person }: ChatDeps,
): Meaning | null {
  const isOpen = meaning.intent === 'unknown' || meaning.question?.doubt.kind === 'unknownName';
  const sought = cleanText(text)
    .replace(/^(?:show|zeig)?\s*(?:the\s+|den\s+)?(?:room|raum)\s+/i, '')
    .replace(/[?!.]+$/, '');
  if (!isOpen || sought.length < 4 || sought.length > 100 || /\s/.test(sought)) return null;
  const { rows, total } = fleet.rooms(wholeRoomsQuery({ text: sought, limit: 1 }), person);
  const [row] = rows;
  return total === 1 && row
    ? { intent: 'room', slots: { room: row.name }, language: meaning.language }
    : null;
}

/** The welcome card, with the person's number of rooms and of incidents that need action. */
export function greet(deps: {
  readonly fleet: Pick<Fleet, 'summary'>;
  readonly person: Person;
  readonly links: TabLinks;
  readonly subscription: Pick<ChatSubscription, 'stands' | 'isShared'>;
}): AdaptiveCard {
  const { rooms, needsAction } = deps.fleet.summary(deps.person);
  return welcomeCard({
    subscribed: deps.subscription.stands(),
    shared: deps.subscription.isShared,
    rooms: Object.values(rooms).reduce((sum, count) => sum + count, 0),
    needsAction,
    tabUrl: deps.links.incidents,
  });
}

async function replyTo(
  meaning: Meaning,
  before: Remembered | null,
  deps: ChatDeps,
  acting: ActDeps,
): Promise<Reply> {
  const { slots, language, intent } = meaning;
  switch (intent) {
    case 'clarify':
      return { card: clarifyCard(meaning, acting) };
    case 'undo':
      return undo(meaning, before, acting);
    case 'cancel': {
      const { cancel } = textsIn(language);
      return { card: replyCard({ sentences: [before?.open ? cancel.done : cancel.none] }) };
    }
    case 'subscribe':
    case 'unsubscribe':
    case 'quietHours': {
      const changed = await changeCards(meaning, deps.subscription, acting);
      const last = changed.restore
        ? { ...lastChange([], slots, acting), restore: changed.restore }
        : null;
      return { card: changed.card, hasChanged: changed.hasChanged, last };
    }
    case 'respond':
    case 'message':
    case 'suppress':
    case 'unsuppress':
    case 'assign':
    case 'unassign':
    case 'remediate':
    case 'report':
    case 'resolve':
    case 'enrol': {
      const acted = await actOn(meaning, acting);
      return {
        ...acted,
        last: acted.hasChanged ? lastChange(acted.undoable, acted.mentioned, acting) : null,
      };
    }
    default:
      return { card: await readAnswer(meaning, before, acting) };
  }
}

function lastChange(
  steps: LastChange['steps'],
  mentioned: Slots,
  { now, correlationId }: ActDeps,
): LastChange {
  return { at: now, correlationId, steps, mentioned };
}

async function readAnswer(
  meaning: Meaning,
  before: Remembered | null,
  deps: ReadDeps,
): Promise<AdaptiveCard> {
  const { slots, language, intent } = meaning;
  switch (intent) {
    case 'help':
      return answerHelp(language, deps.person.role);
    case 'greeting':
      return answerGreeting(language, deps, before === null);
    case 'thanks':
      return replyCard({ sentences: [textsIn(language).thanks] });
    case 'status':
      return answerStatus(slots, language, deps);
    case 'incidents':
      return answerIncidents(slots, language, deps);
    case 'rooms':
      return answerRooms(slots, language, deps);
    case 'room':
      return answerRoom(slots, language, deps);
    case 'ticket':
      return answerTicket(meaning, deps);
    case 'why':
      return answerWhy(slots, language, deps);
    case 'who':
      return answerWho(slots, language, deps);
    case 'history':
      return answerHistory(slots, language, deps);
    case 'digest':
      return answerDigest(slots, language, deps);
    case 'reports':
      return answerReports(slots, language, deps);
    default:
      return unknownCard(meaning, deps);
  }
}

/** What was recognised, and what the bot can do. */
function unknownCard({ language, recognised, question }: Meaning, deps: ReadDeps): AdaptiveCard {
  const t = textsIn(language);
  const target = targetOf(recognised ?? {}, deps);
  const what = recognised?.ticket ?? recognised?.room ?? recognised?.place;
  const isSeen = target === null || maySee(deps.person, target.room);
  const sentence = question?.doubt.kind === 'bookings' ? t.bookings : t.unknown;
  return replyCard({
    sentences: [sentence, ...(what !== undefined && isSeen ? [t.recognised(what)] : [])],
    buttons: [
      ...(what !== undefined && isSeen ? [{ title: t.buttons.show(what), say: what }] : []),
      ...firstButtons(t, language),
      { title: t.buttons.help, say: language === 'de' ? 'Hilfe' : 'help' },
    ],
  });
}

const asking = /^(?:status|incidents|rooms|room|why|who|history|digest|reports)$/;

/** What the conversation is about after this message. */
function nextMemory(
  meaning: Meaning,
  before: Remembered | null,
  reply: Reply,
  now: Instant,
): Remembered {
  const { intent, slots } = meaning;
  const isKept =
    intent === 'thanks' || intent === 'greeting' || intent === 'help' || intent === 'unknown';
  const isCancelled = intent === 'cancel';
  const mentioned =
    reply.mentioned ?? (isKept || isCancelled ? (before?.mentioned ?? null) : subjectOf(slots));
  return {
    at: now,
    open: intent === 'clarify' ? meaning : isKept ? (before?.open ?? null) : null,
    mentioned:
      mentioned && Object.keys(mentioned).length > 0 ? mentioned : (before?.mentioned ?? null),
    asked: asking.test(intent) ? meaning : (before?.asked ?? null),
    last: reply.last === undefined ? (before?.last ?? null) : reply.last,
  };
}

function subjectOf(slots: Slots): Slots {
  const { ticket, tickets, room, rooms, place } = slots;
  return {
    ...(ticket ? { ticket } : {}),
    ...(tickets ? { tickets } : {}),
    ...(room ? { room } : {}),
    ...(rooms ? { rooms } : {}),
    ...(place ? { place } : {}),
  };
}
