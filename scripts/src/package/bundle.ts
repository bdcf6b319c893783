/** Bundles a program and all its imports into one file, because a zip cannot contain workspace links. */
import { pathToFileURL } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';

export type Bundle = {
  /** The program's first file. */
  readonly input: string;
  readonly file: string;
  readonly format: 'esm' | 'cjs';
};

/** Only the Functions host provides this module, at run time. */
const external = ['@azure/functions-core'];

/**
 * Replaces the code of each module `x.data.ts` by the values that it exports, which JSON can express: the
 * files that the module reads are not beside the bundle.
 */
const valuesOfData: Plugin = {
  name: 'values of data modules',
  async load(id) {
    if (!id.endsWith('.data.ts')) return null;
    const values: Record<string, unknown> = await import(pathToFileURL(id).href);
    return Object.entries(values)
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
      .join('\n');
  },
};

/** Writes the file; throws when an import cannot be resolved. */
export async function writeBundle({ input, file, format }: Bundle): Promise<void> {
  const bundle = await rolldown({
    input,
    external,
    platform: 'node',
    tsconfig: false,
    plugins: [valuesOfData],
    // Core and its contracts have no side effects: modules that the program does not use are removed.
    treeshake: { moduleSideEffects: [{ test: /\/core\/src\//, sideEffects: false }] },
    onLog(level, log) {
      if (level === 'warn' && log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
    },
  });
  await bundle.write({ file, format, codeSplitting: false });
  await bundle.close();
}
