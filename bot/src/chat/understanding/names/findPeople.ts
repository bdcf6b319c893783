/** People in a sentence, by their first name or their whole name. */

import { slipsBetween } from '../text/spelling.ts';
import type { Span, Token } from '../text/tokens.ts';
import { nameWords } from './nameIndex.ts';

export type PersonSpan = Span & { readonly name: string; readonly isCorrected?: boolean };

/** The people whose name is written as it is stored. Two people of one first name are both returned. */
export function findPeople(
  tokens: readonly Token[],
  people: readonly string[],
  isFree: (index: number) => boolean,
): readonly PersonSpan[] {
  const known = people.map((name) => ({ name, words: nameWords(name) }));
  const found: PersonSpan[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (!isFree(at)) continue;
    const matching = known
      .map((person) => ({ ...person, count: countMatching(tokens, at, person.words) }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => other.count - one.count);
    const most = matching[0]?.count ?? 0;
    for (const { name, count } of matching)
      if (count === most) found.push({ name, from: at, to: at + count });
    if (most > 0) at += most - 1;
  }
  return found;
}

/** How many words of the name begin at a token: its first words, or its last word alone. */
function countMatching(tokens: readonly Token[], at: number, words: readonly string[]): number {
  let count = 0;
  while (count < words.length && tokens[at + count]?.word === words[count]) count += 1;
  if (count > 0) return count;
  return words.length > 1 && tokens[at]?.word === words.at(-1) ? 1 : 0;
}

/** The only person whose name is near the word; `null`: no person, or several. */
export function nearestPerson(word: string, people: readonly string[]): string | null {
  if (word.length < 4) return null;
  const near = people.filter((name) =>
    nameWords(name).some(
      (part) => part.length >= 4 && slipsBetween(word, part) <= (word.length < 8 ? 1 : 2),
    ),
  );
  return near.length === 1 ? (near[0] ?? null) : null;
}
