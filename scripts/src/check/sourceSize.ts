/** Step of the check: no source file has more lines than the limit. */

import { readFile } from 'node:fs/promises';
import { listFiles } from './projectFiles.ts';

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

/** Every TypeScript file without tests. */
async function sourceFiles(root: string): Promise<string[]> {
  const files = await listFiles(root, '*.ts', '*.tsx');
  return files.filter((file) => !/\.test\.tsx?$/.test(file));
}
