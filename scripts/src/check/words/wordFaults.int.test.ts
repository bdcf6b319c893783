/** The word check on small repositories on disk, with git. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { wordFaults, writeWordBaseline } from './wordFaults.ts';

const baselineFile = 'scripts/src/check/words/baseline.txt';
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'words-'));
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  await write(baselineFile, 'old.ts\tnobody\t2\n');
  await write('old.ts', '// Nobody reads this.\n// Nobody writes this.\n');
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function write(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), content);
}

it('accepts what the baseline allows', async () => {
  expect(await wordFaults(root)).toEqual([]);
});

it('rejects a word in a new file, with the place and the replacement', async () => {
  await write('bot/new.ts', 'const x = 1;\n// Meanwhile it waits.\n');
  expect(await wordFaults(root)).toEqual([
    expect.stringMatching(/^bot\/new\.ts:2: “Meanwhile”\. Write “in the meantime”/),
  ]);
});

it('rejects one more of a word that the file had before, and lists all of its places', async () => {
  await write('old.ts', '// nobody\n// nobody\n// nobody\n');
  const faults = await wordFaults(root);
  expect(faults.map((fault) => fault.split(':')[1])).toEqual(['1', '2', '3']);
  expect(faults[0]).toContain('this file had 2 before');
});

it('does not search generated files, snapshots and packages', async () => {
  await write('docs/rules.md', 'nobody\n');
  await write('infra/plans/x.snapshot.json', '"nobody"\n');
  await write('package-lock.json', '"nobody"\n');
  await write('.gitignore', 'node_modules\n');
  await write('node_modules/x.ts', '// nobody\n');
  expect(await wordFaults(root)).toEqual([]);
});

it('writing lowers the baseline and never raises it', async () => {
  await write('old.ts', '// Nobody reads this.\n');
  await write('new.ts', '// nobody\n');
  await writeWordBaseline(root);
  expect(await readFile(path.join(root, baselineFile), 'utf8')).toBe('old.ts\tnobody\t1\n');
  expect(await wordFaults(root)).toHaveLength(1);
});

it('writing lets a renamed file keep its words', async () => {
  await rename(path.join(root, 'old.ts'), path.join(root, 'renamed.ts'));
  expect(await wordFaults(root)).toHaveLength(2);
  await writeWordBaseline(root);
  expect(await wordFaults(root)).toEqual([]);
});
