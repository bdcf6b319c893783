/** The figures of this checkout, and of a revision of a repository made for the test. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../root.ts';
import { commitOf, NoSuchRevision, withRevision } from './revision.ts';
import { readTree } from './tree/readTree.ts';
import { writeTree } from './tree/smallTree.suite.ts';
import { countAddition, countFlow } from './walks/countWalks.ts';
import { additions, flows } from './walks/walks.ts';

it('finds every function and every example of the walks in this checkout', () => {
  const tree = readTree(root);
  for (const flow of flows) expect(countFlow(flow, tree).files.length).toBeGreaterThan(1);
  for (const one of additions) expect(countAddition(one, tree).source.length).toBeGreaterThan(0);
  // All code is parsed, perhaps beside other tests.
}, 180_000);

/** A repository with one commit, and a change of it that is not committed. */
function repository(): string {
  const folder = writeTree({ 'one/a.ts': 'export const a = 1;\n' });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message=first');
  writeFileSync(path.join(folder, 'one/a.ts'), 'export const a = 2;\n');
  return folder;
}

it('reads a revision without a change of the checkout, and removes its files', () => {
  const folder = repository();
  const read = withRevision(folder, 'HEAD', (files) => ({
    files,
    text: readFileSync(path.join(files, 'one/a.ts'), 'utf8'),
    count: readTree(files).files.size,
  }));
  expect([read.text, read.count]).toEqual(['export const a = 1;\n', 1]);
  expect(existsSync(read.files)).toBe(false);
  const status = execFileSync('git', ['status', '--short'], { cwd: folder, encoding: 'utf8' });
  expect(status).toBe(' M one/a.ts\n');
});

it('removes the files also where measuring fails', () => {
  let written = '';
  const fail = () =>
    withRevision(repository(), 'HEAD', (files) => {
      written = files;
      throw new Error('It fails.');
    });
  expect(fail).toThrow('It fails.');
  expect([written === '', existsSync(written)]).toEqual([false, false]);
});

it('refuses a text that is not a revision', () => {
  const folder = repository();
  expect(() => commitOf(folder, 'none')).toThrow(NoSuchRevision);
  expect(() => commitOf(folder, '--all')).toThrow(NoSuchRevision);
});

it('reads new files of a checkout, and none that were deleted or are ignored', () => {
  const folder = repository();
  writeFileSync(path.join(folder, 'one/new.ts'), '');
  writeFileSync(path.join(folder, 'one/ignored.ts'), '');
  writeFileSync(path.join(folder, '.gitignore'), 'ignored.ts\n');
  execFileSync('rm', ['one/a.ts'], { cwd: folder });
  expect([...readTree(folder).files.keys()]).toEqual(['one/new.ts']);
});
