/** What a message means because of what was said before: answers, additions, “undo” and “cancel”. */

import { readEnd } from '../ends/readEnd.ts';
import type { Doubt, Meaning, Slots } from '../meaning.ts';
import { personAt, type Sentence } from '../sentence.ts';
import type { Setting, World } from '../world.ts';
import { tidy } from './freeText.ts';
import { readTargets, targetSlots } from './targets.ts';
import { ticketSlots } from './working.ts';

/** How many words a message has that are not names, times or marks. */
export function contentWords(sentence: Sentence): number {
  return sentence.tokens.filter(({ kind }, index) => kind === 'word' && !sentence.isNamed(index))
    .length;
}

/** `cancel`, `undo`, `stop`, alone or with polite words. */
export function readControl(sentence: Sentence, setting: Setting, world: World): Meaning | null {
  const { language } = sentence;
  const words = contentWords(sentence);
  const hasOrder = sentence.has(
    'suppress',
    'report',
    'assign',
    'restart',
    'subscribe',
    'note',
    'resolve',
    'enrol',
  );
  const cancel = sentence.find('cancel');
  const undo = sentence.find('undo');
  const named = sentence.tickets.length + sentence.names.length > 0;
  if (
    undo !== null &&
    words <= 9 &&
    !isAsked(sentence) &&
    !isForbidden(sentence) &&
    isFirst(undo.at[0] ?? 0, sentence) &&
    !(hasOrder && named && !isLeading(undo.at[0] ?? 0, sentence)) &&
    !isNotUndo(sentence, setting)
  ) {
    const mentioned = setting.before?.mentioned ?? {};
    const own = targetSlots(readTargets(sentence, world), world);
    return { intent: 'undo', slots: named ? own : mentioned, language };
  }
  if (cancel !== null && !named && words <= 8 && !hasOrder && !isAsked(sentence))
    return { intent: 'cancel', slots: {}, language };
  const stop = sentence.find('stop');
  if (
    stop !== null &&
    words <= 3 &&
    !named &&
    sentence.times.length === 0 &&
    !hasOrder &&
    !sentence.has('unsubscribe', 'quiet', 'undo')
  ) {
    if (setting.before?.open) return { intent: 'cancel', slots: {}, language };
    return {
      intent: 'clarify',
      slots: {},
      language,
      question: { doubt: { kind: 'stopWhat' }, meant: null },
    };
  }
  return null;
}

/** Whether only names and polite words stand before a token. */
function isLeading(index: number, sentence: Sentence): boolean {
  return sentence.tokens
    .slice(0, index)
    .every(
      ({ kind }, at) =>
        kind !== 'word' || sentence.isNamed(at) || sentence.conceptsAt(at).includes('please'),
    );
}

function isForbidden({ hits, tokens }: Sentence): boolean {
  return hits.some(
    ({ concept, at }) =>
      concept === 'not' && /^(?:not|don|dont|nicht|never)$/.test(tokens[at[0] ?? 0]?.word ?? ''),
  );
}

/** `my mistake` in the middle of a report is no order. */
function isFirst(at: number, sentence: Sentence): boolean {
  return (
    at <= 6 ||
    sentence.hits.some(({ concept, at: [first = 0] }) => concept === 'please' && first === 0)
  );
}

function isNotUndo(sentence: Sentence, setting: Setting): boolean {
  const isStatement = sentence.has('fault', 'deed') || sentence.tickets.length > 1;
  return isStatement && !setting.before?.mentioned;
}

function isAsked(sentence: Sentence): boolean {
  return sentence.has('howTo', 'advice', 'why', 'who') || sentence.conceptsAt(0).includes('ask');
}

/** The answer to the open question of the bot; `null`: the message is about another subject. */
export function readAnswer(sentence: Sentence, setting: Setting, world: World): Meaning | null {
  const open = setting.before?.open;
  const question = open?.question;
  if (!open || !question || question.meant === null) return null;
  const { language } = sentence;
  const words = contentWords(sentence);
  const isYes =
    sentence.has('yes') && words <= 4 && sentence.tickets.length + sentence.names.length === 0;
  if (sentence.has('no') && words <= 3 && !isYes && sentence.times.length === 0)
    return { intent: 'cancel', slots: {}, language };
  if (isYes && isComplete(question.doubt))
    return { intent: question.meant, slots: open.slots, language };
  const filled = fill(question.doubt, open.slots, sentence, world);
  return filled === null ? null : { intent: question.meant, slots: filled, language };
}

/** Questions that “yes” answers. */
function isComplete({ kind }: Doubt): boolean {
  return (
    kind === 'everything' || kind === 'manyRooms' || kind === 'openAlready' || kind === 'meantOrder'
  );
}

/** The slots with what the message adds; `null`: it adds nothing that was asked for. */
function fill(doubt: Doubt, slots: Slots, sentence: Sentence, world: World): Slots | null {
  const targets = readTargets(sentence, world);
  switch (doubt.kind) {
    case 'howLong':
    case 'laterStart':
    case 'pastEnd': {
      const until = endAnswered(doubt.kind === 'howLong' ? doubt.said : '', sentence);
      return until === undefined ? null : { ...slots, until };
    }
    case 'whichTicket':
    case 'unknownTicket':
    case 'whichRoom':
    case 'unknownName':
    case 'sharedName': {
      const narrowed = narrow(slots, doubt, targets.places, world);
      if (narrowed !== null) return narrowed;
      if (targets.isEmpty || targets.doubt !== null) return null;
      const { rooms: _, ...rest } = slots;
      return { ...rest, ...ticketSlots(targets, sentence, world).slots };
    }
    case 'whichPerson':
    case 'unknownPerson': {
      const person = sentence.people[0]?.name ?? personAt(sentence, 0, world)?.name;
      const isMe = sentence.tokens.some(({ word }) => /^(?:me|myself|mir|mich|ich)$/.test(word));
      return isMe ? { ...slots, person: 'me' } : person === undefined ? null : { ...slots, person };
    }
    case 'whatDone':
    case 'whatWrong': {
      const notes = tidy(sentence.text);
      return notes === '' || sentence.tickets.length > 0 ? null : { ...slots, notes };
    }
    case 'whichRemediation': {
      if (sentence.has('app')) return { ...slots, remediation: 'restartApp' };
      if (sentence.has('device')) return { ...slots, remediation: 'restartDevice' };
      if (sentence.has('cleanUp')) return { ...slots, remediation: 'cleanUp' };
      if (sentence.has('collectLogs')) return { ...slots, remediation: 'collectLogs' };
      return sentence.has('update') ? { ...slots, remediation: 'update' } : null;
    }
    default:
      return null;
  }
}

/** `the one in Mill Lane`: one of the rooms that share the name. */
function narrow(slots: Slots, doubt: Doubt, places: readonly string[], world: World): Slots | null {
  const [place] = places;
  if (doubt.kind !== 'sharedName' || place === undefined) return null;
  const [only, ...others] = [...world.names.rooms.values()].filter(
    ({ name, building }) => doubt.near.includes(name) && building === place,
  );
  const { rooms: _, ...rest } = slots;
  return only === undefined || others.length > 0 ? null : { ...rest, room: only.name };
}

/** An end, or only the unit of the number that was asked about: `90` … `minutes`. */
function endAnswered(said: string, sentence: Sentence) {
  const end = readEnd(sentence, () => true);
  if (end.doubt === null && end.until !== undefined) return end.until;
  const number = /\d+(?:[.,]\d+)?/.exec(said)?.[0];
  const unit = sentence.tokens.find(({ word }) =>
    /^(?:m|min|mins|minutes?|minuten?|h|hours?|stunden?|days?|tage?|weeks?|wochen?)$/.test(word),
  )?.word;
  if (number === undefined || unit === undefined) return undefined;
  const factor = /^m/.test(unit)
    ? 60_000
    : /^(?:h|st)/.test(unit)
      ? 3_600_000
      : /^(?:d|t)/.test(unit)
        ? 86_400_000
        : 604_800_000;
  const ms = Number(number.replace(',', '.')) * factor;
  const until = new Date(Date.parse(sentence.clock.now) + ms);
  return ms > 0 && ms <= 366 * 86_400_000 ? until.toISOString() : undefined;
}

/** `and in Mill Lane?`: the last question again, about another target. */
export function readAddition(sentence: Sentence, setting: Setting, world: World): Meaning | null {
  const asked = setting.before?.asked;
  const begins = /^(?:and|und|what about|how about|was ist mit|wie sieht es in|also)\b/i.test(
    sentence.text.trim(),
  );
  if (!asked || !begins || contentWords(sentence) > 5) return null;
  const targets = readTargets(sentence, world);
  if (targets.doubt !== null || targets.isEmpty) return null;
  const {
    ticket: _,
    tickets: __,
    room: ___,
    rooms: ____,
    place: _____,
    places: ______,
    floor: _______,
    group: ________,
    ...rest
  } = asked.slots;
  return {
    intent: asked.intent,
    slots: { ...rest, ...targetSlots(targets, world) },
    language: sentence.language,
  };
}
