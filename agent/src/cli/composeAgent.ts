/** Composes the Monitoring Software of this device from all its parts. */
import os from 'node:os';
import path from 'node:path';
import { createDeviceChecks } from '../checks/deviceChecks.ts';
import { createMaintenance } from '../checks/windows/maintenance.ts';
import { parseLedger } from '../commands/ledger.ts';
import { createRunCommand } from '../commands/runCommand.ts';
import { type AgentConfig, readProxyEnvironment, windowsFolder } from '../config.ts';
import { persistInFile } from '../durable.ts';
import { type DeviceKey, readKeyFile } from '../keyFile.ts';
import type { OnEvent } from '../log.ts';
import { followEventLog, keepBookmark } from '../logSource/followEventLog.ts';
import { followFile, keepFileBookmark } from '../logSource/followFile.ts';
import type { LogSource } from '../logSource/logSource.ts';
import { waitFor } from '../loop/wait.ts';
import { chooseProxy } from '../net/proxy.ts';
import { createTransport } from '../net/transport.ts';
import { runProgram } from '../runProgram.ts';
import { openSpool } from '../spool/openSpool.ts';
import type { Spool } from '../spool/spool.ts';
import { type Agent, startAgent } from '../startAgent.ts';

const now = () => new Date();
const firstBeatWithinMs = 10_000;
const wevtutilTimeoutMs = 60_000;
/** While these commands run, the app may be stopped. */
const restartingCommands: AgentConfig['allowedCommands'] = [
  'restartApp',
  'restartDevice',
  'update',
];

/** Starts the Monitoring Software with this device's settings and key. */
export function composeAgent(config: AgentConfig, key: DeviceKey, onEvent: OnEvent): Agent {
  const windows = process.platform === 'win32' ? windowsFolder() : null;
  const folder = config.spoolFolder;
  const spool = openSpool({ folder, maxBytes: config.spoolBytes, now, onEvent });
  const uptimeMs = () => os.uptime() * 1_000;
  const maintenance = createMaintenance(uptimeMs);
  const device = createDeviceChecks({
    config,
    run: runProgram,
    windows,
    now,
    uptimeMs,
    maintenance,
    onEvent,
  });
  const runCommand = createRunCommand({ config, run: runProgram, windows, now });
  const source = createLogSource(config, spool, windows, onEvent);
  const { server, caFile, beatEveryMs, allowedCommands } = config;
  const proxy = chooseProxy(server, config.proxy, readProxyEnvironment());
  return startAgent({
    server,
    device: config.device,
    key: createKeyReader(config.keyFile, key.key),
    spool,
    ledger: persistInFile(path.join(folder, 'commands.json'), parseLedger),
    ...(source === null ? {} : { logSource: source }),
    ...device,
    runCommand: (command) =>
      restartingCommands.includes(command)
        ? maintenance.during(() => runCommand(command))
        : runCommand(command),
    allowedCommands,
    uptimeMs,
    bootedAt: () => new Date(Date.now() - os.uptime() * 1_000),
    beatEveryMs,
    firstBeatWithinMs: Math.min(beatEveryMs, firstBeatWithinMs),
    fetch: createTransport({ proxy, caFile }),
    onEvent,
  });
}

/** Reads the key file at each call, so that a new key takes effect without a restart. */
function createKeyReader(file: string, first: string): () => string {
  let last = first;
  return () => {
    const read = readKeyFile(file);
    if (read.ok) last = read.value.key;
    return last;
  };
}

function createLogSource(
  { logSource, logEveryMs, spoolFolder }: AgentConfig,
  spool: Spool,
  windows: string | null,
  onEvent: OnEvent,
): LogSource | null {
  const common = { everyMs: logEveryMs, wait: waitFor, quarantine: spool.quarantine, onEvent };
  const file = path.join(spoolFolder, 'bookmark.json');
  if (logSource.kind === 'file')
    return followFile({ ...common, file: logSource.path, bookmark: keepFileBookmark(file), now });
  if (logSource.kind === 'none' || windows === null) return null;
  const wevtutil = (args: readonly string[]) =>
    runProgram(`${windows}\\System32\\wevtutil.exe`, args, wevtutilTimeoutMs);
  return followEventLog({ ...common, wevtutil, bookmark: keepBookmark(file) });
}
