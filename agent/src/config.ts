/** All settings of the Monitoring Software: read from one JSON file, validated and frozen. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { urlSetting } from '@rooms-pro/core/contracts';
import { z } from 'zod';
import { explainFileFault } from './fileFaults.ts';
import { formatFaults } from './settingFaults.ts';

const commands = ['restartApp', 'restartDevice', 'cleanUp', 'update', 'collectLogs'] as const;
const loopback = ['localhost', '127.0.0.1', '[::1]'];
const version = z.string().regex(/^\d+(\.\d+){1,3}$/);

const server = urlSetting({ plainHttp: loopback }).transform((url) => new URL(url).origin);
const proxy = urlSetting({ plainHttp: 'any', account: true });

const program = z.tuple([z.string().min(1)]).rest(z.string());

const schema = z.strictObject({
  server,
  device: z.string().min(1).max(128),
  keyFile: z.string().min(1).default('agent.key'),
  logSource: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('windowsEventLog') }),
      z.strictObject({ kind: z.literal('file'), path: z.string().min(1) }),
      z.strictObject({ kind: z.literal('none') }),
    ])
    .default(process.platform === 'win32' ? { kind: 'windowsEventLog' } : { kind: 'none' }),
  logEveryMs: z.number().int().min(100).max(600_000).default(15_000),
  /** The log file, in addition to standard output: Windows does not keep the standard output of a service. */
  logFile: z.string().min(1).optional(),
  spoolFolder: z.string().min(1).default('spool'),
  spoolBytes: z
    .number()
    .int()
    .min(1024 * 1024)
    .default(50 * 1024 * 1024),
  beatEveryMs: z.number().int().min(1_000).max(600_000).default(300_000),
  allowedCommands: z.array(z.enum(commands)).default(['restartApp', 'cleanUp', 'collectLogs']),
  /** Programs that replace the built-in programs, each with fixed arguments. */
  programs: z.partialRecord(z.enum(commands), program).default({}),
  /** The folder with the ZIP file of the collected logs; when empty, the logs are not sent. */
  logsFolder: z.string().default(process.platform === 'win32' ? 'C:\\Rigel' : ''),
  cleanUpFolders: z
    .array(z.string().min(1))
    .default(process.platform === 'win32' ? ['C:\\Windows\\Temp'] : []),
  /** `http://proxy.example:8080`; overrides HTTPS_PROXY and HTTP_PROXY. `none` means no proxy. */
  proxy: z.union([z.literal('none'), proxy]).optional(),
  caFile: z.string().min(1).optional(),
  diskPath: z
    .string()
    .min(1)
    .default(process.platform === 'win32' ? 'C:\\' : '/'),
  leastFreePercent: z.number().min(0).max(99).default(10),
  leastFreeGb: z.number().min(0).default(5),
  longestUptimeHours: z.number().min(1).default(36),
  leastAppVersion: version.optional(),
  leastOsVersion: version.optional(),
  /** Whether to check, at most once a day, that the local account `Admin` has a new password. */
  checkDefaultCredentials: z.boolean().default(true),
  /** A file that contains `true` or `false`, for systems on which a meeting cannot be detected. */
  inMeetingFile: z.string().min(1).optional(),
});

export type AgentConfig = Readonly<z.infer<typeof schema>>;

const aCommand = 'restartApp, restartDevice, cleanUp, update or collectLogs';
const aFile = 'the path of a file';
const aVersion = 'a version, as in "5.3.111.0"';

const allowedValues: Readonly<Record<keyof AgentConfig, string>> = {
  server:
    'an https address without name and password, as in "https://rooms.example" (http only on this machine)',
  device: 'a name of 1 to 128 characters',
  keyFile: aFile,
  logSource:
    '{"kind":"windowsEventLog"}, {"kind":"file","path":"events.jsonl"} or {"kind":"none"}, without other members',
  logEveryMs: 'a whole number from 100 to 600000 (milliseconds)',
  logFile: aFile,
  spoolFolder: 'the path of a folder',
  spoolBytes: 'a whole number from 1048576 upwards (bytes; 1048576 is 1 MB)',
  beatEveryMs: 'a whole number from 1000 to 600000 (milliseconds)',
  allowedCommands: `a list of commands in brackets, each ${aCommand}`,
  programs: `a program for each command (${aCommand}), as in {"restartApp":["C:\\\\tools\\\\restart.exe","-q"]}`,
  logsFolder: 'the path of a folder, or empty',
  cleanUpFolders: 'a list of folders in brackets, as in ["C:\\\\Windows\\\\Temp"]',
  proxy: 'an address, as in "http://proxy.example:8080", or "none"',
  caFile: aFile,
  diskPath: 'the path of a folder on the monitored disk',
  leastFreePercent: 'a number from 0 to 99 (percent)',
  leastFreeGb: 'a number from 0 upwards (GB)',
  longestUptimeHours: 'a number from 1 upwards (hours)',
  leastAppVersion: aVersion,
  leastOsVersion: aVersion,
  checkDefaultCredentials: 'true or false',
  inMeetingFile: aFile,
};
/** The settings, or all their faults as sentences. */
export type ConfigRead =
  | { readonly ok: true; readonly config: AgentConfig }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Reads a settings file. Relative paths in the file start at its folder. */
export function readConfigFile(file: string): ConfigRead {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    return { ok: false, faults: [formatReadError(file, error)] };
  }
  return readConfig(value, path.dirname(path.resolve(file)));
}

function formatReadError(file: string, error: unknown): string {
  if (error instanceof SyntaxError) return `${file} is not JSON: ${error.message}.`;
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    return `There is no settings file ${file}. Enrol the device, or name the file with --settings.`;
  const fault = explainFileFault(error);
  if (fault !== null) return `${fault.sentence} ${fault.advice}`;
  return `${file} cannot be read: ${error instanceof Error ? error.message : error}`;
}

/** Validates settings; relative paths start at `folder`. */
export function readConfig(value: unknown, folder: string): ConfigRead {
  const read = schema.safeParse(value);
  if (!read.success)
    return { ok: false, faults: formatFaults(read.error.issues, value, allowedValues) };
  const { keyFile, spoolFolder, caFile, logSource, logFile, inMeetingFile, logsFolder } = read.data;
  const absolute = (file: string) => path.resolve(folder, file);
  const config = {
    ...read.data,
    keyFile: absolute(keyFile),
    spoolFolder: absolute(spoolFolder),
    logSource:
      logSource.kind === 'file' ? { ...logSource, path: absolute(logSource.path) } : logSource,
    ...(logFile === undefined ? {} : { logFile: absolute(logFile) }),
    ...(caFile === undefined ? {} : { caFile: absolute(caFile) }),
    logsFolder: logsFolder === '' ? '' : absolute(logsFolder),
    ...(inMeetingFile === undefined ? {} : { inMeetingFile: absolute(inMeetingFile) }),
  };
  return { ok: true, config: Object.freeze(config) };
}

/** The proxies of the environment; names in upper or lower case. */
export type ProxyEnvironment = {
  readonly httpsProxy: string | undefined;
  readonly httpProxy: string | undefined;
  readonly noProxy: string | undefined;
};

/** Parses a proxy of the environment, which may omit the protocol; `null` when the text is not a URL. */
export function readProxyUrl(text: string): URL | null {
  const url = proxy.safeParse(text.includes('://') ? text : `http://${text}`).data;
  return url === undefined ? null : new URL(url);
}

/** Reads the proxy variables of the environment. */
export function readProxyEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ProxyEnvironment {
  const find = (name: string) => environment[name] || environment[name.toLowerCase()] || undefined;
  return {
    httpsProxy: find('HTTPS_PROXY'),
    httpProxy: find('HTTP_PROXY'),
    noProxy: find('NO_PROXY'),
  };
}

/** The environment of this process with additional variables, for a program. */
export function programEnvironment(
  more: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string | undefined> {
  return { ...environment, ...more };
}

/** The folder of Windows, so that its programs run from this folder only. */
export function windowsFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  return environment['SystemRoot'] ?? 'C:\\Windows';
}
