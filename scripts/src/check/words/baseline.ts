/**
 * The baseline of the word check: how often each file contained each word when the check was introduced. Its
 * counts only fall. A file without a line may contain none of the words.
 *
 * Each line of `baseline.txt` is a file, a word and a count, divided by tabs.
 */

/** File → word → how often the file may contain it. */
export type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Reads the text of a baseline. Throws on a line that is not a file, a word and a count. */
export function parseBaseline(text: string): Counts {
  const counts = new Map<string, Map<string, number>>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [file, word, count, ...rest] = line.split('\t');
    if (!file || !word || !/^[1-9]\d*$/.test(count ?? '') || rest.length > 0)
      throw new Error(`The baseline of words has an invalid line: ${line}`);
    const ofFile = counts.get(file) ?? new Map<string, number>();
    counts.set(file, ofFile.set(word, Number(count)));
  }
  return counts;
}

/** The text of a baseline, sorted, so that two branches that lower different files can be merged. */
export function formatBaseline(counts: Counts): string {
  const lines = [...counts].flatMap(([file, ofFile]) =>
    [...ofFile].map(([word, count]) => `${file}\t${word}\t${count}\n`),
  );
  return lines.sort().join('');
}

/**
 * The baseline after a change: no count is higher than before. A file that no longer exists gives its
 * counts to files without a line, so a moved or renamed file keeps its words. The total of a word never
 * rises.
 */
export function lowerBaseline(
  before: Counts,
  now: Counts,
  exists: (file: string) => boolean,
): Counts {
  const released = new Map<string, number>();
  for (const [file, ofFile] of before)
    if (!exists(file))
      for (const [word, count] of ofFile) released.set(word, (released.get(word) ?? 0) + count);
  const after = new Map<string, Map<string, number>>();
  for (const [file, ofFile] of now) {
    const allowed = before.get(file);
    const kept = new Map<string, number>();
    for (const [word, count] of ofFile) {
      const free = released.get(word) ?? 0;
      const limit = allowed === undefined ? free : (allowed.get(word) ?? 0);
      const lowered = Math.min(count, limit);
      if (allowed === undefined) released.set(word, free - lowered);
      if (lowered > 0) kept.set(word, lowered);
    }
    if (kept.size > 0) after.set(file, kept);
  }
  return after;
}
