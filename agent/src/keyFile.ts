/** The file with the device's key. Only this account may read it; a file that others can read is refused. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { z } from 'zod';
import { windowsFolder } from './config.ts';
import { readIfThere, writeDurably } from './durable.ts';
import { errorReason } from './log.ts';

const keySchema = z.object({
  device: z.string().min(1).max(128),
  key: z.string().regex(/^[\x21-\x7e]{1,512}$/),
});

/** A device and its key, as the platform sent them. */
export type DeviceKey = z.infer<typeof keySchema>;

export type KeyFault = 'missing' | 'unreadable' | 'unprotected' | 'malformed';
export type KeyRead =
  | { readonly ok: true; readonly value: DeviceKey }
  | {
      readonly ok: false;
      readonly fault: KeyFault;
      readonly sentence: string;
      readonly advice: string;
    };

const enrolAgain = 'Enrol the device: node agent.cjs enrol --server <url> --code <code>.';

/** Reads the key; refuses a file that other users of this machine can read. */
export function readKeyFile(file: string): KeyRead {
  let text: string | null;
  try {
    text = readIfThere(file);
  } catch (error) {
    return {
      ok: false,
      fault: 'unreadable',
      sentence: `This account cannot read the key file ${file} (${errorReason(error)}).`,
      advice: 'Run this command as an administrator, or as the account of the Monitoring Software.',
    };
  }
  if (text === null)
    return {
      ok: false,
      fault: 'missing',
      sentence: `There is no key file at ${file}.`,
      advice: enrolAgain,
    };
  if (isReadByOthers(file))
    return {
      ok: false,
      fault: 'unprotected',
      sentence: `Other users of this machine can read the key file ${file}.`,
      advice: `Remove their right: chmod 600 ${file}. If another person may have read the key, run rotate-key.`,
    };
  const value = keySchema.safeParse(parse(text)).data;
  if (value === undefined)
    return {
      ok: false,
      fault: 'malformed',
      sentence: `The key file ${file} contains no key.`,
      advice: enrolAgain,
    };
  return { ok: true, value };
}

/** On Windows this code sets the file's access list when it writes the key. */
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

/** The well-known ids of SYSTEM and Administrators, because the names depend on the language. */
const onlyThese = ['*S-1-5-18:F', '*S-1-5-32-544:F'];

/** Replaces the key file and restricts it: mode 600, or on Windows to SYSTEM and Administrators. */
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

/** Parses the platform's response to `enrol` and `rotate-key`. */
export function readKeyResponse(text: string): DeviceKey | null {
  return keySchema.safeParse(parse(text)).data ?? null;
}
