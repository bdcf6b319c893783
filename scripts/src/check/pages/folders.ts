/** The folders that `docs/folders.md` lists: each exists, and each folder with sources is listed. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { listFiles } from '../projectFiles.ts';

const page = 'docs/folders.md';

/** A folder that the page lists, with the number of its line. */
export type ListedFolder = { readonly line: number; readonly folder: string };

/** Differences between the page and the folders of the project, as sentences. */
export async function folderFaults(root: string): Promise<string[]> {
  const [text, files] = await Promise.all([
    readFile(path.join(root, page), 'utf8'),
    listFiles(root, '*.ts', '*.tsx'),
  ]);
  return compareFolders(text, files);
}

/** The same for the text of the page and the paths of all sources. */
export function compareFolders(text: string, files: readonly string[]): string[] {
  const withSources = new Set(files.map((file) => path.posix.dirname(file)).filter(isDescribed));
  const isFolder = (name: string) =>
    withSources.has(name) || files.some((file) => file.startsWith(`${name}/`));
  const listed = listedFolders(text, isFolder);
  const names = new Set(listed.map(({ folder }) => folder));
  const missing = listed
    .filter(({ folder }) => !isFolder(folder))
    .map(({ line, folder }) => `${page}:${line}: the folder ${folder} does not exist.`);
  const unlisted = [...withSources]
    .filter((folder) => !names.has(folder))
    .sort()
    .map((folder) => `${page}: the folder ${folder} is not listed; add a line with its purpose.`);
  return [...missing, ...unlisted];
}

/** Folders of packages and of tests; the settings of tools in the root need no line. */
function isDescribed(folder: string): boolean {
  return /^([a-z]+\/src|test)(\/|$)/.test(folder);
}

/**
 * The folders that the page lists. The first cell of a row contains names in code marks, or `(root)` for
 * the folder of the heading. A name starts at the heading, or at a
 * folder around a name before it in the row.
 */
export function listedFolders(
  text: string,
  isFolder: (name: string) => boolean,
): readonly ListedFolder[] {
  let heading: string | null = null;
  return text.split('\n').flatMap((content, index) => {
    const title = /^## (.*)$/.exec(content)?.[1];
    if (title !== undefined) heading = /^`([^`]+\/src)`$/.exec(title)?.[1] ?? null;
    const [, first = '', purpose = ''] = /^\| ([^|]+) \|(.*)$/.exec(content) ?? [];
    const line = index + 1;
    const named = findNames(first, heading, isFolder);
    const all = [...named, ...findParts(purpose, named[0])];
    return all.map((folder) => ({ line, folder }));
  });
}

function findNames(
  cell: string,
  heading: string | null,
  isFolder: (name: string) => boolean,
): readonly string[] {
  if (cell === '(root)') return heading === null ? [] : [heading];
  const found: string[] = [];
  for (const name of namesIn(cell)) {
    const bases = [
      ...(heading === null ? [] : [heading]),
      ...found.flatMap(parentsOf),
      ...(heading === null ? [''] : []),
    ];
    const places = bases.map((base) => path.posix.join(base, name));
    found.push(places.find(isFolder) ?? places[0] ?? name);
  }
  return found;
}

/** The folders around a folder, the innermost first. */
function parentsOf(folder: string): readonly string[] {
  const parts = folder.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
}

/** The folders inside `parent` that the purpose of its row names with a `/` at their end. */
function findParts(purpose: string, parent: string | undefined): readonly string[] {
  if (parent === undefined) return [];
  return [...purpose.matchAll(/`([a-zA-Z]+)\/`/g)].map(([, name = '']) => `${parent}/${name}`);
}

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([\w/]+)`/g)].map(([, name = '']) => name.replace(/\/$/, ''));
}
