/**
 * `npm run package [-- --env dev] [--node node.exe]`: creates the deployment files in `dist/`: `bot.zip` for the
 * App Service, `ingest.zip` for the Functions app, `agent/` for the devices of rooms, and
 * `appPackage.<env>.zip` for Teams when `env/.env.<env>` has the values that provisioning writes. The toolkit names the environment by TEAMSFX_ENV: arguments
 * behind `--` get lost in some shells of Windows.
 */
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { readCommandLine } from './commandLine/commandLine.ts';
import { packAgent, UnusableNode } from './package/agentExecutable.ts';
import { packApp } from './package/appPackage.ts';
import { packBot, packIngest } from './package/deployables.ts';
import { buildTab, isTabStale } from './package/tabBuild.ts';
import { root } from './root.ts';

const chosen = process.env['TEAMSFX_ENV'] || 'dev';
const usage = `npm run package [-- --env <name>] [--node <file>]

Creates the deployment files in dist/: bot.zip, ingest.zip, the Monitoring Software for this system in
agent/, and the app package for Teams.

  --env    the environment whose values are in env/.env.<name> (TEAMSFX_ENV, or dev)
  --node   node.exe of Node ${process.version} for Windows: also creates agent/agent.exe
  --help   print this help`;
const { values } = readCommandLine(usage, {
  options: { env: { type: 'string', default: chosen }, node: { type: 'string' } },
});
const dist = `${root}dist`;

if (await isTabStale()) await buildTab();
const packed = [await packBot(dist, `${root}tab/dist`), await packIngest(dist)];
for (const { zip } of packed) console.log(zip);
for (const node of [process.execPath, ...(values.node === undefined ? [] : [values.node])])
  await printAgent(node);

const envFile = `${root}env/.env.${values.env}`;
const known = parseEnv(await readFile(envFile, 'utf8').catch(() => ''));
const appPackage = `${dist}/appPackage.${values.env}.zip`;
const missing = await packApp(`${root}appPackage`, appPackage, { ...known, ...process.env });
if (missing.length === 0) console.log(appPackage);
else
  console.log(
    `No app package: env/.env.${values.env} lacks ${missing.join(', ')}. Provisioning writes them.`,
  );

/** A file that is not usable, as the Node of macOS, does not keep the other files from being created. */
async function printAgent(node: string): Promise<void> {
  try {
    console.log(await packAgent(dist, node));
  } catch (error) {
    if (!(error instanceof UnusableNode)) throw error;
    console.log(`No executable of the Monitoring Software: ${error.message}`);
    if (node === values.node) process.exitCode = 1;
  }
}
