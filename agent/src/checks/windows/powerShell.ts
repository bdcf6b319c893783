/**
 * Questions to Windows PowerShell 5.1, with fixed scripts. What it prints is JSON of ASCII characters
 * only, for its output has the code page of the device's language.
 */
import { z } from 'zod';
import { type RunProgram, textOf } from '../../runProgram.ts';

/** Runs a script and returns the objects that it found; `null` when it failed or took too long. */
export type AskPowerShell = <T>(
  script: string,
  schema: z.ZodType<T>,
  secrets?: Readonly<Record<string, string>>,
) => Promise<readonly T[] | null>;

const patienceMs = 30_000;

/** Makes the questions over the PowerShell in the folder of Windows. */
export function createPowerShell(run: RunProgram, windows: string): AskPowerShell {
  const file = `${windows}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
  return async (script, schema, secrets) => {
    const args = ['-NoProfile', '-NonInteractive', '-Command', wrapScript(script)];
    return readObjects(textOf(await run(file, args, patienceMs, secrets)), schema);
  };
}

/** The script, so that every error ends it and its objects are printed as a list. */
export function wrapScript(script: string): string {
  return `$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$found = @(& {
${script.trim()}
})
$text = ConvertTo-Json -InputObject $found -Compress -Depth 4
-join ($text.ToCharArray() | ForEach-Object { if ([int] $_ -gt 126) { '\\u{0:x4}' -f [int] $_ } else { $_ } })`;
}

/** The objects of a list; anything else is unknown, so that no fault follows from it. */
export function readObjects<T>(text: string | null, schema: z.ZodType<T>): readonly T[] | null {
  if (text === null || text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return z.array(schema).safeParse(Array.isArray(value) ? value : [value]).data ?? null;
  } catch {
    return null;
  }
}
