/** The files of the project that checks read. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Every file that git tracks, and each new one that it does not ignore; `patterns` as git has them. */
export async function listFiles(root: string, ...patterns: readonly string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    'git',
    [
      'ls-files',
      '-z',
      '--cached',
      '--others',
      '--exclude-standard',
      '--deduplicate',
      '--',
      ...patterns,
    ],
    { cwd: root, maxBuffer: 16 * 1024 * 1024 },
  );
  return stdout.split('\0').filter((file) => file !== '');
}
