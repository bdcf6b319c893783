/** What each command does on this system: one program with fixed arguments, or our own clean-up. */
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
const patienceMs: Readonly<Record<Command, number>> = {
  restartApp: minuteMs,
  restartDevice: minuteMs,
  cleanUp: 10 * minuteMs,
  update: 60 * minuteMs,
  collectLogs: 15 * minuteMs,
};

/**
 * The programs of Teams Rooms on Windows. The kiosk starts the app again when it ends; the log
 * script is the app's own. `null`: nothing is built in.
 */
export function builtInProgram(command: Command, windows: string | null): Program | null {
  if (windows === null || command === 'cleanUp') return null;
  const system = `${windows}\\System32`;
  const powershell = `${system}\\WindowsPowerShell\\v1.0\\powershell.exe`;
  const logs = 'C:\\Rigel\\x64\\Scripts\\Provisioning\\ScriptLaunch.ps1';
  const unattended = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'];
  const programs: Readonly<Record<Exclude<Command, 'cleanUp'>, Program>> = {
    restartApp: [`${system}\\taskkill.exe`, '/F', '/T', '/IM', 'Microsoft.SkypeRoomSystem.exe'],
    // A delay, so that this process can note what it has begun.
    restartDevice: [`${system}\\shutdown.exe`, '/r', '/f', '/t', '15'],
    update: [`${system}\\UsoClient.exe`, 'ScanInstallWait'],
    collectLogs: [powershell, ...unattended, logs, 'CollectSrsV2Logs.ps1'],
  };
  return programs[command];
}

/** What the built-in programs have done. */
const details: Readonly<Record<Command, string>> = {
  restartApp: 'The app was ended; the device starts it again.',
  restartDevice: 'The device restarts.',
  cleanUp: 'Cleaned up.',
  update: 'Updates were looked for and installed.',
  collectLogs: 'The logs were collected.',
};

export type RunCommandDeps = {
  readonly config: Pick<AgentConfig, 'programs' | 'cleanUpFolders' | 'logsFolder' | 'spoolFolder'>;
  readonly run: RunProgram;
  /** The folder of Windows, or `null` on another system. */
  readonly windows: string | null;
  readonly now: () => Date;
};

/** Makes what runs a command; it answers and never rejects for a program that failed. */
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
    const { code } = await run(file, args, patienceMs[command]);
    if (code === null)
      return { outcome: 'failed', detail: 'The program did not start, or took too long.' };
    if (code !== 0) return { outcome: 'failed', detail: `The program ended with code ${code}.` };
    const { note, ...made } = command === 'collectLogs' ? await madeFile(config, startedMs) : {};
    // Only the owner knows what a program of theirs does; its arguments may hold what is secret.
    const isOwn = config.programs[command] !== undefined;
    if (command === 'restartDevice' && !isOwn) return { outcome: 'restarting' };
    const said = isOwn ? `Ran ${file}, exit code 0.` : details[command];
    const detail = note === undefined ? said : `${said} ${note}`;
    return { outcome: 'succeeded', detail, ...made };
  };
}

/** The logs that were collected since then, when they are to be sent, or a note why they are not. */
async function madeFile(
  { logsFolder }: RunCommandDeps['config'],
  sinceMs: number,
): Promise<Pick<CommandOutcome, 'file'> & { readonly note?: string }> {
  if (logsFolder === '') return {};
  try {
    const file = await collectedLogs(logsFolder, sinceMs);
    return file === null ? {} : { file };
  } catch (error) {
    const reason = error instanceof LinkInPath ? error.message : `${logsFolder} cannot be read.`;
    return { note: `Nothing is sent: ${reason}` };
  }
}
