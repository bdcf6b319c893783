/** A message → its meaning. Pure: what exists and what time it is are arguments. Never throws for any text. */
import type { TicketNumber } from '@rooms-pro/core';
import { readAddition, readAnswer, readControl } from './intents/conversation.ts';
import { type Act, findActs } from './intents/orders.ts';
import { contradictedNumber, readTargets, targetSlots } from './intents/targets.ts';
import type { Meaning } from './meaning.ts';
import { addressedPerson } from './messages/addressed.ts';
import { readAsked, readSaid, readSilentFault } from './messages/asked.ts';
import { asDoubt, readOrders, readTakenOff } from './messages/orders.ts';
import {
  booking,
  isBooking,
  notUnderstood,
  readGreeting,
  readPictures,
  readSocial,
} from './messages/social.ts';
import { readInThread } from './messages/thread.ts';
import { readSentence, type Sentence } from './sentence.ts';
import { cleanText, isCode, isInjection } from './text/cleanText.ts';
import { fold } from './text/tokens.ts';
import type { Setting, World } from './world.ts';

/** `isPlain`: the text contains no marks of Teams; its author typed every character. */
export function understand(
  said: string,
  world: World,
  setting: Setting,
  options: { readonly isPlain?: boolean } = {},
): Meaning {
  const whole = cleanText(said, options);
  const quoted = readQuote(whole);
  if (quoted !== null && world.ticket(quoted.ticket) !== null)
    return understand(quoted.text, world, { ...setting, under: quoted.ticket }, { isPlain: true });
  const text = whole;
  const sentence = readSentence(text, world, setting);
  const { language } = sentence;
  if (text === '' || /^\s*\?+\s*$/.test(text)) return { intent: 'help', slots: {}, language };
  if (isCode(text) || isInjection(fold(text))) return notUnderstood(sentence, setting);
  if (sentence.tokens.every(({ kind }) => kind === 'picture' || kind === 'mark'))
    return readPictures(sentence, setting);
  return (
    readControl(sentence, setting, world) ??
    readAnswer(sentence, setting, world) ??
    readAddition(sentence, setting, world) ??
    readPastedCard(sentence, world) ??
    (setting.under ? readInThread(sentence, world, setting) : readAlone(sentence, world, setting))
  );
}

/** A message that quotes a card, line by line, and says something below. */
function readQuote(text: string): { readonly ticket: TicketNumber; readonly text: string } | null {
  const lines = text.split('\n');
  const own = lines
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
    .trim();
  const ticket = /\b(\d{1,9}-\d{1,6})\b/.exec(
    lines.filter((line) => /^\s*>/.test(line)).join('\n'),
  )?.[1];
  return ticket === undefined || own === '' || own === text.trim()
    ? null
    : { ticket: ticket as TicketNumber, text: own };
}

/** The text of a card that somebody copied: show its ticket. */
function readPastedCard(sentence: Sentence, world: World): Meaning | null {
  const isCard = /\n/.test(sentence.text) && /·/.test(sentence.text) && sentence.tickets.length > 0;
  if (!isCard) return null;
  const slots = targetSlots(readTargets(sentence, world), world);
  const ticket = slots.ticket ?? slots.tickets?.[0];
  return ticket === undefined
    ? null
    : { intent: 'ticket', slots: { ticket }, language: sentence.language };
}

function readAlone(sentence: Sentence, world: World, setting: Setting): Meaning {
  const acts = findActs(sentence);
  const order = acts.find(({ mood }) => mood === 'order');
  const shown = readStory(sentence, world) ?? readTakenOff(acts, sentence, world, setting);
  if (shown !== null) return shown;
  const remark = acts.find(({ mood, concept }) => mood === 'remark' && concept === 'suppress');
  if (order === undefined && remark !== undefined)
    if (contradictedNumber(sentence.names, sentence, world) !== null)
      return asDoubt(remark, sentence, world, setting);
  if (order === undefined && asksForSubscription(acts, sentence))
    return { intent: 'subscribe', slots: {}, language: sentence.language, isShown: true };
  if (order !== undefined && addressedPerson(sentence, world) !== null)
    return asDoubt({ ...order, mood: 'question' }, sentence, world, setting);
  if (order !== undefined) return readOrders(acts, order, sentence, world, setting);
  const social = readSocial(sentence);
  if (social !== null) return social;
  if (sentence.has('howTo') && !sentence.has('reports', 'status'))
    return { intent: 'help', slots: {}, language: sentence.language };
  const doubtful = acts.find(
    ({ mood, concept }) =>
      (mood === 'negated' || mood === 'condition' || isAdvice(mood, sentence)) &&
      concept !== 'report' &&
      concept !== 'note',
  );
  if (doubtful !== undefined) return asDoubt(doubtful, sentence, world, setting);
  if (sentence.has('bookings') && isBooking(sentence)) return booking(sentence, world);
  return (
    readSilentFault(sentence, world) ??
    readAsked(sentence, world, setting) ??
    readSaid(acts, sentence, world, setting) ??
    readGreeting(sentence) ??
    notUnderstood(sentence, setting)
  );
}

/** `what am I subscribed to`: shows the cards of this conversation, and changes nothing. */
function asksForSubscription(acts: readonly Act[], sentence: Sentence): boolean {
  const isAsked = acts.some(({ concept, mood }) => concept === 'subscribe' && mood !== 'negated');
  const asks =
    /\b(?:subscribed|subscriptions?|abonniert|abos?|abonnements?|(?:which|what|welche|was f(?:ü|ue)r) (?:cards?|notifications?|alerts?|messages?|karten|meldungen|benachrichtigungen|nachrichten))\b/i;
  return isAsked && asks.test(sentence.text) && sentence.names.length === 0;
}

/** A long story that ends with a request to show its ticket. The other words of the story order nothing. */
function readStory(sentence: Sentence, world: World): Meaning | null {
  const show = sentence.hits.findLast(({ concept }) => concept === 'show');
  const isLong = sentence.tokens.length > 16;
  const request = sentence.hits.find(
    ({ concept, at }) =>
      concept === 'request' &&
      (show?.at[0] ?? -1) - (at.at(-1) ?? 0) >= 1 &&
      (show?.at[0] ?? 0) - (at.at(-1) ?? 0) <= 5,
  );
  const isLast = (show?.at.at(-1) ?? 0) >= sentence.tokens.length - 8;
  if (!isLong || !isLast || request === undefined) return null;
  const targets = readTargets(sentence, world);
  if (targets.tickets.length !== 1 || targets.doubt !== null) return null;
  const { ticket } = targetSlots(targets, world);
  return ticket === undefined
    ? null
    : { intent: 'ticket', slots: { ticket }, language: sentence.language };
}

function isAdvice(mood: string, sentence: Sentence): boolean {
  return (
    mood === 'question' &&
    !(sentence.has('mine') && sentence.tokens.length <= 2) &&
    !sentence.has('why', 'who', 'history', 'howMany', 'digest', 'reports') &&
    (sentence.has('advice') || !sentence.has('ask'))
  );
}
