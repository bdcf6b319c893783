/** The command line of the Monitoring Software: `agent.exe <command>`, or `node agent.cjs <command>`. */
import path from 'node:path';
import { isSea } from 'node:sea';
import { parseArgs } from 'node:util';
import { readProxyEnvironment, windowsFolder } from '../config.ts';
import { explainFileFault } from '../fileFaults.ts';
import { runProgram } from '../runProgram.ts';
import { selfTest } from '../selfTest/selfTest.ts';
import { renderSteps } from '../selfTest/step.ts';
import { agentVersion } from '../version.ts';
import type { ExitCode, Io } from './io.ts';
import { enrol, rotateKey } from './keys.ts';
import { run } from './run.ts';
import { status } from './status.ts';

const program = isSea() ? path.basename(process.execPath) : 'node agent.cjs';
const help = `Rooms Pro Management, Monitoring Software ${agentVersion}

  ${program} <command> [--settings <file>]

  run                                  monitors the device and reports to the platform
  enrol --server <url> --code <code>   enrols this device [--device <id>]
  rotate-key                           requests a new key
  self-test [--json]                   shows why the device cannot connect
  status [--json]                      shows the state of the service
  version                              prints the version
  help, or any command with --help     prints this help

The default settings file is agent.json beside this file.
`;

const options = {
  settings: { type: 'string' },
  server: { type: 'string' },
  code: { type: 'string' },
  device: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Returns the parsed arguments, the error text, or `null` when the arguments contain --help. */
function readArguments(args: string[]) {
  const { values } = parseArgs({ args, options, allowPositionals: true, strict: false });
  if (values.help === true) return null;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function main(args: string[], io: Io, stop: AbortSignal): Promise<ExitCode> {
  const read = readArguments(args);
  if (read === null || typeof read === 'string') {
    if (read === null) io.out(help);
    else io.error(`${read}\n\n${help}`);
    return read === null ? 0 : 2;
  }
  const { values, positionals } = read;
  const beside = path.join(path.dirname(process.argv[1] ?? '.'), 'agent.json');
  const settingsFile = path.resolve(values.settings ?? beside);
  const { json, server, code, device } = values;
  switch (positionals[0]) {
    case 'run':
      return run(settingsFile, io, stop);
    case 'enrol':
      if (code !== undefined) return enrol({ settingsFile, server, code, device }, io);
      io.error('The code is missing: enrol --server <url> --code <code>.\n');
      return 2;
    case 'rotate-key':
      return rotateKey(settingsFile, io);
    case 'self-test':
      return testSelf(settingsFile, json, io);
    case 'status':
      return status(settingsFile, json, io);
    case 'version':
      io.out(`${agentVersion}\n`);
      return 0;
    case undefined:
    case 'help':
      io.out(help);
      return 0;
    default:
      io.error(`There is no command "${positionals[0]}".\n\n${help}`);
      return 2;
  }
}

async function testSelf(settingsFile: string, json: boolean, io: Io): Promise<ExitCode> {
  const steps = await selfTest({
    settingsFile,
    environment: readProxyEnvironment(),
    run: runProgram,
    windows: process.platform === 'win32' ? windowsFolder() : null,
    now: () => new Date(),
  });
  const isWell = steps.every(({ verdict }) => verdict === 'passed');
  io.out(json ? `${JSON.stringify({ isWell, steps })}\n` : `${renderSteps(steps)}\n`);
  return isWell ? 0 : 1;
}

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
// The service continues when the reader of its output ends.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
const io: Io = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
};
main(process.argv.slice(2), io, stopping.signal).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const fault = explainFileFault(error);
    const message = error instanceof Error ? error.message : String(error);
    io.error(fault === null ? `${message}\n` : `${fault.sentence}\n${fault.advice}\n`);
    process.exitCode = 2;
  },
);
