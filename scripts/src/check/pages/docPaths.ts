/** The paths of sources that pages of the documentation name. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { listFiles } from '../projectFiles.ts';

/** A path of a source, such as `core/src/room.ts` or `bot/src/cards/`; results of a build are no sources. */
const sourcePath = /(?<![\w/.-])(?:[a-z]+\/src|infra|testing|test)\/[\w./-]*\w\/?/g;
/** The changelog names files as they were. */
const history = new Set(['CHANGELOG.md']);

/** Paths in Markdown pages that do not exist, as sentences. */
export async function docPathFaults(root: string): Promise<string[]> {
  const pages = (await listFiles(root, '*.md')).filter((page) => !history.has(page));
  const faults = pages.map(async (page) => {
    const text = await readFile(path.join(root, page), 'utf8');
    return findMissing(text, (name) => existsSync(path.join(root, name))).map(
      ({ line, name }) => `${page}:${line}: ${name} does not exist; name the file as it is now.`,
    );
  });
  return (await Promise.all(faults)).flat();
}

/** The paths of sources in a page that do not exist, with the number of their line. */
export function findMissing(
  text: string,
  exists: (name: string) => boolean,
): { readonly line: number; readonly name: string }[] {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(sourcePath)]
      .map(([name]) => name)
      .filter((name) => !exists(name))
      .map((name) => ({ line: index + 1, name })),
  );
}
