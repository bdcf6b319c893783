/** Every setting of the bot, checked at once and frozen. The only reader of the environment here. */
import { type StoreSettings, storeSettingsOf } from '@rooms-pro/store';
import { z } from 'zod';

const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin);
/** Documents and tokens go there: TLS, unless they never leave this machine. */
const accountUrl = z
  .url()
  .regex(/^(https:\/\/|http:\/\/127\.0\.0\.1:)/, 'https://…, or http://127.0.0.1:…');
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'a whole number from 0 to 65535')
  .transform(Number)
  .pipe(z.number().max(65_535, 'a whole number from 0 to 65535'));
/** They are written into a header and into the page, so nothing but an origin may pass. */
const hostOrigins = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .pipe(
    z.array(
      z
        .string()
        .regex(
          /^https?:\/\/(\*\.)?[a-z\d-]+(\.[a-z\d-]+)*(:\d{1,5})?$/i,
          'not an origin like https://teams.example or https://*.teams.example',
        ),
    ),
  );

const ids = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .pipe(z.array(z.guid('not an object id like 1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f')));

const schema = z
  .object({
    PORT: port.default(3978).describe('Port to listen on.'),
    HOST: z.string().default('127.0.0.1').describe('Address to listen on; loopback by default.'),
    PUBLIC_ORIGIN: origin
      .optional()
      .describe('Where people reach this service, https://…; default: the address listened on.'),
    BOT_ID: z.string().default('').describe('Application id of the bot; empty: no Teams sign-in.'),
    BOT_PASSWORD: z.string().default('').describe('Client secret; empty with a managed identity.'),
    BOT_TYPE: z
      .enum(['UserAssignedMSI', 'SingleTenant', 'MultiTenant'])
      .default('UserAssignedMSI')
      .describe('How the bot proves who it is.'),
    BOT_TENANT_ID: z.string().default('').describe('Directory (tenant) id of the bot.'),
    TEAMS_APP_ID: z
      .string()
      .default('')
      .describe('Teams app id; with it cards open the tab inside Teams, without it in a browser.'),
    TAB_HOST_ORIGINS: hostOrigins.describe(
      'Further origins that may frame the tab, comma separated.',
    ),
    LOG_LEVEL: z
      .enum(['debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('Least level of log lines written.'),
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
    MANAGER_IDS: ids.describe(
      'Directory object ids of those who may do everything in chat, comma separated.',
    ),
    APPLICATIONINSIGHTS_CONNECTION_STRING: z
      .string()
      .default('')
      .describe('Where requests and faults are reported; empty: nowhere.'),
    NODE_ENV: z.string().default('production').describe('Anything but production is for trying.'),
  })
  .transform((env) => ({
    port: env.PORT,
    host: env.HOST,
    publicOrigin: env.PUBLIC_ORIGIN ?? null,
    bot: {
      id: env.BOT_ID,
      password: env.BOT_PASSWORD,
      type: env.BOT_TYPE,
      tenantId: env.BOT_TENANT_ID,
    },
    teamsAppId: env.TEAMS_APP_ID,
    tabHostOrigins: env.TAB_HOST_ORIGINS,
    logLevel: env.LOG_LEVEL,
    store: storeSettingsOf(env),
    managerIds: env.MANAGER_IDS,
    insights: env.APPLICATIONINSIGHTS_CONNECTION_STRING,
    identity: env.AZURE_CLIENT_ID,
  }));

export type BotConfig = Readonly<z.output<typeof schema>>;
/** Settings with which the bot runs by itself. */
export type DeployedConfig = BotConfig & { readonly store: StoreSettings };
type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings; throws one error that names every fault. Empty values count as not set. */
export function readConfig(env: Environment): BotConfig {
  return read(env, []);
}

/**
 * Reads the settings of a bot that runs by itself, not embedded: it needs a store, and in production
 * all that keeps strangers out.
 */
export function readDeployedConfig(env: Environment = process.env): DeployedConfig {
  const config = read(env, missingIn(env));
  if (config.store === null) throw new Error('The settings name no store.');
  return { ...config, store: config.store };
}

function read(env: Environment, missing: readonly string[]): BotConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value));
  const parsed = schema.safeParse(given);
  if (parsed.success && missing.length === 0) {
    const { bot, tabHostOrigins } = parsed.data;
    Object.freeze(bot);
    Object.freeze(tabHostOrigins);
    return Object.freeze(parsed.data);
  }
  const issues = parsed.error?.issues ?? [];
  const faults = issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const lines = [...faults, ...missing].map((fault) => `  ${fault}`);
  throw new Error(`The bot's settings have faults:\n${lines.join('\n')}`);
}

function missingIn(env: Environment): string[] {
  if ((env['NODE_ENV'] || 'production') !== 'production') {
    const hasStore = env['COSMOS_ENDPOINT'] || env['STORE_FILE'];
    return hasStore ? [] : ['COSMOS_ENDPOINT: needed, or STORE_FILE to try it on this machine'];
  }
  const needed = ['BOT_ID', 'BOT_TENANT_ID', 'COSMOS_ENDPOINT', 'PUBLIC_ORIGIN'];
  const missing = needed.filter((name) => !env[name]).map((name) => `${name}: needed`);
  if (env['STORE_FILE']) missing.push('STORE_FILE: not for production, several processes share it');
  if (/^http:/i.test(env['PUBLIC_ORIGIN'] ?? '')) missing.push('PUBLIC_ORIGIN: must be https');
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
