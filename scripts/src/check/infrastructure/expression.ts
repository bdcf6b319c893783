/** Expressions of compiled templates, `[union(createObject('NAME', 'value'), …)]`, as far as the check reads them. */

/** A name with its value in an object that an expression makes; `null` where the value is no plain text. */
export type Pair = readonly [name: string, text: string | null];

const maker = 'createObject(';

/** Every pair of every object that `expression` makes, inner ones too. */
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

/** What stands between the quotes; a quote inside is doubled. */
function plainText(argument: string): string | null {
  const [, text] = /^'((?:[^']|'')*)'$/.exec(argument) ?? [];
  return text === undefined ? null : text.replaceAll("''", "'");
}
