/** Step of the check: no file imports itself through other files, and no folder is too full. */
import { findCycles, importGraph } from '../figures/cycles.ts';
import { foldersOf } from '../figures/measure.ts';
import { readTree } from '../figures/tree/readTree.ts';
import type { Tree } from '../figures/tree/tree.ts';

const fileLimit = 12;

/** Import cycles and folders over the limit in the repository at `root`, as sentences. */
export function structureFaults(root: string): string[] {
  return faultsIn(readTree(root));
}

/** The same for a tree. An import of a type counts as an import. */
export function faultsIn(tree: Tree): string[] {
  const cycles = findCycles(importGraph(tree, 'all')).map(
    (files) =>
      `These files import each other: ${files.toSorted().join(', ')}. Move what they share, also types, to the file that it describes.`,
  );
  const folders = foldersOf([...tree.files.values()])
    .filter(({ files }) => files > fileLimit)
    .map(
      ({ folder, files }) =>
        `${folder} has ${files} source files; divide it by nouns (limit ${fileLimit}).`,
    );
  return [...cycles, ...folders];
}
