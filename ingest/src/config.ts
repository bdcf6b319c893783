/** Every setting of ingest, checked at once and frozen. The only reader of the environment here. */
import { type StoreSettings, storeSettingsOf } from '@rooms-pro/store';
import { z } from 'zod';
import { logLevels } from './log.ts';

const cron = z.string().regex(/^(\S+ ){5}\S+$/, 'Six fields, as in "0 * * * * *".');
/** Secrets and tokens go there: nothing but TLS will do. */
const secureUrl = z.url({ protocol: /^https$/ });
/** The same, unless they never leave this machine. */
const accountUrl = z
  .url()
  .regex(/^(https:\/\/|http:\/\/127\.0\.0\.1:)/, 'https://…, or http://127.0.0.1:…');

const schema = z
  .object({
    LOG_LEVEL: z.enum(logLevels).default('info').describe('Least level of log lines written.'),
    SWEEP_SCHEDULE: cron
      .default('0 * * * * *')
      .describe('When the sweep runs, as Azure Functions reads it (with seconds).'),
    GRAPH_CLIENT_ID: z
      .string()
      .default('')
      .describe('Application that reads devices from Microsoft Graph; empty: none are read.'),
    GRAPH_TENANT_ID: z.string().default('').describe('Directory (tenant) id of that application.'),
    GRAPH_CLIENT_SECRET: z.string().default('').describe('Secret of that application.'),
    GRAPH_BASE_URL: secureUrl
      .default('https://graph.microsoft.com/beta')
      .describe('Version of Microsoft Graph to read from.'),
    GRAPH_AUTHORITY: secureUrl
      .default('https://login.microsoftonline.com')
      .describe('Where that application signs in.'),
    GRAPH_SCHEDULE: cron
      .default('0 */5 * * * *')
      .describe('When devices are read, as Azure Functions reads it (with seconds).'),
    EVENT_HUB_NAME: z
      .string()
      .default('')
      .describe('Event hub that telemetry is also taken from; empty: none.'),
    COSMOS_ENDPOINT: accountUrl
      .or(z.literal(''))
      .default('')
      .describe('Account of Cosmos DB, https://NAME.documents.azure.com.'),
    COSMOS_DATABASE: z.string().default('rooms-pro').describe('Database in that account.'),
    COSMOS_KEY: z
      .string()
      .default('')
      .describe('Key of that account, if it takes keys; empty: the managed identity.'),
    AZURE_CLIENT_ID: z
      .string()
      .default('')
      .describe('Client id of the managed identity; empty: whatever the surroundings offer.'),
    STORE_FILE: z
      .string()
      .default('')
      .describe('Database file instead of Cosmos DB; never in production.'),
    NODE_ENV: z.string().default('production').describe('Anything but production is for trying.'),
  })
  .superRefine((env, context) => {
    if (env.GRAPH_CLIENT_ID === '') return;
    for (const name of ['GRAPH_TENANT_ID', 'GRAPH_CLIENT_SECRET'] as const) {
      if (env[name] !== '') continue;
      const message = 'needed with GRAPH_CLIENT_ID';
      context.addIssue({ code: 'custom', path: [name], message });
    }
  })
  .transform((env) => ({
    logLevel: env.LOG_LEVEL,
    sweepSchedule: env.SWEEP_SCHEDULE,
    graph:
      env.GRAPH_CLIENT_ID === ''
        ? null
        : {
            clientId: env.GRAPH_CLIENT_ID,
            tenantId: env.GRAPH_TENANT_ID,
            clientSecret: env.GRAPH_CLIENT_SECRET,
            baseUrl: env.GRAPH_BASE_URL,
            authority: env.GRAPH_AUTHORITY,
            schedule: env.GRAPH_SCHEDULE,
          },
    eventHub: env.EVENT_HUB_NAME,
    store: storeSettingsOf(env),
  }));

/** How devices are read from Microsoft Graph. */
export type GraphConfig = {
  readonly clientId: string;
  readonly tenantId: string;
  readonly clientSecret: string;
  /** With the version, `https://graph.microsoft.com/beta`. */
  readonly baseUrl: string;
  readonly authority: string;
  readonly schedule: string;
};

export type IngestConfig = {
  readonly logLevel: (typeof logLevels)[number];
  readonly sweepSchedule: string;
  /** `null`: nothing is read from Microsoft Graph. */
  readonly graph: GraphConfig | null;
  /** Empty: none. */
  readonly eventHub: string;
  /** `null`: whoever embeds ingest brings a store. */
  readonly store: StoreSettings | null;
};
/** Settings with which ingest runs by itself. */
export type DeployedConfig = IngestConfig & { readonly store: StoreSettings };
type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings; throws one error that names every fault. Empty values count as not set. */
export function readConfig(environment: Environment = process.env): IngestConfig {
  return read(environment, []);
}

/** Reads the settings of ingest that runs by itself: it needs a store that every instance shares. */
export function readDeployedConfig(environment: Environment = process.env): DeployedConfig {
  const config = read(environment, missingIn(environment));
  if (config.store === null) throw new Error('The settings name no store.');
  return { ...config, store: config.store };
}

function read(environment: Environment, missing: readonly string[]): IngestConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
  const parsed = schema.safeParse(given);
  if (parsed.success && missing.length === 0) return Object.freeze(parsed.data);
  const issues = parsed.error?.issues ?? [];
  const faults = issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const lines = [...faults, ...missing].map((fault) => `  ${fault}`);
  throw new Error(`The settings of ingest have faults:\n${lines.join('\n')}`);
}

function missingIn(environment: Environment): string[] {
  const { COSMOS_ENDPOINT, STORE_FILE, NODE_ENV } = environment;
  if ((NODE_ENV || 'production') !== 'production') {
    const hasStore = COSMOS_ENDPOINT || STORE_FILE;
    return hasStore ? [] : ['COSMOS_ENDPOINT: needed, or STORE_FILE to try it on this machine'];
  }
  const missing = COSMOS_ENDPOINT ? [] : ['COSMOS_ENDPOINT: needed'];
  if (STORE_FILE) missing.push('STORE_FILE: not for production, several processes share it');
  return missing;
}

/** Every setting with what it means and its default, for the sample file. */
export function describeConfig(): { name: string; meaning: string; byDefault: string }[] {
  const { shape } = schema.in;
  const defaults: Record<string, unknown> = { ...schema.in.parse({}) };
  return Object.entries(shape).map(([name, setting]) => ({
    name,
    meaning: setting.description ?? '',
    byDefault: String(defaults[name] ?? ''),
  }));
}
