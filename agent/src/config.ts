/** Every setting of the Monitoring Software, from one JSON file, checked at once and frozen. */
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
  /** The log, beside standard output: a service of Windows has no standard output that is kept. */
  logFile: z.string().min(1).optional(),
  spoolFolder: z.string().min(1).default('spool'),
  spoolBytes: z
    .number()
    .int()
    .min(1024 * 1024)
    .default(50 * 1024 * 1024),
  beatEveryMs: z.number().int().min(1_000).max(600_000).default(300_000),
  allowedCommands: z.array(z.enum(commands)).default(['restartApp', 'cleanUp', 'collectLogs']),
  /** Programs in place of the built-in ones, each with its fixed arguments. */
  programs: z.partialRecord(z.enum(commands), program).default({}),
  /** Where the collected logs lie as a ZIP file, to be sent; empty: they stay on the device. */
  logsFolder: z.string().default(process.platform === 'win32' ? 'C:\\Rigel' : ''),
  cleanUpFolders: z
    .array(z.string().min(1))
    .default(process.platform === 'win32' ? ['C:\\Windows\\Temp'] : []),
  /** `http://proxy.example:8080`, in place of HTTPS_PROXY and HTTP_PROXY; `none` for no proxy. */
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
  /** Tries once a day at most whether the local account `Admin` still has its published password. */
  checkDefaultCredentials: z.boolean().default(true),
  /** A file with `true` or `false` in it, for systems where nothing else tells of a meeting. */
  inMeetingFile: z.string().min(1).optional(),
});

export type AgentConfig = Readonly<z.infer<typeof schema>>;

/** The settings, or every fault of them as sentences. */
export type ConfigRead =
  | { readonly ok: true; readonly config: AgentConfig }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Reads a settings file. Paths in it are relative to its folder. */
export function readConfigFile(file: string): ConfigRead {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    return { ok: false, faults: [sayUnreadable(file, error)] };
  }
  return readConfig(value, path.dirname(path.resolve(file)));
}

function sayUnreadable(file: string, error: unknown): string {
  if (error instanceof SyntaxError) return `${file} is not JSON: ${error.message}.`;
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    return `There is no settings file ${file}. Enrol the device, or name the file with --settings.`;
  const fault = explainFileFault(error);
  if (fault !== null) return `${fault.sentence} ${fault.mend}`;
  return `${file} cannot be read: ${error instanceof Error ? error.message : error}`;
}

/** Reads settings; paths are relative to `folder`. */
export function readConfig(value: unknown, folder: string): ConfigRead {
  const read = schema.safeParse(value);
  if (!read.success) return { ok: false, faults: formatFaults(read.error.issues, value) };
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

/** The environment's proxies, in either case of letters. */
export type ProxyEnvironment = {
  readonly httpsProxy: string | undefined;
  readonly httpProxy: string | undefined;
  readonly noProxy: string | undefined;
};

/** A proxy of the environment may leave out the protocol; `null`: it is no address. */
export function readProxyUrl(text: string): URL | null {
  const url = proxy.safeParse(text.includes('://') ? text : `http://${text}`).data;
  return url === undefined ? null : new URL(url);
}

/** What the environment says of proxies. */
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

/** The environment of a program that is given more than this process has. */
export function programEnvironment(
  more: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string | undefined> {
  return { ...environment, ...more };
}

/** The folder of Windows itself, so that programs are run from there and from nowhere else. */
export function windowsFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  return environment['SystemRoot'] ?? 'C:\\Windows';
}
