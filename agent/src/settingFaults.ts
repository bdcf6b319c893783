/**
 * Formats faults of the settings: the setting and its allowed values. The sentences do not contain the
 * current value, because it may be a password.
 */
import type { z } from 'zod';
import type { AgentConfig } from './config.ts';

const command = 'restartApp, restartDevice, cleanUp, update or collectLogs';
const file = 'the path of a file';
const version = 'a version, as in "5.3.111.0"';

const allowedValues: Readonly<Record<keyof AgentConfig, string>> = {
  server:
    'an https address without name and password, as in "https://rooms.example" (http only on this machine)',
  device: 'a name of 1 to 128 characters',
  keyFile: file,
  logSource:
    '{"kind":"windowsEventLog"}, {"kind":"file","path":"events.jsonl"} or {"kind":"none"}, without other members',
  logEveryMs: 'a whole number from 100 to 600000 (milliseconds)',
  logFile: file,
  spoolFolder: 'the path of a folder',
  spoolBytes: 'a whole number from 1048576 upwards (bytes; 1048576 is 1 MB)',
  beatEveryMs: 'a whole number from 1000 to 600000 (milliseconds)',
  allowedCommands: `a list of commands in brackets, each ${command}`,
  programs: `a program for each command (${command}), as in {"restartApp":["C:\\\\tools\\\\restart.exe","-q"]}`,
  logsFolder: 'the path of a folder, or empty',
  cleanUpFolders: 'a list of folders in brackets, as in ["C:\\\\Windows\\\\Temp"]',
  proxy: 'an address, as in "http://proxy.example:8080", or "none"',
  caFile: file,
  diskPath: 'the path of a folder on the monitored disk',
  leastFreePercent: 'a number from 0 to 99 (percent)',
  leastFreeGb: 'a number from 0 upwards (GB)',
  longestUptimeHours: 'a number from 1 upwards (hours)',
  leastAppVersion: version,
  leastOsVersion: version,
  checkDefaultCredentials: 'true or false',
  inMeetingFile: file,
};
const known: ReadonlyMap<string, string> = new Map(Object.entries(allowedValues));

/** Returns one sentence for each setting that has a fault, in the order of the issues. */
export function formatFaults(issues: readonly z.core.$ZodIssue[], value: unknown): string[] {
  return [...new Set(issues.flatMap((issue) => formatFault(issue, value)))];
}

function formatFault(issue: z.core.$ZodIssue, value: unknown): string[] {
  const setting = issue.path[0];
  if (setting === undefined)
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((name) => `There is no setting "${name}".`)
      : ['The settings must be one JSON object, as in {"server":"https://rooms.example"}.'];
  const name = String(setting);
  const words = known.get(name) ?? 'another value';
  const isMissing = issue.path.length === 1 && !(name in Object(value));
  return [`"${name}" ${isMissing ? 'is missing; it must be' : 'must be'} ${words}.`];
}
