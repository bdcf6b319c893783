/**
 * Runs fixed scripts in Windows PowerShell 5.1. The output is JSON with ASCII characters only, because the
 * code page of the output depends on the language of the device.
 */
import { z } from 'zod';
import { outputText, type RunProgram } from '../../runProgram.ts';

/** Runs a script and returns the objects that it printed; `null` when it failed or took too long. */
export type RunScript = <T>(
  script: string,
  schema: z.ZodType<T>,
  secrets?: Readonly<Record<string, string>>,
) => Promise<readonly T[] | null>;

const timeoutMs = 30_000;

/** Creates the function that runs scripts; `windows` is the folder of Windows. */
export function createPowerShell(run: RunProgram, windows: string): RunScript {
  const file = `${windows}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
  return async (script, schema, secrets) => {
    const args = ['-NoProfile', '-NonInteractive', '-Command', wrapScript(script)];
    return readObjects(outputText(await run(file, args, timeoutMs, secrets)), schema);
  };
}

/** Wraps a script so that every error ends it and its objects are printed as a JSON list. */
export function wrapScript(script: string): string {
  return `$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$found = @(& {
${script.trim()}
})
$text = ConvertTo-Json -InputObject $found -Compress -Depth 4
-join ($text.ToCharArray() | ForEach-Object { if ([int] $_ -gt 126) { '\\u{0:x4}' -f [int] $_ } else { $_ } })`;
}

/** Parses the printed list; other output returns `null` (unknown), so that it causes no fault. */
export function readObjects<T>(text: string | null, schema: z.ZodType<T>): readonly T[] | null {
  if (text === null || text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return z.array(schema).safeParse(Array.isArray(value) ? value : [value]).data ?? null;
  } catch {
    return null;
  }
}
