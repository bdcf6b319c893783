/** Runs a command on this system: one program with fixed arguments, or the built-in clean-up. */
import type { DeviceCommand } from '@rooms-pro/core/contracts';
import type { AgentConfig } from '../config.ts';
import { LinkInPath } from '../folders/openFolder.ts';
import type { RunProgram } from '../runProgram.ts';
import { cleanUp } from './cleanUp.ts';
import { collectedLogs } from './collectedLogs.ts';
import type { CommandOutcome } from './commandRunner.ts';

type Command = DeviceCommand['command'];
type Program = readonly [file: string, ...args: string[]];

const minuteMs = 60_000;
const timeoutMs: Readonly<Record<Command, number>> = {
  restartApp: minuteMs,
  restartDevice: minuteMs,
  cleanUp: 10 * minuteMs,
  update: 60 * minuteMs,
  collectLogs: 15 * minuteMs,
};

/**
 * The built-in programs for Teams Rooms on Windows; `null` when there is no built-in program. The kiosk
 * starts the app again when it ends; the log script belongs to the app.
 */
export function builtInProgram(command: Command, windows: string | null): Program | null {
  if (windows === null || command === 'cleanUp') return null;
  const system = `${windows}\\System32`;
  const powershell = `${system}\\WindowsPowerShell\\v1.0\\powershell.exe`;
  const logs = 'C:\\Rigel\\x64\\Scripts\\Provisioning\\ScriptLaunch.ps1';
  const unattended = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'];
  const programs: Readonly<Record<Exclude<Command, 'cleanUp'>, Program>> = {
    restartApp: [`${system}\\taskkill.exe`, '/F', '/T', '/IM', 'Microsoft.SkypeRoomSystem.exe'],
    // The delay gives this process time to store that the command started.
    restartDevice: [`${system}\\shutdown.exe`, '/r', '/f', '/t', '15'],
    update: [`${system}\\UsoClient.exe`, 'ScanInstallWait'],
    collectLogs: [powershell, ...unattended, logs, 'CollectSrsV2Logs.ps1'],
  };
  return programs[command];
}

/** The result texts of the built-in programs. */
const details: Readonly<Record<Command, string>> = {
  restartApp: 'The app was stopped; the device starts it again.',
  restartDevice: 'The device restarts.',
  cleanUp: 'Cleaned up.',
  update: 'The available updates were installed.',
  collectLogs: 'The logs were collected.',
};

export type RunCommandDeps = {
  readonly config: Pick<AgentConfig, 'programs' | 'cleanUpFolders' | 'logsFolder' | 'spoolFolder'>;
  readonly run: RunProgram;
  /** The folder of Windows; `null` on other systems. */
  readonly windows: string | null;
  readonly now: () => Date;
};

/** Creates the function that runs a command. A failed program gives the outcome `failed`, not a rejection. */
export function createRunCommand({ config, run, windows, now }: RunCommandDeps) {
  return async (command: Command): Promise<CommandOutcome> => {
    const [file, ...args] = config.programs[command] ?? builtInProgram(command, windows) ?? [];
    if (file === undefined && command === 'cleanUp')
      return cleanUp({
        folders: config.cleanUpFolders,
        spoolFolder: config.spoolFolder,
        nowMs: now().getTime(),
      });
    if (file === undefined)
      return { outcome: 'failed', detail: 'This device has no program for this command.' };
    const startedMs = now().getTime();
    const { code } = await run(file, args, timeoutMs[command]);
    if (code === null)
      return { outcome: 'failed', detail: 'The program did not start, or took too long.' };
    if (code !== 0) return { outcome: 'failed', detail: `The program ended with code ${code}.` };
    const { note, ...made } =
      command === 'collectLogs' ? await findCollectedLogs(config, startedMs) : {};
    // The effect of a configured program is unknown here, and its arguments may contain secrets.
    const isOwn = config.programs[command] !== undefined;
    if (command === 'restartDevice' && !isOwn) return { outcome: 'restarting' };
    const summary = isOwn ? `Ran ${file}, exit code 0.` : details[command];
    const detail = note === undefined ? summary : `${summary} ${note}`;
    return { outcome: 'succeeded', detail, ...made };
  };
}

/** Returns the logs that were collected since `sinceMs`, or a note why they are not sent. */
async function findCollectedLogs(
  { logsFolder }: RunCommandDeps['config'],
  sinceMs: number,
): Promise<Pick<CommandOutcome, 'file'> & { readonly note?: string }> {
  if (logsFolder === '') return {};
  try {
    const file = await collectedLogs(logsFolder, sinceMs);
    return file === null ? {} : { file };
  } catch (error) {
    const reason = error instanceof LinkInPath ? error.message : `${logsFolder} cannot be read.`;
    return { note: `No logs are sent: ${reason}` };
  }
}
