/** People's own words in a message: what remains when the command is taken out. */
import type { Sentence } from '../sentence.ts';
import type { Span } from '../text/tokens.ts';

/** The text without the spans, on one line, without marks at its edges. */
export function textWithout(sentence: Sentence, spans: readonly Span[]): string {
  return textOf(sentence, (index) => !spans.some(({ from, to }) => index >= from && index < to));
}

/** The text of the tokens that are kept, with the blanks and marks between them as written. */
export function textOf(sentence: Sentence, keeps: (index: number) => boolean): string {
  const { text, tokens } = sentence;
  let out = '';
  let last = -2;
  for (const [index, token] of tokens.entries()) {
    if (!keeps(index)) continue;
    const before = tokens[index - 1];
    const isJoined = last === index - 1 && before !== undefined;
    out += isJoined ? text.slice(before.end, token.start) : ' ';
    out += token.text;
    last = index;
  }
  const end = tokens.at(-1);
  // Tokens end at a limit: the rest of a long text belongs to its last part.
  const rest = end !== undefined && last === tokens.length - 1 ? text.slice(end.end) : '';
  return tidy(out + rest);
}

/** One line without blanks and dividing marks at its edges. */
export function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:.!?…–—-]+(?=[^\s])/u, '')
    .replace(/[\s,;:–—-]+$/u, '')
    .replace(/ +([,.!?;:])/g, '$1')
    .trim();
}

const leadIns =
  /^(?:because of|because|due to|owing to|on account of|since|as|cause|cuz|coz|reason(?: is)?|the reason(?: is)?|weil|wegen|aufgrund(?: von)?|da|denn|grund(?: ist)?|zwecks|for|und zwar|and|und|that|dass|so that|damit|while|waehrend|während)(?:\s*:\s*|\s+|$)/i;

/** A reason without the words that introduce it. */
export function withoutLeadIn(text: string): string {
  const rest = tidy(text).replace(leadIns, '');
  return tidy(rest);
}

/** The index after the marks and small words from `from` on. */
export function skipMarks(sentence: Sentence, from: number, words: RegExp): number {
  let at = from;
  for (; at < sentence.tokens.length; at += 1) {
    const token = sentence.tokens[at];
    if (token === undefined || (token.kind !== 'mark' && !words.test(token.word))) break;
    if (token.kind === 'mark' && !/^[:,;.#("'\-–—>]$/.test(token.text)) break;
  }
  return at;
}

/** The words of a span as written. */
export function wordsOf({ from, to }: Span, { tokens, text }: Sentence): string {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first === undefined || last === undefined ? '' : text.slice(first.start, last.end);
}
