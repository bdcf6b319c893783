/** Every setting of ingest, checked at once and frozen. The only reader of the environment here. */
import { urlSetting } from '@rooms-pro/core/contracts';
import { insightsSetting } from '@rooms-pro/insights';
import {
  checkedEndpoints,
  dataSettings,
  describeSettings,
  type Environment,
  guidSetting,
  isUnresolved,
  missingDataSettings,
  modeSetting,
  readAttachmentSettings,
  readSettings,
  readStoreSettings,
  type Setting,
} from '@rooms-pro/settings';
import type { AttachmentSettings, StoreSettings } from '@rooms-pro/store';
import { z } from 'zod';
import type { Quotas } from './devices/quotas.ts';
import { logLevels } from './log.ts';

const cron = z.string().regex(/^(\S+ ){5}\S+$/, 'Six fields, as in "0 * * * * *".');
/** Secrets and tokens go there: nothing but TLS will do. */
const secureUrl = urlSetting();
const atLeastOne = z
  .string()
  .regex(/^([1-9]\d{0,8})?$/, 'a whole number from 1 on')
  .default('');
const variables = z.object({
  LOG_LEVEL: z.enum(logLevels).default('info').describe('Least level of log lines written.'),
  SWEEP_SCHEDULE: cron
    .default('0 * * * * *')
    .describe('When the sweep runs, as Azure Functions reads it (with seconds).'),
  GRAPH_CLIENT_ID: guidSetting.describe(
    'Application that reads devices from Microsoft Graph; empty: none are read.',
  ),
  GRAPH_TENANT_ID: guidSetting.describe('Directory (tenant) id of that application.'),
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
  DEVICE_REQUESTS_PER_MINUTE: atLeastOne.describe(
    'Requests of one device key in a minute, for each instance; empty: 300.',
  ),
  GATEWAY_REQUESTS_PER_MINUTE: atLeastOne.describe(
    'Requests of one gateway key in a minute, for each instance; empty: 6000.',
  ),
  NEW_ROOMS_PER_HOUR: atLeastOne.describe(
    'New rooms of one gateway in an hour, the rest waits; empty: 500.',
  ),
  ...dataSettings,
  APPLICATIONINSIGHTS_CONNECTION_STRING: checkedEndpoints(insightsSetting),
  NODE_ENV: modeSetting,
});

const schema = variables
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
    quotas: quotasIn({
      deviceRequestsPerMinute: env.DEVICE_REQUESTS_PER_MINUTE,
      gatewayRequestsPerMinute: env.GATEWAY_REQUESTS_PER_MINUTE,
      newRoomsPerHour: env.NEW_ROOMS_PER_HOUR,
    }),
    store: readStoreSettings(env),
    attachments: readAttachmentSettings(env),
    insights: env.APPLICATIONINSIGHTS_CONNECTION_STRING,
    identity: env.AZURE_CLIENT_ID,
  }));

/** Those that are set, as numbers. */
function quotasIn(texts: Readonly<Record<keyof Quotas, string>>): Partial<Quotas> {
  const set = Object.entries(texts).filter(([, text]) => text !== '');
  return Object.fromEntries(set.map(([name, text]) => [name, Number(text)]));
}

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
  /** Only what is set. */
  readonly quotas: Partial<Quotas>;
  /** `null`: whoever embeds ingest brings a store. */
  readonly store: StoreSettings | null;
  /** `null`: files that devices send cannot be kept. */
  readonly attachments: AttachmentSettings | null;
  /** Connection string of Application Insights; empty: nothing is reported. */
  readonly insights: string;
  /** Client id of the managed identity that may report; empty: none. */
  readonly identity: string;
  /** Optional parts that are off because the Key Vault did not give their settings. */
  readonly partsOff: readonly DisabledPart[];
};

/** What ingest runs without, when the Key Vault did not give one of its settings. */
const optionalSettings = {
  graph: ['GRAPH_CLIENT_ID', 'GRAPH_TENANT_ID', 'GRAPH_CLIENT_SECRET', 'GRAPH_BASE_URL'],
  eventHub: ['EVENT_HUB_NAME'],
  attachments: ['ATTACHMENTS_URL'],
  insights: ['APPLICATIONINSIGHTS_CONNECTION_STRING'],
} as const;

/** An optional part that is off, and the settings that the Key Vault did not give. */
export type DisabledPart = {
  readonly part: keyof typeof optionalSettings;
  readonly settings: readonly string[];
};

/** The environment without the optional parts that have unresolved settings, and those parts. */
function leaveOutUnresolved(environment: Environment) {
  const partsOff: DisabledPart[] = [];
  const resolved: Record<string, string | undefined> = { ...environment };
  for (const [part, names] of Object.entries(optionalSettings)) {
    const settings = names.filter((name) => isUnresolved(environment[name]));
    if (settings.length === 0) continue;
    partsOff.push({ part: part as DisabledPart['part'], settings });
    for (const name of names) delete resolved[name];
  }
  return { resolved, partsOff };
}

/** Settings with which ingest runs by itself. */
export type DeployedConfig = IngestConfig & { readonly store: StoreSettings };

const heading = 'The settings of ingest have faults:';

/** Reads the settings; throws one error that names every fault. Empty values count as not set. */
export function readConfig(environment: Environment = process.env): IngestConfig {
  return readWith(environment, []);
}

/** Reads the settings of ingest that runs by itself: it needs a store that every instance shares. */
export function readDeployedConfig(environment: Environment = process.env): DeployedConfig {
  const config = readWith(environment, missingDataSettings(environment));
  if (config.store === null) throw new Error('The settings name no store.');
  return { ...config, store: config.store };
}

function readWith(environment: Environment, missing: readonly string[]): IngestConfig {
  const { resolved, partsOff } = leaveOutUnresolved(environment);
  return Object.freeze({ ...readSettings(schema, resolved, { heading, missing }), partsOff });
}

/** Every setting with what it means and its default, for the sample file. */
export function describeConfig(): Setting[] {
  return describeSettings(variables);
}
