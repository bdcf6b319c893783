/** A reply under the card of a ticket. */

import { contentWords } from '../intents/conversation.ts';
import { isFutureDeed, readDeed } from '../intents/noting.ts';
import { type Act, findActs } from '../intents/orders.ts';
import { readQuestion } from '../intents/questions.ts';
import type { Meaning } from '../meaning.ts';
import type { Sentence } from '../sentence.ts';
import type { Setting, World } from '../world.ts';
import { addressedPerson } from './addressed.ts';
import { questionIntent, readAsked } from './asked.ts';
import { asDoubt, readOrders } from './orders.ts';
import { message } from './social.ts';

/** A reply under a card: commands and questions to the bot; everything else is said to the people there. */
export function readInThread(sentence: Sentence, world: World, setting: Setting): Meaning {
  if (addressedPerson(sentence, world) !== null) return message(sentence, setting);
  const acts = findActs(sentence).filter(({ concept }) => !isOnlyInText(concept, sentence));
  const order = acts.find(({ mood }) => mood === 'order');
  const words = contentWords(sentence);
  if (order !== undefined && !isDeedFirst(order, sentence))
    return readOrders(acts, order, sentence, world, setting);
  const isQuestion = sentence.text.includes('?');
  if (
    sentence.has('deed') &&
    !isQuestion &&
    !sentence.has('not', 'condition', 'advice') &&
    !isFutureDeed(sentence) &&
    !isInVain(sentence)
  )
    return readDeed(sentence, world, setting) ?? message(sentence, setting);
  if (isInVain(sentence)) return message(sentence, setting);
  if (words <= 7) {
    const question = questionIntent(sentence);
    if (question !== null) return readQuestion(question, sentence, world, setting);
    if (sentence.has('help', 'howTo') && words <= 5)
      return { intent: 'help', slots: {}, language: sentence.language };
  }
  if (
    words <= 2 &&
    sentence.has('status', 'incidents', 'rooms', 'digest', 'greeting') &&
    !isQuestion
  ) {
    const asked = readAsked(sentence, world, { ...setting, under: null });
    if (asked !== null && asked.intent !== 'clarify') return asked;
  }
  const doubtful = acts.find(
    ({ mood, concept }) =>
      (mood === 'negated' || mood === 'condition') && /suppress|restart|assign/.test(concept),
  );
  if (doubtful !== undefined && words <= 5) return asDoubt(doubtful, sentence, world, setting);
  return message(sentence, setting);
}

/** `replaced the cable, still black`: the work did not help, so it is not a response. */
function isInVain({ text }: Sentence): boolean {
  return /\b(?:no luck|in vain|(?:didn|doesn|hasn|did|does|has)['’]?(?:t| not) (?:help|work|change)\w*|still (?:\w+ )?(?:black|dark|dead|broken|down|failing|silent|frozen|red|nothing|no|not|bad|the same)|(?:immer noch|noch immer|weiterhin|nach wie vor) (?:\w+ )?(?:schwarz|dunkel|tot|kaputt|defekt|rot|stumm|kein\w*|nichts|nicht)|nicht geholfen|hilft nicht|ohne erfolg|vergeblich|bringt nichts)\b/i.test(
    text,
  );
}

/** Words such as `logs` or `update` in a sentence to people. */
function isOnlyInText(concept: string, sentence: Sentence): boolean {
  const isWeak =
    concept === 'update' ||
    concept === 'remediate' ||
    concept === 'collectLogs' ||
    concept === 'note';
  return isWeak && contentWords(sentence) > 6;
}

function isDeedFirst(order: Act, sentence: Sentence): boolean {
  const deed = sentence.find('deed');
  return deed !== null && (deed.at[0] ?? 0) < (order.hit.at[0] ?? 0);
}
