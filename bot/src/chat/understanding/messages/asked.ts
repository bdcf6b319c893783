/** Questions, lists, described faults, and subjects alone. */

import { isFutureDeed, readDeed } from '../intents/noting.ts';
import type { Act } from '../intents/orders.ts';
import {
  healthSlot,
  questionTargets,
  readList,
  readQuestion,
  readSubject,
} from '../intents/questions.ts';
import { readFault } from '../intents/reporting.ts';
import { readTargets, targetSlots } from '../intents/targets.ts';
import { ask } from '../intents/working.ts';
import type { Meaning } from '../meaning.ts';
import type { Sentence } from '../sentence.ts';
import type { Setting, World } from '../world.ts';
import { asDoubt } from './orders.ts';
import { notUnderstood } from './social.ts';

export function questionIntent(sentence: Sentence): 'why' | 'who' | 'history' | null {
  if (sentence.has('why')) return 'why';
  if (sentence.has('who')) return 'who';
  return sentence.has('history') ? 'history' : null;
}

/** Questions and lists. */
export function readAsked(sentence: Sentence, world: World, setting: Setting): Meaning | null {
  const targets = questionTargets(sentence, world, setting);
  const isAbout = targets.tickets.length + targets.rooms.length > 0;
  if (
    sentence.has('foreign') &&
    !isAbout &&
    !sentence.has('incidents', 'rooms', 'status', 'digest')
  )
    return null;
  const isRanking =
    sentence.has('worst', 'best') &&
    (sentence.has('rooms', 'ask', 'show', 'who', 'reports') || sentence.tokens.length <= 5);
  const isPast =
    isAbout &&
    !/report|bericht|export|csv|excel|statisti|uptime|verf(?:ü|ue)gbar/i.test(sentence.text);
  if (sentence.has('reports') && isPast && !isRanking && opensAsQuestion(sentence))
    return readQuestion(sentence.has('who') ? 'who' : 'history', sentence, world, setting);
  if ((sentence.has('reports') && !isPast && !sentence.has('reportNoun')) || isRanking)
    return readList('reports', sentence, world);
  if (sentence.has('who') && !sentence.has('incidents', 'mine'))
    return readQuestion('who', sentence, world, setting);
  if (isAbout && (sentence.find('digest')?.at[0] ?? 9) <= 1)
    return readQuestion('history', sentence, world, setting);
  if (sentence.has('digest') && targets.rooms.length + targets.tickets.length === 0)
    return readList('digest', sentence, world);
  if (sentence.has('digest') && isAbout) return readQuestion('history', sentence, world, setting);
  if (sentence.has('why')) return readQuestion('why', sentence, world, setting);
  if (sentence.has('history') && (isAbout || !sentence.has('incidents')))
    return readQuestion('history', sentence, world, setting);
  const isOfPast =
    /\b(?:last|yesterday|previous|gestern|vorgestern|letzte[mnrs]?|vorige[mnrs]?)\b/i;
  if (isAbout && opensAsQuestion(sentence) && isOfPast.test(sentence.text))
    return readQuestion('history', sentence, world, setting);
  return readLists(sentence, world, isAbout);
}

function readLists(sentence: Sentence, world: World, isAbout: boolean): Meaning | null {
  const hasRooms = sentence.has('rooms');
  const isList = sentence.has('incidents') && !isReportTalk(sentence);
  const isQuality = sentence.has(
    'broken',
    'needsAction',
    'investigating',
    'warning',
    'important',
    'unassigned',
    'oldest',
    'newest',
  );
  const { room: _, ...rest } = targetSlots(readTargets(sentence, world), world);
  if (isAbout && !(isList && !sentence.has('ask') && Object.keys(rest).length > 1)) {
    if (
      isList &&
      !hasRooms &&
      sentence.tickets.length === 0 &&
      /(?:incidents|problems|issues|tickets|st(?:ö|oe)rungen|probleme)\b/i.test(sentence.text)
    )
      return readList('incidents', sentence, world);
    return null;
  }
  if (sentence.has('howMany')) return readList('status', sentence, world);
  if (asksForWork(sentence)) return readList('incidents', sentence, world);
  if (hasRooms && sentence.has('needsAction')) return readList('incidents', sentence, world);
  if (isList && !hasRooms) return readList('incidents', sentence, world);
  if (hasRooms && (Object.keys(healthSlot(sentence)).length > 0 || !sentence.has('status'))) {
    const asksIncidents =
      isList || (sentence.signals.length > 0 && sentence.has('broken', 'fault'));
    return readList(asksIncidents ? 'incidents' : 'rooms', sentence, world);
  }
  if (sentence.has('status')) return readList('status', sentence, world);
  const asksFaults = sentence.has('fault') && opensAsQuestion(sentence) && !sentence.has('foreign');
  if (
    isQuality ||
    asksFaults ||
    (sentence.has('suppressed') &&
      (opensAsQuestion(sentence) || sentence.has('show', 'everything')))
  )
    return readList('incidents', sentence, world);
  if (sentence.has('offline', 'onboarding') && sentence.has('ask', 'show', 'everything', 'who'))
    return readList('rooms', sentence, world);
  if (sentence.has('everything') && sentence.names.length > 0)
    return readList('rooms', sentence, world);
  if (sentence.has('healthy') && sentence.has('ask') && sentence.names.length > 0)
    return readList('status', sentence, world);
  return null;
}

/** `what is assigned to me`, `what is Tomas working on`; a statement about oneself asks nothing. */
function asksForWork(sentence: Sentence): boolean {
  const words = sentence.tokens.filter(({ kind }) => kind === 'word').length;
  if (sentence.has('mine'))
    return (
      sentence.has('show', 'incidents') ||
      words <= 3 ||
      /^\W*(?:what|which|anything|something|is|are|do|was|welche\w*|hab|habe|ist|sind|gibt|liegt)\b/i.test(
        sentence.text,
      )
    );
  const works =
    /\b(?:work|working|works|doing|busy|assigned|has|got|handling|handles|owns|bearbeitet|macht|hat|arbeitet|offen)\b/i;
  return (
    sentence.people.length > 0 &&
    opensAsQuestion(sentence) &&
    works.test(sentence.text) &&
    words <= 8
  );
}

/** `the report about Ferry was good` */
function isReportTalk(sentence: Sentence): boolean {
  return sentence.has('reportNoun') && sentence.names.length > 0;
}

/** A fault that somebody describes: `no sound in Clover`. */
export function readSilentFault(sentence: Sentence, world: World): Meaning | null {
  if (!sentence.has('fault')) return null;
  const isAsked =
    sentence.has(
      'ask',
      'why',
      'who',
      'howMany',
      'history',
      'show',
      'condition',
      'digest',
      'reports',
      'howTo',
      'help',
    ) || /\?\s*$/.test(sentence.text);
  const begins = sentence.conceptsAt(0);
  const isOther = sentence.has(
    'why',
    'who',
    'howMany',
    'history',
    'show',
    'condition',
    'digest',
    'reports',
    'howTo',
  );
  if (isAsked && (isOther || begins.includes('ask') || /\?\s*$/.test(sentence.text))) return null;
  if (sentence.has('foreign', 'deed') || sentence.tickets.length > 0) return null;
  const isList =
    sentence.has('everything', 'rooms', 'incidents') &&
    sentence.names.every(({ kind }) => kind !== 'room');
  return isList ? null : readFault(sentence, world);
}

function opensAsQuestion(sentence: Sentence): boolean {
  return sentence.hits.some(
    ({ concept, at }) =>
      concept === 'ask' && (at[0] ?? 9) <= 1 && isClauseBegin(at[0] ?? 0, sentence),
  );
}

function isClauseBegin(index: number, sentence: Sentence): boolean {
  return (
    index === 0 || sentence.conceptsAt(0).some((one) => one === 'please' || one === 'greeting')
  );
}

/** What was done, a subject alone, or a verb that orders nothing. */
export function readSaid(
  acts: readonly Act[],
  sentence: Sentence,
  world: World,
  setting: Setting,
): Meaning | null {
  const isQuestion = /\?/.test(sentence.text) || opensAsQuestion(sentence);
  const remark = acts.find(
    ({ mood, concept }) =>
      mood === 'remark' && /^(?:suppress|unsuppress|assign|restart|resolve|enrol)$/.test(concept),
  );
  const isDeed =
    sentence.has('deed') &&
    !isQuestion &&
    !sentence.has('not', 'condition') &&
    !isShowFirst(sentence) &&
    !isFutureDeed(sentence) &&
    (!sentence.has('foreign') || sentence.tickets.length > 0);
  if (isDeed) {
    const deed = certainDeed(sentence, world, setting);
    if (deed !== null) return deed;
  }
  const handover = readHandover(sentence, world);
  if (handover !== null) return handover;
  if (sentence.has('reportNoun') || (sentence.has('foreign') && !sentence.has('show')))
    return notUnderstood(sentence, setting);
  if (
    remark !== undefined &&
    sentence.tickets.length + sentence.names.length > 0 &&
    !sentence.has('show')
  )
    return asDoubt(remark, sentence, world, setting);
  const isTicketAlone = sentence.has('ticketNoun') && sentence.tokens.length <= 2;
  if (isTicketAlone && sentence.tickets.length + sentence.names.length === 0)
    return ask({ kind: 'whichTicket' }, 'ticket', {}, sentence);
  return readSubject(sentence, world);
}

/** `show me what was fixed`; `patched, please check` shows nothing. */
function isShowFirst(sentence: Sentence): boolean {
  return (sentence.find('show')?.at[0] ?? 999) < (sentence.find('deed')?.at[0] ?? 0);
}

/** A room alone does not say which ticket was worked on, or by whom: then the bot asks. */
function certainDeed(sentence: Sentence, world: World, setting: Setting): Meaning | null {
  const deed = readDeed(sentence, world, setting);
  if (deed === null || deed.intent !== 'respond' || sentence.tickets.length > 0) return deed;
  const isOwn =
    /\b(?:i|we|ich|wir|hab|habe|haben|done|erledigt|fixed|behoben)\b/i.test(sentence.text) &&
    !sentence.times.some(({ kind }) => kind === 'when');
  return isOwn ? deed : ask({ kind: 'meantOrder' }, 'respond', deed.slots, sentence);
}

/** `1008-1 to Tomas`, `1007-1 an Tomas bitte`: an assignment without a verb. */
function readHandover(sentence: Sentence, world: World): Meaning | null {
  const [person, ...others] = sentence.people;
  if (person === undefined || others.length > 0 || sentence.tickets.length === 0) return null;
  const isTo = /^(?:to|an|auf|fuer|for|>|→)$/.test(sentence.tokens[person.from - 1]?.word ?? '');
  const isGetting = sentence.tokens.some(({ word }) =>
    /^(?:gets|bekommt|kriegt|erhaelt)$/.test(word),
  );
  const rest = sentence.tokens.filter(
    ({ kind, word }, at) =>
      kind === 'word' &&
      !sentence.isNamed(at) &&
      !/^(?:to|an|auf|fuer|for|and|und|gets|bekommt|kriegt|erhaelt|ticket|tickets|the|das|die)$/.test(
        word,
      ) &&
      !sentence.conceptsAt(at).includes('please'),
  );
  if (!(isTo || isGetting) || rest.length > 0 || sentence.text.includes('?')) return null;
  const targets = readTargets(sentence, world);
  const slots = { ...targetSlots(targets, world), person: person.name };
  if (targets.doubt !== null) return ask(targets.doubt, 'assign', slots, sentence);
  return { intent: 'assign', slots, language: sentence.language };
}
