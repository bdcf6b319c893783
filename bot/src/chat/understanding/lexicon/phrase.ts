/**
 * Phrases and where they occur. A phrase is a list of folded words: `word`, `word*` (any ending),
 * `words?` (the last letter may be absent), `(a|b c)` (one of several), `(a)?` (may be absent), `…` (up to
 * twelve other words of the same sentence).
 */
import type { Token } from '../text/tokens.ts';

type Node =
  | { readonly kind: 'word'; readonly pattern: RegExp }
  | { readonly kind: 'gap' }
  | { readonly kind: 'choice'; readonly options: readonly (readonly Node[])[] };

/** A phrase that can be searched. */
export type Phrase = {
  readonly nodes: readonly Node[];
  /** The patterns of its possible first words. */
  readonly first: readonly RegExp[];
  /** The words that are the whole phrase. */
  readonly literals: readonly string[];
};

/** One occurrence: the tokens of the words, without those in the gap. */
export type Occurrence = { readonly at: readonly number[]; readonly weight: number };

const longestGap = 12;

/** Compiles phrases that are divided by commas or line ends. */
export function compilePhrases(text: string): readonly Phrase[] {
  return text
    .split(/[,\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const nodes = parseSequence(one.match(phraseParts) ?? []);
      return { nodes, first: firstPatterns(nodes), literals: wholeWords(one) };
    });
}

function firstPatterns([node, ...rest]: readonly Node[]): RegExp[] {
  if (node === undefined) return [];
  if (node.kind === 'word') return [node.pattern];
  if (node.kind === 'gap') return firstPatterns(rest);
  return node.options.flatMap((option) => firstPatterns([...option, ...rest]));
}

/** `incidents?` is `incident` and `incidents`; a phrase of several words has no whole word. */
function wholeWords(phrase: string): string[] {
  const [, stem, endings] = /^([a-z]+)(?:\(([a-z|]+)\)\??)?$/.exec(phrase) ?? [];
  if (stem !== undefined) {
    const more = endings?.split('|').map((ending) => `${stem}${ending}`) ?? [];
    return phrase.endsWith('?') || more.length === 0 ? [stem, ...more] : more;
  }
  return /^[a-z]+\?$/.test(phrase) ? [phrase.slice(0, -1), phrase.slice(0, -2)] : [];
}

/** Words, which may contain brackets without blanks: `schalt(e|en)?`. Else the marks of a choice of phrases. */
const phraseParts =
  /[^\s()|]*(?:\((?:[^()\s]|\([^()\s]*\)\??)*\)\??[^\s()|]*)+|[(|]|\)\??|[^\s()|]+/g;

/** Reads nodes up to a closing bracket or a bar, and removes them from `parts`. */
function parseSequence(parts: string[]): Node[] {
  const nodes: Node[] = [];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    if (part === '|' || part.startsWith(')')) {
      parts.unshift(part);
      break;
    }
    if (part === '…') nodes.push({ kind: 'gap' });
    else if (part === '(') nodes.push(parseChoice(parts));
    else nodes.push(parseWord(part));
  }
  return nodes;
}

function parseChoice(parts: string[]): Node {
  const options: Node[][] = [];
  let end: string | undefined;
  do {
    options.push(parseSequence(parts));
    end = parts.shift();
  } while (end === '|');
  if (end === undefined) throw new Error('A phrase has an open bracket.');
  return { kind: 'choice', options: end === ')?' ? [...options, []] : options };
}

function parseWord(part: string): Node {
  const optional = /^(\([^()]*(?:\([^()]*\)\??[^()]*)*\))\?$/.exec(part)?.[1];
  const word: Node = {
    kind: 'word',
    pattern: new RegExp(`^(?:${(optional ?? part).replaceAll('*', '[a-z]*')})$`),
  };
  return optional === undefined ? word : { kind: 'choice', options: [[word], []] };
}

/** Where a phrase occurs when its first word is the token at `start`; `null`: it does not. */
export function matchPhrase(
  { nodes }: Phrase,
  tokens: readonly Token[],
  start: number,
  isFree: (index: number) => boolean,
): Occurrence | null {
  let best: Occurrence | null = null;
  for (const at of matches(nodes, tokens, start, false)) {
    if (!at.every(isFree)) continue;
    const letters = at.reduce((sum, index) => sum + (tokens[index]?.word.length ?? 0), 0);
    const gap = (at.at(-1) ?? start) - start + 1 - at.length;
    const weight = at.length * 100 + letters - gap * 4;
    if (at[0] === start && weight > (best?.weight ?? 0)) best = { at, weight };
  }
  return best;
}

/** Every way in which the nodes match from a token on. */
function* matches(
  nodes: readonly Node[],
  tokens: readonly Token[],
  index: number,
  mayJump: boolean,
): Generator<readonly number[]> {
  const [node, ...rest] = nodes;
  if (node === undefined) {
    yield [];
    return;
  }
  if (node.kind === 'gap') {
    yield* matches(rest, tokens, index, true);
    return;
  }
  if (node.kind === 'choice') {
    for (const option of node.options) yield* matches([...option, ...rest], tokens, index, mayJump);
    return;
  }
  const last = mayJump ? index + longestGap : index;
  for (let at = index; at <= last; at += 1) {
    const token = tokens[at];
    if (token === undefined || (mayJump && /^[.!?;:]$/.test(token.text))) return;
    if (token.kind === 'word' && node.pattern.test(token.word)) {
      for (const more of matches(rest, tokens, at + 1, false)) yield [at, ...more];
    }
  }
}
