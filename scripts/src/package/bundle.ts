/** Makes one file of a program and all that it imports: links of workspaces do not survive a zip. */
import { rolldown } from 'rolldown';

export type Bundle = {
  /** The program's first file. */
  readonly input: string;
  readonly file: string;
  readonly format: 'esm' | 'cjs';
};

/** Only the Functions host has it, and only while it runs the program. */
const external = ['@azure/functions-core'];

/** Writes the file; throws when something imported cannot be found. */
export async function writeBundle({ input, file, format }: Bundle): Promise<void> {
  const bundle = await rolldown({
    input,
    external,
    platform: 'node',
    tsconfig: false,
    onLog(level, log) {
      if (level === 'warn' && log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
    },
  });
  await bundle.write({ file, format, codeSplitting: false });
  await bundle.close();
}
