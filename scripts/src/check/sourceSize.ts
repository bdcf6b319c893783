/** Step of the check: no source file has more lines than the limit. */

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const lineLimit = 300;

/** Source files of the repository at `root` with more than 300 lines, as sentences. */
export async function oversizedFiles(root: string): Promise<string[]> {
  const faults = await Promise.all(
    (await sourceFiles(root)).map(async (file) => {
      const lines = (await readFile(`${root}${file}`, 'utf8')).split('\n').length - 1;
      return lines > lineLimit
        ? [`${file} has ${lines} lines; split it (limit ${lineLimit}).`]
        : [];
    }),
  );
  return faults.flat();
}

/** All TypeScript files that git tracks or does not ignore, without tests. */
async function sourceFiles(root: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    'git',
    [
      'ls-files',
      '--cached',
      '--others',
      '--exclude-standard',
      '--deduplicate',
      '--',
      '*.ts',
      '*.tsx',
    ],
    { cwd: root, maxBuffer: 16 * 1024 * 1024 },
  );
  return stdout.split('\n').filter((file) => file !== '' && !/\.test\.tsx?$/.test(file));
}
