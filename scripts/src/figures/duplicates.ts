/** Pairs of places that share six or more lines, letter by letter. */
import type { CodeLine } from './tree/codeLines.ts';

export type Place = { readonly file: string; readonly line: number };
/** Two places and how many lines they share, counted without the lines that are passed over. */
export type Duplicate = { readonly one: Place; readonly other: Place; readonly lines: number };

type Lines = ReadonlyMap<string, readonly CodeLine[]>;
type Window = { readonly file: string; readonly index: number };

const windowLines = 6;

/** All pairs of the longest shared runs. Two places of one file may not overlap. */
export function findDuplicates(code: Lines): Duplicate[] {
  const windows = new Map<string, Window[]>();
  for (const [file, lines] of code) {
    for (let index = 0; index + windowLines <= lines.length; index += 1) {
      const part = lines.slice(index, index + windowLines);
      const key = part.map(({ text }) => text).join('\n');
      const known = windows.get(key);
      if (known) known.push({ file, index });
      else windows.set(key, [{ file, index }]);
    }
  }
  const alike = [...windows.values()].filter((places) => places.length > 1);
  return alike.flatMap((places) =>
    places.flatMap((one, at) =>
      places.slice(at + 1).flatMap((other) => duplicateFrom(one, other, code) ?? []),
    ),
  );
}

/** The run of two windows; `null` where it started before them, or where the places overlap. */
function duplicateFrom(one: Window, other: Window, code: Lines): Duplicate | null {
  const first = code.get(one.file) ?? [];
  const second = code.get(other.file) ?? [];
  const isSame = (by: number) => {
    const text = first[one.index + by]?.text;
    return text !== undefined && text === second[other.index + by]?.text;
  };
  if (isSame(-1)) return null;
  const most = one.file === other.file ? other.index - one.index : Number.POSITIVE_INFINITY;
  if (most < windowLines) return null;
  let lines = windowLines;
  while (lines < most && isSame(lines)) lines += 1;
  return { one: placeOf(one, first), other: placeOf(other, second), lines };
}

function placeOf({ file, index }: Window, lines: readonly CodeLine[]): Place {
  return { file, line: lines[index]?.line ?? 0 };
}
