/** Whether a message begins with another person who is asked for something: `Tomas, can you look at this?` */

import { isUnknownAt } from '../intents/unknownNames.ts';
import type { Sentence } from '../sentence.ts';
import type { World } from '../world.ts';

const opensRequest =
  /^(?:can|could|would|will|please|do|are|did|have|may|kannst|koenntest|wuerdest|magst|willst|bitte|hast|bist|schaust|machst)$/;

/** The other person to whom the message is said; `null`: it is said to the bot, or to no person. */
export function addressedPerson(sentence: Sentence, world: World): string | null {
  const { tokens, people } = sentence;
  let first = 0;
  while (isLeading(first, sentence)) first += 1;
  const person = people.find(({ from }) => from === first);
  const isMention = tokens[first - 1]?.text === '@';
  if (person === undefined && !(isMention || isCapital(sentence, first))) return null;
  if (person !== undefined && person.name === world.speaker) return null;
  let end = person?.to ?? first + 1;
  if (
    person === undefined &&
    isCapital(sentence, end) &&
    !opensRequest.test(tokens[end]?.word ?? '')
  )
    end += 1;
  const isApart = /^[,:–-]$/.test(tokens[end]?.text ?? '');
  const next = tokens[isApart ? end + 1 : end]?.word ?? '';
  const asks =
    opensRequest.test(next) &&
    (isMention || person !== undefined || isApart || isYou(sentence, end + 1));
  return asks ? (person?.name ?? tokens[first]?.text ?? null) : null;
}

function isLeading(at: number, { tokens, conceptsAt, isNamed }: Sentence): boolean {
  if (at >= tokens.length || isNamed(at)) return false;
  return (
    tokens[at]?.text === '@' || tokens[at]?.text === ',' || conceptsAt(at).includes('greeting')
  );
}

function isYou({ tokens }: Sentence, at: number): boolean {
  return /^(?:you|u|du|sie)$/.test(tokens[at]?.word ?? '');
}

function isCapital(sentence: Sentence, at: number): boolean {
  return /^\p{Lu}\p{Ll}/u.test(sentence.tokens[at]?.text ?? '') && isUnknownAt(sentence, at);
}
