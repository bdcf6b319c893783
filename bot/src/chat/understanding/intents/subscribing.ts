/** Orders about the cards of this conversation: subscribe, unsubscribe, quiet hours. */

import { doubtOf, saidIn } from '../ends/readEnd.ts';
import { categorySlot, type Doubt, type Meaning, type Slots } from '../meaning.ts';
import type { Sentence } from '../sentence.ts';
import type { Setting, World } from '../world.ts';
import { readTargets, targetSlots } from './targets.ts';
import { endsWithName, isUnknownAt, namesNear } from './unknownNames.ts';
import { ask } from './working.ts';

/** What the cards are about: places, groups, rooms, severity, category. */
function filterSlots(
  sentence: Sentence,
  world: World,
): { readonly slots: Slots; readonly doubt: Doubt | null } {
  const targets = readTargets(sentence, world);
  const [signal] = sentence.signals;
  const slots: Slots = {
    ...targetSlots(targets, world),
    ...(sentence.has('important') ? { severity: 'important' as const } : {}),
    ...(sentence.has('warning') ? { severity: 'warning' as const } : {}),
    ...(signal === undefined ? {} : { category: categorySlot(signal.category) }),
  };
  return { slots, doubt: targets.doubt };
}

/** `subscribe Harbour House important only`. */
export function readSubscribe(sentence: Sentence, world: World): Meaning {
  const { slots, doubt } = filterSlots(sentence, world);
  if (doubt !== null) return ask(doubt, 'subscribe', slots, sentence);
  const isEnd = endsWithName(sentence);
  const unknown = isEnd
    ? sentence.tokens.findLastIndex(({ kind }) => kind === 'word')
    : sentence.tokens.findIndex((_, index) => isUnknownAt(sentence, index));
  const token = sentence.tokens[unknown];
  if (token !== undefined && (isEnd || Object.keys(slots).length === 0))
    return ask(
      { kind: 'unknownName', said: token.text, near: namesNear(token.word, world) },
      'subscribe',
      slots,
      sentence,
    );
  return { intent: 'subscribe', slots, language: sentence.language };
}

/** `unsubscribe`, `no more cards from Mill Lane`. */
export function readUnsubscribe(sentence: Sentence, world: World): Meaning {
  const { slots, doubt } = filterSlots(sentence, world);
  if (doubt !== null) return ask(doubt, 'unsubscribe', slots, sentence);
  // `unsubscribe Tomas`: the cards of another person.
  if (sentence.people.length > 0)
    return ask({ kind: 'meantOrder' }, 'unsubscribe', slots, sentence);
  return { intent: 'unsubscribe', slots, language: sentence.language };
}

/** `quiet hours 18:00-08:00`, `mute me until 9am`. */
export function readQuiet(sentence: Sentence): Meaning {
  const { language } = sentence;
  const hours = sentence.times.find(({ kind }) => kind === 'hours');
  if (hours?.kind === 'hours') {
    const slots: Slots = {
      ...(hours.start === null ? {} : { from: hours.start }),
      ...(hours.end === null ? {} : { to: hours.end }),
    };
    return { intent: 'quietHours', slots, language };
  }
  const [time, ...more] = sentence.times.filter(({ kind }) => kind !== 'when');
  if (time?.kind === 'end' && time.until !== 'recovery' && more.length === 0)
    return { intent: 'quietHours', slots: { until: time.until }, language };
  const said = time === undefined ? '' : saidIn(time, sentence);
  const doubt: Doubt | null =
    time === undefined ? null : (doubtOf(time, said) ?? { kind: 'howLong', said, ends: [] });
  if (doubt !== null) return ask(doubt, 'quietHours', {}, sentence);
  const isNoun = /quiet hours?|ruhezeit|do not disturb|nicht stoeren|dnd/i.test(sentence.text);
  return isNoun && sentence.tokens.length <= 3
    ? { intent: 'quietHours', slots: {}, language }
    : ask({ kind: 'howLong', said: '', ends: [] }, 'quietHours', {}, sentence);
}

/** Whether an order is about the speaker's cards and not about a ticket or a room. */
export function isAboutCards(sentence: Sentence, world: World, setting: Setting): boolean {
  const targets = readTargets(sentence, world);
  return targets.tickets.length === 0 && targets.rooms.length === 0 && !setting.under;
}
