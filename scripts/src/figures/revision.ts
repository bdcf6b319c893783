/** A revision of the repository as files: in a temporary folder that is removed afterwards. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A text that names no revision of the repository. */
export class NoSuchRevision extends Error {}

/** The commit of a revision (a branch, a tag, a short hash), shortened. Throws `NoSuchRevision`. */
export function commitOf(repository: string, revision: string): string {
  try {
    const args = ['rev-parse', '--short', '--verify', '--end-of-options', `${revision}^{commit}`];
    return git(repository, args).trim();
  } catch {
    throw new NoSuchRevision(`"${revision}" is not a revision of this repository.`);
  }
}

/**
 * Writes the files of a revision into a temporary folder, and passes the folder to `use`. The working
 * tree and the index of the repository stay as they are.
 */
export function withRevision<Result>(
  repository: string,
  revision: string,
  use: (folder: string) => Result,
): Result {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rooms-pro-figures-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Also where a signal ends this process.
  process.once('exit', remove);
  try {
    const files = path.join(folder, 'files');
    const ownIndex = { ...process.env, GIT_INDEX_FILE: path.join(folder, 'index') };
    git(repository, ['read-tree', commitOf(repository, revision)], ownIndex);
    git(repository, ['checkout-index', '--all', `--prefix=${files}/`], ownIndex);
    return use(files);
  } finally {
    remove();
    process.off('exit', remove);
  }
}

function git(cwd: string, args: readonly string[], env = process.env): string {
  return execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: 'pipe' });
}
