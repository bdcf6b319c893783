/** Settings that all deployables on the store share, and the one way in which settings are read. */
import path from 'node:path';
import { hasHttpsEndpoints, urlSetting } from '@rooms-pro/core/contracts';
import type { AttachmentSettings, StoreSettings } from '@rooms-pro/store';
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Documents and tokens go there: TLS, unless they never leave this machine. */
const accountUrl = z
  .literal('')
  .or(urlSetting({ plainHttp: ['127.0.0.1'] }))
  .default('');
const days = z
  .string()
  .regex(/^([1-9]\d{0,3})?$/, 'a whole number of days from 1 to 9999')
  .default('');

/** An id of Entra or Teams. They compare ids as they stand in tokens, in small letters. */
export const guidSetting = z
  .string()
  .toLowerCase()
  .pipe(z.guid('not an id like 1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f').or(z.literal('')))
  .default('');

/** What the settings are for. Any other word would switch off what keeps strangers out. */
export const modeSetting = z
  .enum(['production', 'development', 'test'], 'production, development or test, exactly so')
  .default('production')
  .describe('production; development and test are for trying.');

/** A connection string whose addresses are addresses. */
export function checkedEndpoints<Setting extends z.ZodType<string>>(setting: Setting) {
  return setting.refine(hasHttpsEndpoints, 'an endpoint in it is no https address');
}

/** The settings that say where the data is; part of the schema of every deployable. */
export const dataSettings = {
  COSMOS_ENDPOINT: accountUrl.describe('Account of Cosmos DB, https://NAME.documents.azure.com.'),
  COSMOS_DATABASE: z.string().default('rooms-pro').describe('Database in that account.'),
  COSMOS_KEY: z
    .string()
    .default('')
    .describe('Key of that account, if it takes keys; empty: the managed identity.'),
  AZURE_CLIENT_ID: guidSetting.describe(
    'Client id of the managed identity; needed in production, unless there is a key.',
  ),
  STORE_FILE: z
    .string()
    .default('')
    .describe('Database file instead of Cosmos DB; never in production.'),
  KEEP_EVENTS_DAYS: days.describe(
    'Days after which Cosmos DB forgets what happened (the history of tickets); empty: never.',
  ),
  ATTACHMENTS_URL: accountUrl.describe(
    'Blob storage for attachments, https://NAME.blob.core.windows.net; empty: a folder beside STORE_FILE.',
  ),
};
type Places = z.output<z.ZodObject<typeof dataSettings>>;

/** Which database they name; `null`: none. */
export function readStoreSettings(places: Places): StoreSettings | null {
  const { COSMOS_ENDPOINT: endpoint, STORE_FILE: file, KEEP_EVENTS_DAYS: keep } = places;
  if (endpoint !== '')
    return {
      kind: 'cosmos',
      endpoint,
      database: places.COSMOS_DATABASE,
      identity: places.AZURE_CLIENT_ID || 'default',
      key: places.COSMOS_KEY,
      keepEventsDays: keep === '' ? null : Number(keep),
    };
  return file === '' ? null : { kind: 'sqlite', file };
}

/** Where attachments are kept; `null`: nowhere. */
export function readAttachmentSettings(places: Places): AttachmentSettings | null {
  const { ATTACHMENTS_URL: accountUrl, STORE_FILE: file } = places;
  if (accountUrl !== '')
    return { kind: 'blob', accountUrl, identity: places.AZURE_CLIENT_ID || 'default' };
  return file === ''
    ? null
    : { kind: 'folder', folder: path.join(path.dirname(file), 'attachments') };
}

/** Whether these are settings for real use; everything that does not exactly say otherwise is. */
export function isProduction({ NODE_ENV }: Environment): boolean {
  return NODE_ENV !== 'development' && NODE_ENV !== 'test';
}

/** What is missing for a deployable that runs by itself: a store, and in production one to share. */
export function missingDataSettings(env: Environment): string[] {
  const { COSMOS_ENDPOINT, COSMOS_KEY, AZURE_CLIENT_ID, STORE_FILE } = env;
  if (!isProduction(env)) {
    const hasStore = COSMOS_ENDPOINT || STORE_FILE;
    return hasStore ? [] : ['COSMOS_ENDPOINT: needed, or STORE_FILE to try it on this machine'];
  }
  const missing = COSMOS_ENDPOINT ? [] : ['COSMOS_ENDPOINT: needed'];
  if (!COSMOS_KEY && !AZURE_CLIENT_ID) missing.push('AZURE_CLIENT_ID: needed without COSMOS_KEY');
  if (STORE_FILE) missing.push('STORE_FILE: not for production, several processes share it');
  return missing;
}

/**
 * Reads settings by a schema and freezes them, two levels deep. Empty values count as not set. Throws
 * one error: its first line is `heading` and the names of all faulty settings, then a line for each fault
 * and for everything in `missing`.
 */
export function readSettings<Schema extends z.ZodType>(
  schema: Schema,
  env: Environment,
  { heading, missing }: { readonly heading: string; readonly missing: readonly string[] },
): Readonly<z.output<Schema>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value));
  const unfilled = unfilledIn(schema, given);
  const parsed = schema.safeParse(given);
  if (parsed.success && missing.length === 0 && unfilled.size === 0) {
    for (const part of Object.values(Object(parsed.data))) Object.freeze(part);
    return Object.freeze(parsed.data);
  }
  // What is wrong with a value that nobody filled in says nothing more.
  const issues = (parsed.error?.issues ?? []).filter(({ path: [name] }) => !unfilled.has(name));
  const faults = issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const all = [...unfilled.values(), ...faults, ...missing];
  // Some hosts keep the first line of an error only, so that line names every setting.
  const names = [...new Set(all.map((fault) => fault.split(/[.:]/, 1)[0]))].join(', ');
  const lines = all.map((fault) => `  ${fault}`);
  throw new Error(`${heading} ${names}\n${lines.join('\n')}`);
}

/** Settings that still hold what a file or the platform should have put a value in the place of. */
function unfilledIn(schema: z.ZodType, given: Environment): Map<PropertyKey | undefined, string> {
  const variables = schema instanceof z.ZodPipe ? schema.in : schema;
  const names = variables instanceof z.ZodObject ? Object.keys(variables.shape) : [];
  const found = new Map<PropertyKey | undefined, string>();
  for (const name of names) {
    const value = given[name] ?? '';
    if (/\$\{\{.*\}\}/.test(value)) found.set(name, `${name}: still a placeholder, fill it in`);
    if (isUnresolved(value)) found.set(name, `${name}: ${noSecret}`);
  }
  return found;
}

/** Whether a value is still the reference to a secret that the Key Vault did not give. */
export function isUnresolved(value: string | undefined): boolean {
  return /^@Microsoft\.KeyVault\(/i.test(value ?? '');
}

const noSecret =
  'the Key Vault did not give it; check that the secret is there and that the identity may read it, then restart';

/** One setting as the sample file shows it. */
export type Setting = {
  readonly name: string;
  readonly meaning: string;
  readonly byDefault: string;
};

/** Every setting of a schema with what it means and its default. */
export function describeSettings(schema: z.ZodObject): Setting[] {
  const defaults: Record<string, unknown> = schema.parse({});
  return Object.entries(schema.shape).map(([name, setting]) => ({
    name,
    meaning: setting.description ?? '',
    byDefault: String(defaults[name] ?? ''),
  }));
}
