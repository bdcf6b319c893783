/** Orders to suppress and to unsuppress: target, end and reason. */

import type { TimeSpan } from '../ends/findEnds.ts';
import { doubtOf, readEnd, saidIn } from '../ends/readEnd.ts';
import type { Doubt, Meaning, Slots } from '../meaning.ts';
import { frontClauseEnd, isBecauseWord } from '../messages/reasons.ts';
import type { SignalSpan } from '../names/findSignals.ts';
import type { Sentence } from '../sentence.ts';
import type { Setting, World } from '../world.ts';
import { type Aim, hasChoice, withSignal } from './aims.ts';
import { textOf, withoutLeadIn } from './freeText.ts';
import type { Act } from './orders.ts';
import { mentionedTargets, readTargets, type Targets, targetSlots } from './targets.ts';
import { isUnknownAt, namesNear } from './unknownNames.ts';
import { ask } from './working.ts';

/** The meaning of an order to suppress or to lift a suppression. */
export function readSuppression(
  act: Act,
  sentence: Sentence,
  world: World,
  setting: Setting,
): Meaning {
  const isLift = act.concept === 'unsuppress';
  const intent = isLift ? 'unsuppress' : 'suppress';
  const begin = reasonBegin(act, sentence);
  const inOrder = (index: number) => !begin.includes(index);
  const aim = readAim(act, sentence, world, setting, inOrder);
  const end = isLift ? { until: undefined, doubt: null, used: [] } : readEnd(sentence, inOrder);
  const reason = readReason(act, sentence, aim.used, end.used, inOrder);
  const slots: Slots = {
    ...aim.slots,
    ...(end.until === undefined ? {} : { until: end.until }),
    ...(reason === '' ? {} : { reason }),
  };
  const { language } = sentence;
  const doubt =
    aim.doubt ??
    end.doubt ??
    onlyTime(sentence, end.used, inOrder) ??
    halfUnderstood(sentence, aim.used, end.used, inOrder);
  if (doubt !== null) {
    // Words that are not understood may have become the reason.
    const { reason: _, ...known } = slots;
    return ask(doubt, intent, known, sentence);
  }
  const isExtension = act.concept === 'extend';
  return { intent, slots, language, ...(isExtension ? { isExtension } : {}) };
}

/** The tokens of the reason: after `because`, or after a mark behind the verb and its target. */
function reasonBegin(act: Act, sentence: Sentence): number[] {
  const { tokens } = sentence;
  const reason: number[] = [];
  const verbEnd = act.hit.at.at(-1) ?? 0;
  let lastTarget = verbEnd;
  for (const { from, to } of [...sentence.tickets, ...sentence.names]) {
    const isReason = tokens.slice(0, from).some((_, at) => {
      const end = isBecauseWord(at, sentence) ? frontClauseEnd(at, sentence) : -1;
      return end === null || end > from;
    });
    const mark = tokens.slice(verbEnd, from).findIndex(({ text }) => /^[.!?;]$/.test(text));
    if (!isReason && mark < 0) lastTarget = Math.max(lastTarget, to - 1);
  }
  let isIn = false;
  let clauseEnd: number | null = null;
  for (const [at, token] of tokens.entries()) {
    if (isBecauseWord(at, sentence)) {
      if (!isIn && at < verbEnd) clauseEnd = frontClauseEnd(at, sentence);
      isIn = true;
    }
    const isEnd =
      clauseEnd === null && (token.text === ',' || sentence.conceptsAt(at).includes('please'));
    const isOrderAgain = isIn && at < verbEnd && (isEnd || at === clauseEnd);
    if (isOrderAgain || act.hit.at.includes(at)) isIn = false;
    const isMark = /^[,.;:!?–—-]$/.test(token.text) && !isInside(at, sentence);
    if (isMark && at > lastTarget && at > verbEnd) isIn = true;
    if (isIn) reason.push(at);
  }
  return reason;
}

function isInside(at: number, { times, tickets }: Sentence): boolean {
  return [...times, ...tickets].some(({ from, to }) => at >= from && at < to);
}

type UsedAim = Aim & { readonly used: readonly number[] };

function readAim(
  _act: Act,
  sentence: Sentence,
  world: World,
  setting: Setting,
  inOrder: (index: number) => boolean,
): UsedAim {
  const named = readTargets(sentence, world, inOrder);
  const signals = sentence.signals.filter(({ from }) => inOrder(from));
  const used = [...named.spans, ...signals].flatMap(({ from, to }) =>
    Array.from({ length: to - from }, (_, nth) => from + nth),
  );
  if (named.doubt !== null) {
    const slots = targetSlots(named, world);
    return { slots, doubt: named.doubt, isEmpty: false, used };
  }
  if (!named.isEmpty) return { ...aimAt(named, signals, sentence, world, inOrder), used };
  const everything = sentence.find('everything');
  if (everything && inOrder(everything.at[0] ?? 0))
    return { slots: {}, doubt: { kind: 'everything' }, isEmpty: true, used };
  const mentioned = mentionedTargets(setting, world);
  const it = sentence.find('it');
  if (!mentioned.isEmpty && (setting.under || it !== null))
    return { ...aimAt(mentioned, signals, sentence, world, inOrder), used };
  const doubt = unknownObject(sentence, world, inOrder) ?? ({ kind: 'whichTicket' } as const);
  const slots = mentioned.isEmpty ? {} : targetSlots(mentioned, world);
  return { slots, doubt, isEmpty: true, used };
}

/** A word right after the verb that is not a name: `mute Bercelona for 2h`. */
function unknownObject(
  sentence: Sentence,
  world: World,
  inOrder: (index: number) => boolean,
): Doubt | null {
  const at = sentence.tokens.findIndex(
    (_, index) => inOrder(index) && isUnknownAt(sentence, index),
  );
  const token = sentence.tokens[at];
  if (token === undefined) return null;
  return { kind: 'unknownName', said: token.text, near: namesNear(token.word, world) };
}

function aimAt(
  targets: Targets,
  signals: readonly SignalSpan[],
  sentence: Sentence,
  world: World,
  inOrder: (index: number) => boolean,
): Aim {
  const slots = targetSlots(targets, world);
  const parts = targets.places.length + targets.groups.length;
  const everything = sentence.hits.some(
    ({ concept, at }) => concept === 'everything' && inOrder(at[0] ?? 0),
  );
  if (targets.not !== null) return { slots, doubt: { kind: 'everything' }, isEmpty: false };
  const isOneAim = targets.tickets.length === 0 || targets.rooms.length === 0;
  if (parts > 1) return { slots, doubt: { kind: 'manyRooms', rooms: 0 }, isEmpty: false };
  if (parts > 0 && targets.tickets.length > 0 && isOneAim && !everything) {
    const { place: _, ...ticket } = slots;
    return { slots: ticket, doubt: null, isEmpty: false };
  }
  if (targets.floors.length > 0 && parts === 0 && targets.rooms.length === 0)
    return { slots, doubt: { kind: 'manyRooms', rooms: 0 }, isEmpty: false };
  const [room, ...others] = targets.rooms;
  if (
    room !== undefined &&
    others.length === 0 &&
    targets.tickets.length === 0 &&
    signals.length > 0
  )
    return { ...withSignal(slots, room, signals, world), isEmpty: false };
  return { slots, doubt: null, isEmpty: false };
}

const fillers =
  /^(?:and|und|then|in|at|for|on|from|of|the|this|that|to|im|am|fuer|von|vom|bei|beim|zu|zum|das|den|die|der|dem|des|es|ihn|sie|mir|uns|me|up|with|ticket|tickets|incident|stoerung|raum|room|a|an|it|all|alles|alle|everything|both|beide|mal|bitte|please|no|nr|whole|ganze|ganzen|ab|now|jetzt|again|wieder|building|gebaeude|alerts?|alarms?|notifications?|meldungen|alarme|karten|cards?|werden|laut|auf|stumm|back|is|suppression|mute|number|here|hier|bis|until|till|about|over|signal|device|geraet|off|out|down|ich|i|you|dich|du|himself|itself|dann|so|ok|okay|s|re)$/;

/** The words that belong to no part of the order. */
function readReason(
  act: Act,
  sentence: Sentence,
  aim: readonly number[],
  ends: readonly TimeSpan[],
  inOrder: (index: number) => boolean,
): string {
  const isEnd = (index: number) => ends.some(({ from, to }) => index >= from && index < to);
  const last = Math.max(...act.hit.at, ...aim, ...ends.map(({ to }) => to - 1));
  const text = textOf(sentence, (index) => {
    if (isEnd(index)) return false;
    if (!inOrder(index)) return true;
    if (act.hit.at.includes(index) || aim.includes(index)) return false;
    return !isFiller(index, sentence, index > last);
  });
  return withoutLeadIn(text)
    .replace(/^[^\p{L}\p{N}]+$/u, '')
    .replace(/[.]+$/, '');
}

function isFiller(index: number, sentence: Sentence, isAfter: boolean): boolean {
  const token = sentence.tokens[index];
  if (token === undefined || token.kind === 'mark') return token?.kind === 'mark';
  if (isAfter)
    return /^(?:please|bitte|thanks|thx|danke|asap|now|jetzt|ok|okay|pls|cheers|it|again|wieder|es|this|that|too|auch|back|on|laut|them|mal|sie|ihn|das|both|beide)$/.test(
      token.word,
    );
  if (fillers.test(token.word)) return true;
  return sentence
    .conceptsAt(index)
    .some((concept) =>
      /^(?:please|request|you|greeting|thanks|yes|it|everything|only|rooms|incidents|ticketNoun|cards|unsuppress|suppressed|suppress)$/.test(
        concept,
      ),
    );
}

/** A reason that consists of a time: `suppress 1001-1 for -2h`. */
function onlyTime(
  sentence: Sentence,
  used: readonly TimeSpan[],
  inOrder: (index: number) => boolean,
): Doubt | null {
  const rest = sentence.tokens.flatMap(({ kind }, index) =>
    inOrder(index) || kind === 'mark' ? [] : [index],
  );
  const time = sentence.times.find(({ from }) => from === rest[0]);
  const isAll = rest.length > 0 && rest.every((index) => sentence.isTime(index));
  if (time === undefined || !isAll || used.includes(time)) return null;
  return { kind: 'howLong', said: saidIn(time, sentence), ends: [] };
}

/** Words between target and end that order more: `mute 1001-1 and Foo for 2h`, `mute 1001-1 tomorrow`. */
function halfUnderstood(
  sentence: Sentence,
  aim: readonly number[],
  ends: readonly TimeSpan[],
  inOrder: (index: number) => boolean,
): Doubt | null {
  const last = Math.max(0, ...aim, ...ends.map(({ to }) => to - 1));
  const isStatement = /^(?:is|was|would|makes|ist|war|waere|macht)$/.test(
    sentence.tokens[last + 1]?.word ?? '',
  );
  if (isStatement || /\b(?:kidding|joking|scherz|spa(?:ss|ß))\b/i.test(sentence.text))
    return { kind: 'meantOrder' };
  if (hasChoice(sentence, aim)) return { kind: 'whichTicket' };
  for (const time of sentence.times) {
    const doubt = doubtOf(time, saidIn(time, sentence));
    const isUsed = ends.some(({ from }) => from === time.from);
    if (doubt !== null && !isUsed && inOrder(time.from)) return doubt;
  }
  const past = sentence.times.find(({ kind, from }) => kind === 'when' && inOrder(from));
  if (past !== undefined) return { kind: 'pastEnd', said: saidIn(past, sentence) };
  const lost = lostTime(sentence, ends, inOrder) ?? lostName(sentence, aim, inOrder);
  if (lost !== null) return lost;
  const unknown = sentence.tokens.findIndex(
    (token, index) =>
      /^(?:and|und|sowie|&|\+)$/.test(token.word) &&
      aim.includes(index - 1) &&
      inOrder(index) &&
      isUnknownAt(sentence, index + 1) &&
      !aim.includes(index + 1),
  );
  const said = sentence.tokens[unknown + 1]?.text;
  return unknown < 0 || said === undefined ? null : { kind: 'notThere', said };
}

/** A number or a duration that became part of the reason although no end was understood. */
function lostTime(
  sentence: Sentence,
  ends: readonly TimeSpan[],
  inOrder: (index: number) => boolean,
): Doubt | null {
  const { tokens } = sentence;
  const inReason = sentence.times.find(({ kind, from }) => kind === 'end' && !inOrder(from));
  if (ends.length === 0 && inReason?.kind === 'end') {
    const { until } = inReason;
    const isInstant = until !== 'recovery' && until !== 'lifted';
    return { kind: 'howLong', said: saidIn(inReason, sentence), ends: isInstant ? [until] : [] };
  }
  const at = tokens.findIndex(
    ({ kind, word }, index) =>
      kind === 'number' &&
      /^\d{1,3}$/.test(word) &&
      inOrder(index) &&
      !sentence.isNamed(index) &&
      !ends.some(({ from, to }) => index >= from && index < to),
  );
  const said = tokens[at]?.text;
  return said === undefined ? null : { kind: 'howLong', said, ends: [] };
}

/** An unknown word right after a name and before the end: `silence boardroom xyz for 1h`. */
function lostName(
  sentence: Sentence,
  aim: readonly number[],
  inOrder: (index: number) => boolean,
): Doubt | null {
  // `mute anchor and mute Zephyr for 1h`
  const isSecondVerb = (index: number) =>
    sentence.conceptsAt(index).includes('suppress') && aim.some((one) => one < index);
  const at = sentence.tokens.findIndex(
    (_, index) =>
      (aim.includes(index - 1) || isSecondVerb(index - 1)) &&
      !aim.includes(index) &&
      inOrder(index) &&
      isUnknownAt(sentence, index) &&
      sentence.times.some(({ from }) => from > index),
  );
  const said = sentence.tokens[at]?.text;
  return said === undefined ? null : { kind: 'notThere', said };
}
