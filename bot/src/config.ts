/** Every setting of the bot, checked at once and frozen. The only reader of the environment here. */
import { z } from 'zod';

const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin);
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
  }));

export type BotConfig = Readonly<z.output<typeof schema>>;

/** Reads the settings; throws one error that names every fault. Empty values count as not set. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): BotConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value));
  const parsed = schema.safeParse(given);
  if (parsed.success) {
    const { bot, tabHostOrigins } = parsed.data;
    Object.freeze(bot);
    Object.freeze(tabHostOrigins);
    return Object.freeze(parsed.data);
  }
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The bot's settings have faults:\n${faults.join('\n')}`);
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
