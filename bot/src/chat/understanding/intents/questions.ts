/** Questions and requests to see something. None of them changes anything. */
import type { Health } from '@rooms-pro/core';
import type { Concept } from '../lexicon/concepts.ts';
import { categorySlot, type Meaning, type Slots } from '../meaning.ts';
import { personAt, type Sentence } from '../sentence.ts';
import type { Setting, World } from '../world.ts';
import { fits } from './aims.ts';
import { mentionedTargets, readTargets, type Targets, targetSlots } from './targets.ts';
import { endsWithName, isUnknownAt, looksLikeName, namesNear } from './unknownNames.ts';
import { ask } from './working.ts';

/** What a question is about: named targets, else the ticket of the card, else what was last mentioned. */
export function questionTargets(sentence: Sentence, world: World, setting: Setting): Targets {
  const named = readTargets(sentence, world);
  return named.isEmpty &&
    named.doubt === null &&
    (setting.under ||
      sentence.has('it') ||
      /\b(?:it|this|that|das|dran|daran)\b/i.test(sentence.text) ||
      sentence.tokens.length <= 3)
    ? mentionedTargets(setting, world)
    : named;
}

/** `why`, `who`, `history`: about a ticket, a room or a signal of a room. */
export function readQuestion(
  intent: 'why' | 'who' | 'history',
  sentence: Sentence,
  world: World,
  setting: Setting,
): Meaning {
  const targets = questionTargets(sentence, world, setting);
  const slots = withTicketOfSignal(targetSlots(targets, world), targets, sentence, world);
  if (targets.doubt !== null) return ask(targets.doubt, intent, slots, sentence);
  if (targets.isEmpty && isAboutOther(sentence))
    return { intent: 'unknown', slots: {}, language: sentence.language };
  if (targets.isEmpty) return ask({ kind: 'whichTicket' }, intent, slots, sentence);
  return { intent, slots, language: sentence.language };
}

/** `who won the match`: words of other subjects, and none about rooms or work. */
function isAboutOther(sentence: Sentence): boolean {
  const isOurs = sentence.hits.some(({ concept }) => !small.has(concept));
  const isOther = sentence.tokens.some(
    (_, at) => isUnknownAt(sentence, at) && !sentence.isNamed(at),
  );
  return isOther && !isOurs && sentence.signals.length === 0 && sentence.people.length === 0;
}

const small: ReadonlySet<Concept> = new Set<Concept>([
  'why',
  'who',
  'history',
  'ask',
  'please',
  'greeting',
  'you',
  'me',
  'not',
  'it',
  'best',
  'worst',
  'foreign',
]);

/** `the camera in Borealis`: the ticket of that signal in the room. */
function withTicketOfSignal(
  slots: Slots,
  targets: Targets,
  sentence: Sentence,
  world: World,
): Slots {
  const [room] = targets.rooms;
  const [span] = sentence.signals;
  if (
    room === undefined ||
    span === undefined ||
    targets.rooms.length > 1 ||
    targets.tickets.length > 0
  )
    return slots;
  const fitting = world.ticketsOf(room).filter(({ signal }) => fits(signal, span));
  const open = fitting.filter(({ state }) => state !== 'closed' && state !== 'resolved');
  const [only] = open.length > 0 ? open : fitting;
  return only === undefined ? slots : { ...slots, ticket: only.number, signal: only.signal };
}

/** A list of incidents or of rooms, or counts: with every limit that the words name. */
export function readList(
  intent: 'incidents' | 'rooms' | 'status' | 'reports' | 'digest',
  sentence: Sentence,
  world: World,
): Meaning {
  const targets = readTargets(sentence, world);
  const slots: Slots = {
    ...targetSlots(targets, world),
    ...(intent === 'incidents' ? incidentSlots(sentence, world) : {}),
    ...(intent === 'rooms' ? healthSlot(sentence) : {}),
    ...(intent === 'reports' ? reportSlots(sentence) : {}),
  };
  const doubt = targets.doubt ?? looseName(intent, sentence, world);
  const meant = doubt?.kind === 'sharedName' && intent === 'rooms' ? 'room' : intent;
  if (doubt !== null) return ask(doubt, meant, slots, sentence);
  return { intent, slots, language: sentence.language };
}

function reportSlots(sentence: Sentence): Slots {
  if (sentence.has('best')) return { order: 'best' };
  return sentence.has('worst') ? { order: 'worst' } : {};
}

function incidentSlots(sentence: Sentence, world: World): Slots {
  const [signal] = sentence.signals;
  return {
    ...(sentence.has('warning')
      ? { severity: 'warning' }
      : sentence.has('important')
        ? { severity: 'important' }
        : {}),
    ...stateSlot(sentence),
    ...personSlot(sentence, world),
    ...(sentence.has('oldest')
      ? { order: 'oldest' }
      : sentence.has('newest')
        ? { order: 'newest' }
        : {}),
    ...(signal === undefined ? {} : signalSlot(signal)),
  };
}

function signalSlot({ category, signal, isWide }: Sentence['signals'][number]): Slots {
  return isWide || signal === null ? { category: categorySlot(category) } : { signal };
}

function stateSlot(sentence: Sentence): Slots {
  if (sentence.has('suppressed', 'suppress')) return { state: 'suppressed' };
  if (sentence.has('investigating')) return { state: 'systemInvestigating' };
  return sentence.has('needsAction') ? { state: 'needsAction' } : {};
}

function personSlot(sentence: Sentence, world: World): Slots {
  const [person] = sentence.people;
  if (
    sentence.has('unassigned') ||
    /\b(?:nobod\w*|no one|noone|niemand\w*|keine[rm])\b/i.test(sentence.text)
  )
    return { person: 'nobody' };
  if (sentence.has('mine')) return { person: 'me' };
  if (person !== undefined) return { person: person.name };
  const of = sentence.tokens.findIndex(({ word }) => /^(?:of|von|by)$/.test(word));
  const near = of < 0 ? null : personAt(sentence, of + 1, world);
  return near === null ? {} : { person: near.name };
}

/** The health that a question for rooms names. */
export function healthSlot(sentence: Sentence): Slots {
  const negated = sentence.hits.some(
    ({ concept, at }) => concept === 'not' && isBeforeHealthy(at[0] ?? 0, sentence),
  );
  const found: readonly (readonly [boolean, Health])[] = [
    [sentence.has('offline'), 'disconnected'],
    [sentence.has('onboarding'), 'onboarding'],
    [sentence.has('suppressed', 'suppress'), 'suppressed'],
    [sentence.has('broken', 'fault') || (negated && sentence.has('healthy')), 'unhealthy'],
    [sentence.has('healthy'), 'healthy'],
  ];
  const health = found.find(([is]) => is)?.[1];
  return health === undefined ? {} : { health };
}

function isBeforeHealthy(index: number, sentence: Sentence): boolean {
  return [1, 2].some((step) => sentence.conceptsAt(index + step).includes('healthy'));
}

/** A word that stands alone beside the name of a list is a name: `incidents berlin`. */
function looseName(intent: string, sentence: Sentence, world: World) {
  const content = sentence.tokens.filter(({ kind }) => kind === 'word' || kind === 'number').length;
  // In a request of two words, the second is a name: `incidents cafeteria`.
  const found = sentence.tokens.findIndex(
    (_, at) => isUnknownAt(sentence, at) && (content <= 2 || looksLikeName(sentence, at)),
  );
  const isEnd = found < 0 && endsWithName(sentence);
  const index = isEnd ? sentence.tokens.findLastIndex(({ kind }) => kind === 'word') : found;
  const token = sentence.tokens[index];
  if (token === undefined || intent === 'reports' || intent === 'digest') return null;
  const isCapital = /^\p{Lu}/u.test(token.text);
  // German verbs are lower-case, and names are not.
  const isShort = content <= 2 || (content <= 4 && (sentence.language === 'en' || isCapital));
  const isName = isShort || (sentence.language === 'en' && index > 0 && isCapital);
  return isName
    ? ({ kind: 'unknownName', said: token.text, near: namesNear(token.word, world) } as const)
    : null;
}

/** Several rooms, everything in a place, or a group: its rooms are what a person asks for. */
function isRoomList({ rooms, groups, places }: Targets, sentence: Sentence): boolean {
  const isGroup = groups.length > 0 && places.length === 0;
  return rooms.length > 1 || sentence.has('everything') || isGroup;
}

/** A ticket, a room or a place alone, or a request to see it. */
export function readSubject(sentence: Sentence, world: World): Meaning | null {
  const targets = readTargets(sentence, world);
  const { language } = sentence;
  const slots = targetSlots(targets, world);
  if (targets.doubt !== null) {
    const isQuery =
      sentence.has('ask', 'show', 'rooms', 'broken', 'status', 'greeting') &&
      !sentence.has('foreign');
    const isFloor = sentence.names.some(({ kind }) => kind === 'unknown');
    if (targets.isEmpty && targets.doubt.kind === 'unknownName' && !isQuery && !isFloor)
      return null;
    const shown =
      targets.candidates.length > 0
        ? 'room'
        : targets.doubt.kind === 'unknownTicket'
          ? 'ticket'
          : null;
    const names = targets.candidates.flatMap((number) => world.names.rooms.get(number)?.name ?? []);
    const known = names.length > 1 ? { ...slots, rooms: names } : slots;
    return ask(targets.doubt, shown, known, sentence);
  }
  if (targets.isEmpty) return null;
  if (targets.tickets.length > 0) {
    const { room: _, rooms: __, place: ___, floor: ____, ...own } = slots;
    return { intent: 'ticket', slots: own, language };
  }
  const [room] = targets.rooms;
  if (room !== undefined && targets.rooms.length === 1) {
    const ofSignal = withTicketOfSignal(slots, targets, sentence, world);
    const isTicket =
      ofSignal.ticket !== undefined && !sentence.has('broken', 'healthy', 'status', 'rooms');
    return { intent: isTicket ? 'ticket' : 'room', slots: isTicket ? ofSignal : slots, language };
  }
  return {
    intent: isRoomList(targets, sentence) ? 'rooms' : 'status',
    slots,
    language,
  };
}
