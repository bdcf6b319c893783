/** The words after `because`, and reasons that stand before the order. */
import { orderConcepts } from '../lexicon/orderConcepts.ts';
import type { Sentence } from '../sentence.ts';

/** Whether a token belongs to the words after `because`. */
export function isBecause(index: number, sentence: Sentence): boolean {
  const { tokens } = sentence;
  for (let at = index; at >= 0; at -= 1) {
    if (/^[.!?;]$/.test(tokens[at]?.text ?? '')) return false;
    if (at < index && tokens[at]?.text === ',' && sentence.conceptsAt(at + 1).includes('please'))
      return false;
    if (isBecauseWord(at, sentence)) return true;
  }
  return false;
}

/** `da` and `denn` begin a reason only after a comma, `as` and `while` never before the verb. */
export function isBecauseWord(at: number, sentence: Sentence): boolean {
  // `during lunch` is a time.
  if (!sentence.conceptsAt(at).includes('because') || sentence.isTime(at)) return false;
  const word = sentence.tokens[at]?.word ?? '';
  if (isFrontClause(at, sentence)) return true;
  const afterComma = sentence.tokens[at - 1]?.text === ',';
  if (
    /^(?:da|denn|damit|um|as|while|during|given|dank|waehrend|grund|cause|reason|reasons|since|in|so)$/.test(
      word,
    )
  )
    return (
      afterComma ||
      (/^(?:since|as|while|during|waehrend|reason|grund|cause)$/.test(word) &&
        at > 1 &&
        !/^(?:the|a|der|den|die)$/.test(sentence.tokens[at - 1]?.word ?? ''))
    );
  return true;
}

/** `since the painters are in, …`: the clause stands at the begin of the sentence, and ends with a comma. */
function isFrontClause(at: number, sentence: Sentence): boolean {
  const { tokens } = sentence;
  if (!/^(?:da|since|as|while|waehrend|given|because|weil)$/.test(tokens[at]?.word ?? ''))
    return false;
  const isFront = tokens
    .slice(0, at)
    .every(
      ({ kind }, index) =>
        kind === 'mark' ||
        sentence.conceptsAt(index).includes('please') ||
        sentence.conceptsAt(index).includes('greeting'),
    );
  return isFront && frontClauseEnd(at, sentence) !== null;
}

/** `as the screen is away for repair, mute it`: the verbs of the reason order nothing. */
export function isInFrontClause(index: number, sentence: Sentence): boolean {
  return sentence.tokens
    .slice(0, index)
    .some((_, at) => isFrontClause(at, sentence) && (frontClauseEnd(at, sentence) ?? -1) > index);
}

/** The comma that ends a reason before the order: a target, a time, a request or a verb follows it. */
export function frontClauseEnd(at: number, sentence: Sentence): number | null {
  const { tokens } = sentence;
  const end = tokens.findIndex(
    ({ text }, index) =>
      index > at + 1 &&
      text === ',' &&
      (sentence.isNamed(index + 1) ||
        sentence.isTime(index + 1) ||
        sentence
          .conceptsAt(index + 1)
          .some((one) => one === 'please' || one === 'request' || orderConcepts.has(one))),
  );
  return end < 0 ? null : end;
}
