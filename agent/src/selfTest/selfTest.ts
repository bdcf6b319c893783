/** Finds out step by step why this device cannot reach the platform. */
import { type AgentConfig, type ProxyEnvironment, readConfigFile } from '../config.ts';
import { readKeyFile } from '../keyFile.ts';
import { chooseProxy } from '../net/proxy.ts';
import { createAgents, createTransport, type NetworkAgents } from '../net/transport.ts';
import { outputText, type RunProgram } from '../runProgram.ts';
import { testExchange } from './exchange.ts';
import { testConnection, testName, testTls } from './network.ts';
import { fail, pass, type Step, type StepName, skip, stepNames } from './step.ts';

export type SelfTestDeps = {
  readonly settingsFile: string;
  readonly environment: ProxyEnvironment;
  readonly run: RunProgram;
  /** The folder of Windows; `null` on other systems. */
  readonly windows: string | null;
  readonly now: () => Date;
};

/** Runs all steps; the steps after a failed step are skipped. */
export async function selfTest(deps: SelfTestDeps): Promise<Step[]> {
  const read = readConfigFile(deps.settingsFile);
  if (!read.ok) {
    const faults = read.faults.join('; ');
    const step = fail(
      'settings',
      `The settings have faults: ${faults}`,
      'Correct the settings file.',
    );
    return [step, ...skipRemaining('settings')];
  }
  const { config } = read;
  const key = readKeyFile(config.keyFile);
  const first = [
    pass('settings', `Read from ${deps.settingsFile}.`),
    key.ok
      ? pass('key file', 'The file contains a key and is protected.')
      : fail('key file', key.sentence, key.advice),
  ];
  const proxy = chooseProxy(config.server, config.proxy, deps.environment);
  const { caFile } = config;
  let agents: NetworkAgents;
  try {
    agents = createAgents({ proxy, caFile });
  } catch {
    const sentence = `The file ${caFile} of "caFile" cannot be read.`;
    const step = fail('settings', sentence, 'Check "caFile" in the settings.');
    return [step, ...skipRemaining('settings')];
  }
  const route = await testRoute(deps, config, proxy, agents);
  if (route.some(({ verdict }) => verdict === 'failed')) return [...first, ...route];
  const exchange = await testExchange({
    server: config.server,
    device: config.device,
    key: key.ok ? key.value.key : null,
    fetch: createTransport({ proxy, caFile }),
    now: deps.now,
  });
  return [...first, ...route, ...exchange];
}

/** Runs the steps from the name to TLS. */
async function testRoute(
  { run, windows }: SelfTestDeps,
  config: AgentConfig,
  proxy: URL | null,
  agents: NetworkAgents,
): Promise<Step[]> {
  const server = new URL(config.server);
  const name = await testName(proxy ?? server, proxy === null ? 'server' : 'proxy');
  const proxyStep = await describeProxy(proxy, config, run, windows);
  if (name.verdict === 'failed') return [name, proxyStep, ...skipRemaining('name', 'proxy')];
  const reached = await testConnection(server, proxy);
  if (reached.verdict === 'failed')
    return [name, proxyStep, reached, ...skipRemaining('connection')];
  const [connection, secure] = await testTls(server, proxy, agents.https);
  if (secure === null) return [name, proxyStep, connection, ...skipRemaining('connection')];
  const rest = secure.verdict === 'failed' ? skipRemaining('TLS') : [];
  return [name, proxyStep, connection, secure, ...rest];
}

/** The skipped steps after a failed step. */
function skipRemaining(failed: StepName, lastDone: StepName = failed): Step[] {
  return stepNames.slice(stepNames.indexOf(lastDone) + 1).map((step) => skip(step, failed));
}

async function describeProxy(
  proxy: URL | null,
  { proxy: setting }: AgentConfig,
  run: RunProgram,
  windows: string | null,
): Promise<Step> {
  const from = setting === undefined ? 'the environment' : 'the settings';
  if (proxy !== null) return pass('proxy', `Requests go through ${proxy.host} (from ${from}).`);
  const straight = 'None: the connection is direct.';
  if (windows === null || setting !== undefined) return pass('proxy', straight);
  const netsh = `${windows}\\System32\\netsh.exe`;
  const output = outputText(await run(netsh, ['winhttp', 'show', 'proxy'], 15_000)) ?? '';
  const known = /([\w.-]+:\d{2,5})/.exec(output)?.[1];
  return known === undefined
    ? pass('proxy', straight)
    : pass(
        'proxy',
        straight,
        `Windows is configured with the proxy ${known}. If the next step fails, set "proxy" in the settings to http://${known}.`,
      );
}
