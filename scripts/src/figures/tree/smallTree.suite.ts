/** A small checkout for the tests of the figures, in a folder that is removed after the test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { readTree } from './readTree.ts';
import type { Tree } from './tree.ts';

/** Writes these files. Two packages are there already: `one` with an index file, and `two`. */
export function writeTree(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'small-tree-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const packages = {
    'one/package.json': JSON.stringify({ name: '@small/one', exports: { '.': './src/index.ts' } }),
    'two/package.json': JSON.stringify({ name: '@small/two' }),
  };
  for (const [file, content] of Object.entries({ ...packages, ...files })) {
    const place = path.join(folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, content);
  }
  return folder;
}

/** The tree of these files. */
export const smallTree = (files: Readonly<Record<string, string>>): Tree =>
  readTree(writeTree(files));
