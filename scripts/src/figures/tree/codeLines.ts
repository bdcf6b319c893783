/** The lines of a file that can be duplicates: without comments, imports, blank lines and lone punctuation. */
import type { ParseResult } from 'rolldown/utils';

/** A line of code, and its number in the file. */
export type CodeLine = { readonly line: number; readonly text: string };

type Range = { readonly start: number; readonly end: number };

/** The lines with their numbers, white space folded. */
export function codeLines(parsed: ParseResult, text: string): CodeLine[] {
  const { module, comments } = parsed;
  const reexports = module.staticExports.filter(({ entries }) =>
    entries.some(({ moduleRequest }) => moduleRequest !== null),
  );
  const code = without(text, [...comments, ...module.staticImports, ...reexports]);
  return code.split('\n').flatMap((one, index) => {
    const folded = one.trim().replace(/\s+/g, ' ');
    return /[\p{L}\p{N}]/u.test(folded) ? [{ line: index + 1, text: folded }] : [];
  });
}

/** The text with blanks in these ranges; every line keeps its number. */
function without(text: string, ranges: readonly Range[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of ranges.toSorted((one, other) => one.start - other.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    result += text.slice(at, from) + text.slice(from, end).replace(/[^\n]/g, ' ');
    at = end;
  }
  return result + text.slice(at);
}
