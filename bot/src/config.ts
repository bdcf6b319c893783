/** All settings of the bot, validated together and frozen. Only this file of the bot reads the environment. */
import { urlSetting } from '@rooms-pro/core/contracts';
import { insightsSetting } from '@rooms-pro/insights';
import {
  checkedEndpoints,
  dataSettings,
  describeSettings,
  type Environment,
  guidSetting,
  isProduction,
  missingDataSettings,
  modeSetting,
  readAttachmentSettings,
  readSettings,
  readStoreSettings,
  type Setting,
} from '@rooms-pro/settings';
import type { StoreSettings } from '@rooms-pro/store';
import { z } from 'zod';

const toOrigin = (url: string) => new URL(url).origin;
const origin = urlSetting({ plainHttp: 'any' }).transform(toOrigin);
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'a whole number from 0 to 65535')
  .transform(Number)
  .pipe(z.number().max(65_535, 'a whole number from 0 to 65535'));
const list = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean));
const notAnOrigin = 'not an origin like https://teams.example or https://*.teams.example';
/** These values become part of a header and of the page, so only an origin is valid. */
const hostOrigins = list.pipe(z.array(z.string().refine(isHostOrigin, notAnOrigin)));

function isHostOrigin(text: string): boolean {
  const hasShape = /^https?:\/\/(\*\.)?[a-z\d-]+(\.[a-z\d-]+)*(:\d{1,5})?$/i.test(text);
  return hasShape && origin.safeParse(text.replace('://*.', '://')).success;
}

const ids = list.pipe(
  z.array(
    z
      .string()
      .toLowerCase()
      .pipe(z.guid('not an object id like 1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f')),
  ),
);

/** https only: a person who can change the keys in transit can sign in as any other person. */
const authority = urlSetting({ plainHttp: ['127.0.0.1', 'localhost'] }).transform(toOrigin);

const variables = z.object({
  PORT: port.default(3978).describe('Port to listen on.'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on; loopback by default.'),
  PUBLIC_ORIGIN: origin
    .optional()
    .describe('Where people reach this service, https://…; default: the address listened on.'),
  BOT_ID: guidSetting.describe(
    'Application id of the bot; empty: no Teams sign-in, for trying on this machine.',
  ),
  BOT_PASSWORD: z.string().default('').describe('Client secret; empty with a managed identity.'),
  BOT_TYPE: z
    .enum(['UserAssignedMSI', 'SingleTenant', 'MultiTenant'])
    .default('UserAssignedMSI')
    .describe('How the bot authenticates.'),
  BOT_TENANT_ID: guidSetting.describe('Directory (tenant) id of the bot.'),
  SIGN_IN_CLIENT_ID: guidSetting.describe(
    'Application id that people sign in to in the tab; empty: no person can sign in.',
  ),
  SIGN_IN_TENANT_ID: guidSetting.describe(
    'Directory (tenant) id of those people, not its domain name.',
  ),
  SIGN_IN_AUTHORITY: authority
    .default('https://login.microsoftonline.com')
    .describe('The service that signs people in; another one in national clouds.'),
  TEAMS_APP_ID: guidSetting.describe(
    'Teams app id; with it cards open the tab inside Teams, without it in a browser.',
  ),
  TAB_HOST_ORIGINS: hostOrigins.describe(
    'Further origins that may frame the tab, comma separated.',
  ),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least level of log lines written.'),
  ...dataSettings,
  MANAGER_IDS: ids.describe(
    'Directory object ids of the first Managers, who always have all rights, comma separated.',
  ),
  APPLICATIONINSIGHTS_CONNECTION_STRING: checkedEndpoints(insightsSetting),
  NODE_ENV: modeSetting,
});

const schema = variables.transform((env) => ({
  port: env.PORT,
  host: env.HOST,
  publicOrigin: env.PUBLIC_ORIGIN ?? null,
  bot: {
    id: env.BOT_ID,
    password: env.BOT_PASSWORD,
    type: env.BOT_TYPE,
    tenantId: env.BOT_TENANT_ID,
  },
  signIn: signInOf(env),
  teamsAppId: env.TEAMS_APP_ID,
  tabHostOrigins: env.TAB_HOST_ORIGINS,
  logLevel: env.LOG_LEVEL,
  store: readStoreSettings(env),
  attachments: readAttachmentSettings(env),
  managerIds: env.MANAGER_IDS,
  insights: env.APPLICATIONINSIGHTS_CONNECTION_STRING,
  identity: env.AZURE_CLIENT_ID,
}));

/** The sign-in of people; `null`: not configured. */
function signInOf(env: Record<`SIGN_IN_${'CLIENT_ID' | 'TENANT_ID' | 'AUTHORITY'}`, string>) {
  const { SIGN_IN_CLIENT_ID: clientId, SIGN_IN_TENANT_ID: tenantId } = env;
  if (clientId === '' || tenantId === '') return null;
  return { clientId, tenantId, authority: env.SIGN_IN_AUTHORITY };
}

export type BotConfig = Readonly<z.output<typeof schema>>;
/** The settings of a deployed bot: they name a store. */
export type DeployedConfig = BotConfig & { readonly store: StoreSettings };

const heading = "The bot's settings have faults:";

/** Reads the settings; throws one error that names every fault. An empty value counts as absent. */
export function readConfig(env: Environment): BotConfig {
  return readSettings(schema, env, { heading, missing: openToAnybody(env) });
}

/**
 * Reads the settings of a bot that is a separate process. It needs a store, and in production every setting
 * that protects it from strangers.
 */
export function readDeployedConfig(env: Environment = process.env): DeployedConfig {
  const missing = [
    ...openToAnybody(env),
    ...missingDataSettings(env),
    ...(isProduction(env) ? missingInProduction(env) : halfOfSignIn(env)),
  ];
  const config = readSettings(schema, env, { heading, missing });
  if (config.store === null) throw new Error('The settings name no store.');
  return { ...config, store: config.store };
}

function missingInProduction(env: Environment): string[] {
  const needed = [
    'BOT_ID',
    'BOT_TENANT_ID',
    'PUBLIC_ORIGIN',
    'ATTACHMENTS_URL',
    'SIGN_IN_CLIENT_ID',
    'SIGN_IN_TENANT_ID',
  ];
  const missing = needed.filter((name) => !env[name]).map((name) => `${name}: needed`);
  if (/^\s*http:/i.test(env['PUBLIC_ORIGIN'] ?? '')) missing.push('PUBLIC_ORIGIN: must be https');
  return missing;
}

/** Without `BOT_ID` there is no sign-in of Teams: a client that reaches the address can use any person's name. */
function openToAnybody({ BOT_ID, HOST }: Environment): string[] {
  if (BOT_ID || !HOST || /^(localhost|\[?::1\]?|127(\.\d{1,3}){3})$/i.test(HOST)) return [];
  return ['HOST: only this machine (127.0.0.1) as long as BOT_ID is empty'];
}

/** One setting without the other would look like a sign-in and reject every person. */
function halfOfSignIn(env: Environment): string[] {
  const pair = ['SIGN_IN_CLIENT_ID', 'SIGN_IN_TENANT_ID'] as const;
  const missing = pair.filter((name) => !env[name]);
  return missing.length === 1 ? [`${missing[0]}: needed, because the other is set`] : [];
}

/** Every setting with its meaning and its default, for the sample file. */
export function describeConfig(): Setting[] {
  return describeSettings(variables);
}
