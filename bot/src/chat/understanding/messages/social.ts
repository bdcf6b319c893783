/** Greetings, thanks, requests for help, messages to people, and what the bot cannot do. */

import { contentWords } from '../intents/conversation.ts';
import { readTargets, targetSlots } from '../intents/targets.ts';
import type { Meaning, Slots } from '../meaning.ts';
import type { Sentence } from '../sentence.ts';
import type { Setting, World } from '../world.ts';

/** Only emoji and marks. */
export function readPictures(sentence: Sentence, setting: Setting): Meaning {
  const { language, text } = sentence;
  if (setting.under) return message(sentence, setting);
  if (/[👍🙏❤🎉👏💪🥳🙌]/u.test(text)) return { intent: 'thanks', slots: {}, language };
  return { intent: /👋/u.test(text) ? 'greeting' : 'unknown', slots: {}, language };
}

export function message(sentence: Sentence, setting: Setting): Meaning {
  const ticket = setting.under;
  if (!ticket) return notUnderstood(sentence, setting);
  return {
    intent: 'message',
    slots: { ticket, notes: tidyMessage(sentence.text) },
    language: sentence.language,
  };
}

function tidyMessage(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

export function isBooking(sentence: Sentence): boolean {
  return sentence.times.length > 0 || !sentence.has('incidents', 'status', 'fault', 'broken');
}

export function booking(sentence: Sentence, world: World): Meaning {
  const slots = targetSlots(readTargets(sentence, world), world);
  return {
    intent: 'unknown',
    slots: {},
    recognised: slots,
    language: sentence.language,
    question: { doubt: { kind: 'bookings' }, meant: null },
  };
}

/** Only a greeting, thanks or a request for help. */
export function readSocial(sentence: Sentence): Meaning | null {
  const { language } = sentence;
  const isAbout = sentence.tickets.length + sentence.names.length + sentence.signals.length > 0;
  // `rooms in Nice`: the word after `in` is a name.
  if (isAbout || (sentence.has('rooms') && /\b(?:in|at|im)\s/i.test(sentence.text))) return null;
  const rest = sentence.hits.filter(
    ({ concept }) =>
      !/^(?:greeting|thanks|please|you|yes|ask|it|me|healthy|stop|best|everything)$/.test(concept),
  );
  const words = contentWords(sentence);
  if (rest.length === 0 && sentence.has('thanks') && words <= 12)
    return { intent: 'thanks', slots: {}, language };
  if (rest.length === 0 && sentence.has('greeting') && words <= 7)
    return { intent: 'greeting', slots: {}, language };
  const isThanks = sentence.has('thanks') && !sentence.has('howTo', 'ask', 'request');
  if (isThanks && words <= 7 && !sentence.has('incidents', 'fault', 'worst', 'best', 'rooms'))
    return { intent: 'thanks', slots: {}, language };
  const isHelp =
    sentence.has('help') &&
    !sentence.has('incidents', 'broken', 'fault', 'status', 'reports', 'foreign');
  return isHelp ? { intent: 'help', slots: {}, language } : null;
}

export function readGreeting(sentence: Sentence): Meaning | null {
  const { language } = sentence;
  const words = contentWords(sentence);
  if (sentence.has('foreign', 'bookings')) return null;
  if (sentence.has('thanks') && words <= 12) return { intent: 'thanks', slots: {}, language };
  return sentence.has('greeting') && words <= 7
    ? { intent: 'greeting', slots: {}, language }
    : null;
}

export function notUnderstood(sentence: Sentence, _setting: Setting): Meaning {
  const tickets = sentence.tickets.map(({ ticket }) => ticket);
  const [ticket] = tickets;
  const recognised: Slots = ticket === undefined ? {} : { ticket };
  return { intent: 'unknown', slots: {}, recognised, language: sentence.language };
}
