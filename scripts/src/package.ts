/**
 * `npm run package [-- --env dev]`: creates the deployment files in `dist/`: `bot.zip` for the App Service,
 * `ingest.zip` for the Functions app, and `appPackage.<env>.zip` for Teams when `env/.env.<env>` has
 * the values that provisioning writes. The toolkit names the environment by TEAMSFX_ENV: arguments
 * behind `--` get lost in some shells of Windows.
 */
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { readCommandLine } from './commandLine/commandLine.ts';
import { packApp } from './package/appPackage.ts';
import { packBot, packIngest } from './package/deployables.ts';
import { buildTab, isTabStale } from './package/tabBuild.ts';
import { root } from './root.ts';

const chosen = process.env['TEAMSFX_ENV'] || 'dev';
const usage = `npm run package [-- --env <name>]

Creates the deployment files in dist/: bot.zip, ingest.zip and the app package for Teams.

  --env    the environment whose values are in env/.env.<name> (TEAMSFX_ENV, or dev)
  --help   print this help`;
const { values } = readCommandLine(usage, {
  options: { env: { type: 'string', default: chosen } },
});
const dist = `${root}dist`;

if (await isTabStale()) await buildTab();
const packed = [await packBot(dist, `${root}tab/dist`), await packIngest(dist)];
for (const { zip } of packed) console.log(zip);

const envFile = `${root}env/.env.${values.env}`;
const known = parseEnv(await readFile(envFile, 'utf8').catch(() => ''));
const appPackage = `${dist}/appPackage.${values.env}.zip`;
const missing = await packApp(`${root}appPackage`, appPackage, { ...known, ...process.env });
if (missing.length === 0) console.log(appPackage);
else
  console.log(
    `No app package: env/.env.${values.env} lacks ${missing.join(', ')}. Provisioning writes them.`,
  );
