/** For the test of what is deployed: unpacks a zip into an empty folder, runs it as Azure would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { unzipSync } from 'fflate';

/** Unpacks `zip` into `folder`, which then has nothing else in it. */
export async function unpack(zip: string, folder: string): Promise<void> {
  for (const [name, bytes] of Object.entries(unzipSync(await readFile(zip)))) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), bytes);
  }
}

type Settings = Readonly<Record<string, string>>;

function start(folder: string, file: string, env: Settings): ChildProcess {
  // Beside the folder, in which nothing else may be: the code that Node compiled for the start before.
  const compiled = path.join(path.dirname(folder), 'compiled');
  const own = { NODE_COMPILE_CACHE: compiled, ...env };
  return spawn(process.execPath, [file], { cwd: folder, env: own, stdio: 'pipe' });
}

/** Runs a program to its end: its code and what it said. */
export async function run(folder: string, file: string, env: Settings) {
  const child = start(folder, file, env);
  let said = '';
  const collect = (chunk: Buffer) => {
    said += chunk.toString('utf8');
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, said };
}

/**
 * Starts the bot and resolves once it says where it listens. `log`: the events it told of; `said`
 * resolves at one of them; `stop` tells it to end.
 */
export async function runBotProgram(folder: string, env: Settings) {
  const child = start(folder, 'main.mjs', env);
  const ended = new Promise<number | null>((done) => child.once('close', done));
  let faults = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    faults += chunk.toString('utf8');
  });
  const log: string[] = [];
  const waiting = new Set<() => void>();
  const port = await new Promise<number>((resolve, reject) => {
    if (child.stdout === null) throw new Error('It has no output.');
    createInterface(child.stdout).on('line', (line) => {
      const read = JSON.parse(line) as { event?: string; port?: number };
      log.push(read.event ?? '');
      if (read.event === 'bot.started') resolve(read.port ?? 0);
      for (const look of waiting) look();
    });
    ended.then((code) => reject(new Error(`It ended with code ${code}: ${faults}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    said: (event: string): Promise<void> =>
      new Promise((resolve) => {
        const look = () => {
          if (log.includes(event)) resolve();
        };
        waiting.add(look);
        look();
      }),
    stop(): Promise<number | null> {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/**
 * The border to the Functions host, which cannot be installed: the module that only the host
 * provides, remembering what is registered, and a program that loads the app as the host does and
 * calls functions by name. Prints what was registered and what was answered.
 */
export async function addFunctionsHost(folder: string): Promise<void> {
  const core = path.join(folder, 'node_modules', '@azure', 'functions-core');
  await mkdir(core, { recursive: true });
  await writeFile(path.join(core, 'index.js'), coreSource);
  await writeFile(path.join(folder, 'host.cjs'), hostSource);
}

const coreSource = `
exports.functions = [];
exports.hooks = {};
exports.setProgrammingModel = (model) => { exports.model = model; };
exports.log = () => {};
exports.registerFunction = (metadata, handler) => exports.functions.push({ metadata, handler });
exports.registerHook = (name, handler) => { exports.hooks[name] = handler; return { dispose() {} }; };
`;

/** The trace in which the host runs every function. */
export const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

const hostSource = `
const core = require('@azure/functions-core');
require('./' + require('./package.json').main);
const traceContext = { traceParent: '00-${traceId}-00f067aa0ba902b7-01' };
const context = { invocationId: 'invocation-1', traceContext };
async function invoke(name, input) {
  const { handler } = core.functions.find(({ metadata }) => metadata.name === name);
  const call = { inputs: [input], functionCallback: handler, invocationContext: context };
  await core.hooks.preInvocation?.(call);
  return call.functionCallback(input, context);
}
async function send(key, body) {
  const url = 'http://localhost/api/telemetry';
  const headers = { authorization: 'Bearer ' + key };
  const request = new Request(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = await invoke('ingestTelemetry', Object.assign(request, { query: new URLSearchParams() }));
  return { status: answer.status, body: answer.jsonBody };
}
async function main() {
  const registered = core.functions.map(({ metadata }) => metadata);
  const answers = [];
  // A host that must end while a request waits for a service that does not respond.
  if (process.env.HANGING) {
    void send('rpm_' + 'x'.repeat(43), {}).catch(() => {});
    const asks = () => process.getActiveResourcesInfo().some((name) => name.startsWith('TCP'));
    while (!asks()) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  for (const { key, body } of JSON.parse(process.env.REQUESTS || '[]')) answers.push(await send(key, body));
  if (answers.length > 0) await invoke('sweep', {});
  const capabilities = await core.model.getCapabilities({});
  await core.hooks.appTerminate({});
  process.stderr.write('REPORT ' + JSON.stringify({ registered, answers, capabilities }) + '\\n');
  // As the worker ends once the hooks have run.
  if (process.env.HANGING) process.exit(0);
}
main().catch((error) => { console.error(error); process.exit(1); });
`;
