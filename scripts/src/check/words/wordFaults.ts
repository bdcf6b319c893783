/**
 * Step of the check: new text is plain English. It compares every file with the baseline and rejects each
 * word of `words.ts` that a file contains more often than before.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listFiles } from '../projectFiles.ts';
import { type Counts, formatBaseline, lowerBaseline, parseBaseline } from './baseline.ts';
import { type Found, findWords } from './findWords.ts';

const folder = 'scripts/src/check/words';
const baselineFile = `${folder}/baseline.txt`;

/** Text that people write: code, pages, styles, settings, infrastructure. */
const searched = /\.(?:tsx?|mjs|css|md|json|ya?ml|bicep|bicepparam|ps1|html|sample)$|^\.ci\//;

/** Not text of its own: packages, this check, and files that are generated from the text of other files. */
const skipped = new RegExp(
  `^package-lock\\.json$|^${folder}/|\\.snapshot\\.json$|^docs/(?:rules|lifecycle|cost)\\.md$|^env/\\.env\\.sample$`,
);

/** At most this many faults of one file are listed. */
const listed = 5;

/** What the files under `root` contain beyond the baseline, as sentences. */
export async function wordFaults(root: string): Promise<string[]> {
  const [found, baseline] = await Promise.all([findInTree(root), readBaseline(root)]);
  return [...found].flatMap(([file, ofFile]) => {
    const counts = countWords(ofFile);
    const beyond = ofFile.filter(
      ({ word }) => (counts.get(word.word) ?? 0) > (baseline.get(file)?.get(word.word) ?? 0),
    );
    const more = beyond.length - listed;
    const faults = beyond.slice(0, listed).map((one) => formatFault(file, one, baseline));
    return more > 0 ? [...faults, `${file}: ${more} more.`] : faults;
  });
}

/** Lowers the baseline under `root` to what the files contain now. It raises no count. */
export async function writeWordBaseline(root: string): Promise<void> {
  const [found, before] = await Promise.all([findInTree(root), readBaseline(root)]);
  const now: Counts = new Map([...found].map(([file, ofFile]) => [file, countWords(ofFile)]));
  const after = lowerBaseline(before, now, (file) => found.has(file));
  await writeFile(path.join(root, baselineFile), formatBaseline(after));
}

function formatFault(file: string, { word, line, text }: Found, baseline: Counts): string {
  const before = baseline.get(file)?.get(word.word) ?? 0;
  const allowed = before > 0 ? ` (this file had ${before} before)` : '';
  const place = line === 0 ? `${file} (its name)` : `${file}:${line}`;
  return `${place}: “${text}”${allowed}. Write ${word.replacement}; ${word.reason}.`;
}

/** Every searched file with its words; a file without words has an empty list. */
async function findInTree(root: string): Promise<ReadonlyMap<string, readonly Found[]>> {
  const files = (await listFiles(root)).filter(
    (file) => searched.test(file) && !skipped.test(file),
  );
  const entries = await Promise.all(
    files.map(async (file) => {
      const content = await readFile(path.join(root, file), 'utf8').catch(() => null);
      return content === null ? [] : [[file, findWords(file, content)] as const];
    }),
  );
  return new Map(entries.flat());
}

async function readBaseline(root: string): Promise<Counts> {
  return parseBaseline(await readFile(path.join(root, baselineFile), 'utf8'));
}

function countWords(found: readonly Found[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { word } of found) counts.set(word.word, (counts.get(word.word) ?? 0) + 1);
  return counts;
}
