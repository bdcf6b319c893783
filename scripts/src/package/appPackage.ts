/** Creates the zip of the Teams app for the admin centre: the manifest with its values, texts and icons. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeZip } from './zip.ts';

/** The values of placeholders by name. */
export type PlaceholderValues = Readonly<Record<string, string | undefined>>;

/** Replaces the placeholders `${{NAME}}` of a text; returns the names without a value. */
export function fillPlaceholders(
  text: string,
  values: PlaceholderValues,
): { readonly text: string; readonly missing: readonly string[] } {
  const missing = new Set<string>();
  const filled = text.replace(/\$\{\{\s*(\w+)\s*\}\}/g, (_match, name: string) => {
    const value = values[name];
    if (!value) missing.add(name);
    return value ?? '';
  });
  return { text: filled, missing: [...missing] };
}

/** Zips the app package in `folder` into `file`; when values are missing, writes nothing and returns their names. */
export async function packApp(
  folder: string,
  file: string,
  values: PlaceholderValues,
): Promise<readonly string[]> {
  const filled = fillPlaceholders(
    await readFile(path.join(folder, 'manifest.json'), 'utf8'),
    values,
  );
  if (filled.missing.length > 0) return filled.missing;
  const contents: Record<string, Uint8Array> = { 'manifest.json': Buffer.from(filled.text) };
  for (const name of filesOf(JSON.parse(filled.text)))
    contents[name] = await readFile(path.join(folder, name));
  await writeZip(file, contents);
  return [];
}

type Named = {
  readonly icons: { readonly color: string; readonly outline: string };
  readonly localizationInfo?: { readonly additionalLanguages?: readonly { file: string }[] };
};

/** The files that a manifest names. */
function filesOf({ icons, localizationInfo }: Named): string[] {
  const texts = localizationInfo?.additionalLanguages ?? [];
  return [icons.color, icons.outline, ...texts.map(({ file }) => file)];
}
