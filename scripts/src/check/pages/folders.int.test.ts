import { describe, expect, it } from 'vitest';
import { root } from '../../root.ts';
import { compareFolders, folderFaults } from './folders.ts';

const files = [
  'core/src/room.ts',
  'core/src/signals/rules/rule.ts',
  'core/src/signals/formats/items.ts',
  'test/browser/pages/room.ts',
  'vitest.config.ts',
];
const page = [
  '## `core/src`',
  '',
  '| folder | purpose |',
  '|---|---|',
  '| (root) | The types; `advance`. |',
  '| `signals/rules/`, `rules/`, `signals/formats/` | Rules. |',
  '',
  '## `testing`, `test`',
  '',
  '| `test/browser` | Suites: `pages/` (what a person does). |',
].join('\n');

describe('the list of folders', () => {
  it('is complete in this repository, and names no folder that does not exist', async () => {
    expect(await folderFaults(root)).toEqual([]);
  });

  it('is accepted with all folders that contain sources', () => {
    expect(compareFolders(page, files)).toEqual([]);
  });

  it('has a fault for each folder that it does not list', () => {
    expect(compareFolders(page, [...files, 'core/src/health/health.ts'])).toEqual([
      'docs/folders.md: the folder core/src/health is not listed; add a line with its purpose.',
    ]);
    expect(compareFolders(page.replace('| (root)', '| `x`'), files)).toContain(
      'docs/folders.md: the folder core/src is not listed; add a line with its purpose.',
    );
  });

  it('has a fault, with its line, for each folder that does not exist', () => {
    const without = files.filter((file) => !/rules|pages/.test(file));
    expect(compareFolders(page, without)).toEqual([
      'docs/folders.md:6: the folder core/src/signals/rules does not exist.',
      'docs/folders.md:6: the folder core/src/rules does not exist.',
      'docs/folders.md:10: the folder test/browser does not exist.',
      'docs/folders.md:10: the folder test/browser/pages does not exist.',
    ]);
  });
});
