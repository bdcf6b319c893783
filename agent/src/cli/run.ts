/** `run`: the service. It ends on a signal, or when one of its loops fails. */
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isSameDevice } from '@rooms-pro/core/contracts';
import { readConfigFile } from '../config.ts';
import { makeWritable } from '../durable.ts';
import { readKeyFile } from '../keyFile.ts';
import { type AgentEvent, createLog, type LogFields, type OnEvent } from '../log.ts';
import { composeAgent } from './composeAgent.ts';
import { lockFolder } from './folderLock.ts';
import type { ExitCode, Io } from './io.ts';
import { createLogFile } from './logFile.ts';

/** The file into which the service writes its state for the command `status`. */
export function statusFile(spoolFolder: string): string {
  return path.join(spoolFolder, 'status.json');
}

/** Runs until `stop` is aborted or a loop fails; resolves when all loops have ended. */
export async function run(settingsFile: string, io: Io, stop: AbortSignal): Promise<ExitCode> {
  const read = readConfigFile(settingsFile);
  if (!read.ok) {
    io.error(`The settings have faults:\n${read.faults.map((fault) => `  ${fault}`).join('\n')}\n`);
    return 1;
  }
  const { config } = read;
  if (isWrittenByOthers(settingsFile)) {
    io.error(
      `Other users of this machine can change ${settingsFile}.\nchmod go-w ${settingsFile}\n`,
    );
    return 1;
  }
  const key = readKeyFile(config.keyFile);
  if (!key.ok) {
    io.error(`${key.sentence}\n${key.advice}\n`);
    return 1;
  }
  if (!isSameDevice(key.value.device, config.device)) {
    io.error(`The key is for "${key.value.device}", but the settings name "${config.device}".\n`);
    return 1;
  }
  makeWritable(config.spoolFolder);
  const lock = await lockFolder(config.spoolFolder);
  if (lock === null) {
    io.error('The Monitoring Software already runs with this spool folder.\n');
    return 1;
  }
  const writeFile = config.logFile === undefined ? () => {} : createLogFile(config.logFile);
  const write = (line: string) => {
    io.out(line);
    writeFile(line);
  };
  const log = createLog(write, () => new Date());
  const agent = composeAgent(config, key.value, recordStatus(config.spoolFolder, log));
  const stopRequested = new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([stopRequested, agent.ended]);
  await agent.stop();
  lock.release();
  return stop.aborted ? 0 : 1;
}

/** The settings name programs that the service runs. On Windows the installer sets the folder's rights. */
function isWrittenByOthers(file: string): boolean {
  return process.platform !== 'win32' && (statSync(file).mode & 0o022) !== 0;
}

const recordedEvents: readonly AgentEvent[] = [
  'agent.started',
  'telemetry.sent',
  'telemetry.deferred',
  'telemetry.keyRefused',
];

/** Logs each event and writes the last result of sending into the status file. */
function recordStatus(spoolFolder: string, log: OnEvent): OnEvent {
  let lastSentAt: string | null = null;
  return (event: AgentEvent, fields?: LogFields) => {
    log(event, fields);
    if (!recordedEvents.includes(event)) return;
    const at = new Date().toISOString();
    if (event === 'telemetry.sent') lastSentAt = at;
    const status = { pid: process.pid, at, event, lastSentAt, ...fields };
    try {
      writeFileSync(statusFile(spoolFolder), JSON.stringify(status), { mode: 0o600 });
    } catch {
      // The spool logs a full disk.
    }
  };
}
