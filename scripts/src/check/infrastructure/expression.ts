/** Expressions of compiled templates, `[union(createObject('NAME', 'value'), …)]`, with the features that the check needs. */

/** A name and its value in an object of an expression; `null` when the value is not a literal text. */
export type Pair = readonly [name: string, text: string | null];

const maker = 'createObject(';

/** Returns all pairs of all objects that `expression` creates, including nested objects. */
export function pairsIn(expression: string): Pair[] {
  const pairs: Pair[] = [];
  for (let at = expression.indexOf(maker); at >= 0; at = expression.indexOf(maker, at + 1)) {
    const given = argumentsFrom(expression, at + maker.length);
    for (let index = 0; index + 1 < given.length; index += 2) {
      const name = plainText(given[index] ?? '');
      if (name !== null) pairs.push([name, plainText(given[index + 1] ?? '')]);
    }
  }
  return pairs;
}

/** The arguments of a call whose first argument begins at `start`. */
function argumentsFrom(expression: string, start: number): string[] {
  const found: string[] = [];
  let [depth, isQuoted, from] = [0, false, start];
  for (let at = start; at < expression.length; at++) {
    const character = expression[at];
    if (character === "'") isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (depth === 0 && (character === ',' || character === ')')) {
      found.push(expression.slice(from, at).trim());
      from = at + 1;
      if (character === ')') break;
    }
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
  }
  return found;
}

/** The text between the quotes; a quote inside the text is doubled. */
function plainText(argument: string): string | null {
  const [, text] = /^'((?:[^']|'')*)'$/.exec(argument) ?? [];
  return text === undefined ? null : text.replaceAll("''", "'");
}
