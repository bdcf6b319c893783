/**
 * `npm start`: runs the demonstration on one machine. Builds the tab if it is outdated, starts the Agents
 * Playground, the platform and the simulated rooms as child processes, and prints their addresses.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { asksForHelp, buildTab, endAsMistake, isTabStale } from '@rooms-pro/scripts';
import { platformFlags } from './process/platformFlags.ts';
import { isReachable, waitFor } from './process/waitFor.ts';
import { type Children, createChildren } from './start/children.ts';
import { openLogFile } from './start/logFile.ts';
import { readStartOptions, type StartOptions, startArguments, usage } from './start/options.ts';
import { installBot, playgroundPlan } from './start/playground.ts';
import { isPortFree } from './start/ports.ts';
import { prepareData } from './start/prepareData.ts';

const startMs = 60_000;

/** The reason why the demonstration could not start; printed without a stack trace. */
class StartError extends Error {}

function scriptPath(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

async function checkPorts(options: StartOptions): Promise<void> {
  const wanted = [
    { port: options.port, option: '--port', what: 'the platform' },
    ...(options.hasPlayground
      ? [{ port: options.playgroundPort, option: '--playground-port', what: 'the Playground' }]
      : []),
  ];
  for (const { port, option, what } of wanted) {
    if (await isPortFree(port)) continue;
    throw new StartError(
      `Port ${port}, which ${what} needs, is in use. Stop the program that uses it, or choose another port: npm start -- ${option} ${port + 1}`,
    );
  }
}

async function prepareTab(): Promise<void> {
  if (!(await isTabStale())) return;
  console.log('Building the tab …');
  await buildTab();
}

async function startPlayground(children: Children, options: StartOptions): Promise<void> {
  const { playgroundPort, port, dataFolder } = options;
  children.start(playgroundPlan(playgroundPort, port, dataFolder));
  await waitFor(
    () => isReachable(`http://127.0.0.1:${playgroundPort}/`),
    startMs,
    'The Agents Playground does not respond.',
  );
}

async function startPlatform(children: Children, options: StartOptions): Promise<void> {
  const { port, pace, dataFolder } = options;
  const ready = new Promise<void>((resolve, reject) => {
    const child = children.start({
      label: 'The platform',
      part: 'platform',
      file: scriptPath('serve.ts'),
      args: ['--port', String(port), '--pace', String(pace), '--data', dataFolder],
      execArgv: platformFlags,
      onMessage: (message) => {
        const { ready, failed } = message as { ready?: string; failed?: string };
        if (ready !== undefined) resolve();
        if (failed !== undefined) reject(new StartError(failed));
      },
    });
    child.once('exit', () => reject(new StartError('The platform ended during its start.')));
  });
  await ready;
  await waitFor(
    () => isReachable(`http://127.0.0.1:${port}/readyz`),
    startMs,
    'The platform does not become ready.',
  );
}

function startFleet(children: Children, options: StartOptions, seed: number): void {
  const { port, pace, dataFolder } = options;
  const origin = `http://127.0.0.1:${port}`;
  children.start({
    label: 'The simulated fleet',
    part: 'fleet',
    file: scriptPath('fleet/main.ts'),
    args: ['--origin', origin, '--pace', String(pace), '--data', dataFolder, '--seed', `${seed}`],
    onMessage: (message) => {
      const { sentence } = message as { sentence?: string };
      if (sentence !== undefined)
        console.log(`${new Date().toTimeString().slice(0, 8)}  ${sentence}`);
    },
  });
}

function printWelcome(options: StartOptions, logFile: string): void {
  const { port, playgroundPort, pace, hasPlayground, hasFleet } = options;
  const links = [
    ...(hasPlayground ? [`  Teams (Agents Playground)  http://127.0.0.1:${playgroundPort}/`] : []),
    `  Rooms tab                  http://127.0.0.1:${port}/tab/`,
    `  Health of the platform     http://127.0.0.1:${port}/readyz`,
  ];
  const paceText =
    pace === 1
      ? 'Real time.'
      : 'Demo pace: one minute of the rules takes one second (use --real-time for real time).';
  const fleet = hasFleet
    ? ['40 simulated rooms send telemetry. To play a scenario: npm run simulate -- --list']
    : ['No simulated rooms (--no-fleet).'];
  console.log(
    [
      '',
      'Rooms Pro Management is running on this machine only (loopback, embedded database).',
      '',
      ...links,
      '',
      paceText,
      ...fleet,
      `The log is ${path.relative(process.cwd(), logFile)}. Stop with Ctrl-C.`,
      '',
    ].join('\n'),
  );
}

async function start(options: StartOptions): Promise<void> {
  await checkPorts(options);
  await prepareTab();
  const starts = await prepareData(options);
  const log = openLogFile(options.dataFolder);
  let isEnding = false;
  const end = async (code: number, sentence?: string) => {
    if (isEnding) return;
    isEnding = true;
    if (sentence !== undefined) console.error(sentence);
    await children.stop();
    await log.close();
    process.exit(code);
  };
  const children = createChildren(log, (label, how) =>
    end(1, `${label} has ended unexpectedly, ${how}. Its last output is in ${log.file}.`),
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => end(0, '\nStopping …'));
  try {
    // The Playground starts first, because the platform updates existing cards as soon as it runs.
    if (options.hasPlayground) await startPlayground(children, options);
    await startPlatform(children, options);
    if (options.hasPlayground) await installBot(`http://127.0.0.1:${options.playgroundPort}`);
    printWelcome(options, log.file);
    if (options.hasFleet) startFleet(children, options, starts);
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    await end(1, `${sentence}\nDetails are in ${log.file}.`);
  }
}

const given = process.argv.slice(2);
if (asksForHelp(given, startArguments)) {
  console.log(usage);
  process.exit(0);
}
const read = readStartOptions(given);
if (!read.ok) endAsMistake(read.fault, usage);
try {
  if (process.env['NODE_ENV'] === 'production')
    throw new StartError(
      'npm start runs the embedded demonstration, which is not for production. Unset NODE_ENV to run it.',
    );
  await start(read.options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
