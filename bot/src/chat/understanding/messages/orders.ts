/** An order → its meaning; two different orders in one message → a question. */

import { readNotes, readResolve } from '../intents/noting.ts';
import type { Act } from '../intents/orders.ts';
import { questionTargets } from '../intents/questions.ts';
import { readReport } from '../intents/reporting.ts';
import { isAboutCards, readQuiet, readSubscribe, readUnsubscribe } from '../intents/subscribing.ts';
import { readSuppression } from '../intents/suppressing.ts';
import { readTargets, targetSlots } from '../intents/targets.ts';
import { ask, readAssign, readEnrol, readRemediation, readUnassign } from '../intents/working.ts';
import type { Doubt, Intent, Meaning, Slots } from '../meaning.ts';
import type { Sentence } from '../sentence.ts';
import type { Setting, World } from '../world.ts';
import { notUnderstood } from './social.ts';

/** Carries out the first order, unless the message contains a second one. */
export function readOrders(
  acts: readonly Act[],
  order: Act,
  sentence: Sentence,
  world: World,
  setting: Setting,
): Meaning {
  const meaning = readOrder(order, sentence, world, setting);
  const isFreeText =
    order.concept === 'respond' || order.concept === 'note' || order.concept === 'report';
  const start = order.hit.at[0] ?? 0;
  const second = acts.find(
    ({ mood, concept, hit }) =>
      mood === 'order' &&
      (hit.at[0] ?? 0) > start &&
      !isSameOrder(concept, order.concept) &&
      followsAnd(hit.at[0] ?? 0, sentence),
  );
  if (second === undefined || isFreeText || meaning.intent === 'clarify') return meaning;
  return ask(
    { kind: 'severalOrders' },
    meaning.intent,
    targetSlots(readTargets(sentence, world), world),
    sentence,
  );
}

/** `take Tomas off 1007-1`: the person is no longer on the ticket. No person takes it. */
export function readTakenOff(
  acts: readonly Act[],
  sentence: Sentence,
  world: World,
  setting: Setting,
): Meaning | null {
  const take = acts.find(({ mood, concept }) => mood === 'order' && concept === 'take');
  const [person] = sentence.people;
  const isOff = /^(?:off|from)$/.test(sentence.tokens[person?.to ?? -1]?.word ?? '');
  const isObject = person !== undefined && person.from === (take?.hit.at.at(-1) ?? -9) + 1;
  if (isOff && isObject) return readUnassign(sentence, world, setting);
  const verb = take?.hit.at.map((at) => sentence.tokens[at]?.word ?? '').join(' ');
  const ticket = sentence.tickets[0]?.from ?? 0;
  const isFrom = sentence.tokens[ticket - 1]?.word === 'off';
  return verb === 'take' && isFrom
    ? ask({ kind: 'meantOrder' }, 'unassign', namedSlots(sentence, world), sentence)
    : null;
}

function isSameOrder(one: string, other: string): boolean {
  const kinds = [
    ['suppress', 'extend', 'quiet'],
    ['assign', 'take'],
    ['restart', 'remediate', 'collectLogs', 'cleanUp', 'update'],
    ['resolve', 'respond'],
    ['unsuppress', 'unassign', 'enrol'],
    ['report', 'note', 'subscribe', 'unsubscribe', 'quiet'],
  ];
  return one === other || kinds.some((kind) => kind.includes(one) && kind.includes(other));
}

function followsAnd(at: number, { tokens }: Sentence): boolean {
  return tokens
    .slice(Math.max(0, at - 3), at)
    .some(({ word }) => /^(?:and|und|then|dann|,|;|\.)$/.test(word));
}

function readOrder(act: Act, sentence: Sentence, world: World, setting: Setting): Meaning {
  switch (act.concept) {
    case 'suppress':
    case 'extend':
      if (
        (sentence.has('quiet') || sentence.times.some(({ kind }) => kind === 'hours')) &&
        isAboutCards(sentence, world, setting) &&
        !sentence.has('it')
      )
        return readQuiet(sentence);
      return readSuppression(act, sentence, world, setting);
    case 'unsuppress':
      return readSuppression(act, sentence, world, setting);
    case 'assign':
    case 'take':
      return readAssign(act, sentence, world, setting);
    case 'unassign':
      return isOffNoPerson(act, sentence)
        ? ask({ kind: 'meantOrder' }, 'unassign', namedSlots(sentence, world), sentence)
        : readUnassign(sentence, world, setting);
    case 'respond':
      return readNotes('respond', act, sentence, world, setting);
    case 'note':
      return readNotes('message', act, sentence, world, setting);
    case 'resolve':
      return readResolve(act, sentence, world, setting);
    case 'restart':
    case 'cleanUp':
    case 'update':
    case 'collectLogs':
    case 'remediate':
      return readRemediation(act, sentence, world, setting);
    case 'report':
      return readReport(act, sentence, world, setting);
    case 'enrol':
      return readEnrol(sentence, world, setting);
    case 'subscribe':
      return readSubscribe(sentence, world);
    case 'unsubscribe':
      // `stop alerting me about 1008-1`: the ticket, not the cards.
      if (sentence.tickets.length > 0) return readSuppression(act, sentence, world, setting);
      return sentence.has('quiet') || sentence.times.some(({ kind }) => kind !== 'when')
        ? readQuiet(sentence)
        : readUnsubscribe(sentence, world);
    case 'quiet':
      return isAboutCards(sentence, world, setting)
        ? readQuiet(sentence)
        : readSuppression(act, sentence, world, setting);
    default:
      return notUnderstood(sentence, setting);
  }
}

/** `remove X from Y` without a person: what it removes is not clear. */
function isOffNoPerson({ hit }: Act, sentence: Sentence): boolean {
  const verb = hit.at.map((at) => sentence.tokens[at]?.word ?? '').join(' ');
  return /^(?:remove|pull|kick) (?:off|from)$/.test(verb) && sentence.people.length === 0;
}

function namedSlots(sentence: Sentence, world: World): Slots {
  return targetSlots(readTargets(sentence, world), world);
}

/** A change that is not ordered: asked about, forbidden, or under a condition. */
export function asDoubt(
  { mood, concept, hit }: Act,
  sentence: Sentence,
  world: World,
  setting: Setting,
): Meaning {
  const targets = questionTargets(sentence, world, setting);
  const slots = targetSlots(targets, world);
  // An unknown name is asked about first, with what the rest of the order says.
  if (mood === 'remark' && targets.doubt?.kind === 'unknownName' && concept === 'suppress')
    return readSuppression({ mood, concept, hit }, sentence, world, setting);
  const kind = mood === 'negated' ? 'negated' : mood === 'condition' ? 'condition' : 'meantOrder';
  const meant: Intent | null =
    concept === 'suppress' ||
    concept === 'unsuppress' ||
    concept === 'unassign' ||
    concept === 'enrol'
      ? concept
      : concept === 'assign' || concept === 'take'
        ? 'assign'
        : concept === 'restart'
          ? 'remediate'
          : null;
  return ask({ kind } as Doubt, meant, slots, sentence);
}
