/**
 * Where a text stops being JSON. The engine's own message often names no position and quotes the
 * text; senders need the position and must not get their payload back. Runs only after a failed parse.
 */

type Expectation = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

const blank = /[ \t\n\r]*/y;
const scalar = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)/y;
// Any character but quote, backslash and the controls below the blank, which JSON forbids in strings.
const stringStart = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*/y;

/** Where `pattern` ends when it matches at `from`; -1 when it does not. */
function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** What may follow a complete value, by the innermost open bracket. */
function afterValue(open: readonly string[]): Expectation {
  return open.length === 0 ? 'nothing' : 'commaOrEnd';
}

/** What may follow a punctuation mark here; `null` when the mark itself is the fault. */
function stepOver(mark: string, expected: Expectation, open: string[]): Expectation | null {
  const inside = open.at(-1);
  const mayStart = expected === 'value' || expected === 'valueOrEnd';
  if ((mark === '{' || mark === '[') && mayStart) {
    open.push(mark);
    return mark === '{' ? 'keyOrEnd' : 'valueOrEnd';
  }
  if (mark === ':' && expected === 'colon') return 'value';
  if (mark === ',' && expected === 'commaOrEnd') return inside === '{' ? 'key' : 'value';
  const closesObject =
    mark === '}' && inside === '{' && (expected === 'keyOrEnd' || expected === 'commaOrEnd');
  const closesArray =
    mark === ']' && inside === '[' && (expected === 'valueOrEnd' || expected === 'commaOrEnd');
  if (!closesObject && !closesArray) return null;
  open.pop();
  return afterValue(open);
}

/** The index of the first character that cannot stand in JSON; the length when the end is missing; `null` when all is well. */
export function locateJsonFault(text: string): number | null {
  const open: string[] = [];
  let expected: Expectation = 'value';
  let at = endOf(blank, text, 0);
  while (at < text.length) {
    const mayStart: boolean = expected === 'value' || expected === 'valueOrEnd';
    const mayName: boolean = expected === 'key' || expected === 'keyOrEnd';
    if (text[at] === '"' && (mayStart || mayName)) {
      at = endOf(stringStart, text, at);
      if (text[at] !== '"') return at;
      at += 1;
      expected = mayName ? 'colon' : afterValue(open);
    } else {
      const end: number = mayStart ? endOf(scalar, text, at) : -1;
      const next: Expectation | null =
        end > 0 ? afterValue(open) : stepOver(text[at] ?? '', expected, open);
      if (next === null) return at;
      at = end > 0 ? end : at + 1;
      expected = next;
    }
    at = endOf(blank, text, at);
  }
  return expected === 'nothing' ? null : text.length;
}
