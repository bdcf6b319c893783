/** The file with the device's key: written so that nobody else reads it, refused when they could. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { z } from 'zod';
import { windowsFolder } from './config.ts';
import { readIfThere, writeDurably } from './durable.ts';
import { reasonOf } from './log.ts';

const keySchema = z.object({
  device: z.string().min(1).max(128),
  key: z.string().regex(/^[\x21-\x7e]{1,512}$/),
});

/** A device and its key, as the platform told them. */
export type DeviceKey = z.infer<typeof keySchema>;

export type KeyFault = 'missing' | 'unreadable' | 'unprotected' | 'malformed';
export type KeyRead =
  | { readonly ok: true; readonly value: DeviceKey }
  | {
      readonly ok: false;
      readonly fault: KeyFault;
      readonly sentence: string;
      readonly mend: string;
    };

const enrolAgain = 'Enrol the device: node agent.cjs enrol --server <url> --code <code>.';

/** Reads the key, unless others on this machine could read it too. */
export function readKeyFile(file: string): KeyRead {
  let text: string | null;
  try {
    text = readIfThere(file);
  } catch (error) {
    return {
      ok: false,
      fault: 'unreadable',
      sentence: `This account cannot read the key file ${file} (${reasonOf(error)}).`,
      mend: 'Run this as an administrator, or as the account that the Monitoring Software runs as.',
    };
  }
  if (text === null)
    return {
      ok: false,
      fault: 'missing',
      sentence: `There is no key file at ${file}.`,
      mend: enrolAgain,
    };
  if (isReadByOthers(file))
    return {
      ok: false,
      fault: 'unprotected',
      sentence: `Other users of this machine can read the key file ${file}.`,
      mend: `Take their right away: chmod 600 ${file}. If somebody may have read it: rotate-key.`,
    };
  const value = keySchema.safeParse(parse(text)).data;
  if (value === undefined)
    return {
      ok: false,
      fault: 'malformed',
      sentence: `The key file ${file} holds no key.`,
      mend: enrolAgain,
    };
  return { ok: true, value };
}

/** On Windows the folder's access list is set when the key is written. */
function isReadByOthers(file: string): boolean {
  return process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Well-known ids, for the names differ by language: SYSTEM and Administrators. */
const onlyThese = ['*S-1-5-18:F', '*S-1-5-32-544:F'];

/** Replaces the key file, readable by nobody else: mode 600, or SYSTEM and Administrators. */
export function writeKeyFile(file: string, value: DeviceKey): void {
  const isWindows = process.platform === 'win32';
  writeDurably(file, JSON.stringify(value), 0o600, isWindows ? protectOnWindows : undefined);
}

function protectOnWindows(file: string): void {
  const args = [file, '/inheritance:r', ...onlyThese.flatMap((who) => ['/grant:r', who])];
  execFileSync(`${windowsFolder()}\\System32\\icacls.exe`, args, {
    timeout: 30_000,
    stdio: 'ignore',
  });
}

/** Reads a platform's answer to `enrol` and `rotate-key`. */
export function readKeyAnswer(text: string): DeviceKey | null {
  return keySchema.safeParse(parse(text)).data ?? null;
}
