/** Runs a program with fixed arguments, without a shell, with a time limit and a bounded output. */
import { execFile } from 'node:child_process';
import { programEnvironment } from './config.ts';

export type ProgramResult = {
  /** The exit code; `null` when the program did not start or exceeded its time limit. */
  readonly code: number | null;
  readonly output: Buffer;
};

/** Runs a program; never rejects. Secrets go into its environment: other users can read a command line. */
export type RunProgram = (
  file: string,
  args: readonly string[],
  timeoutMs: number,
  secrets?: Readonly<Record<string, string>>,
) => Promise<ProgramResult>;

const maxOutputBytes = 32 * 1024 * 1024;

/** Runs a program of this machine. */
export const runProgram: RunProgram = (file, args, timeoutMs, secrets) =>
  new Promise((resolve) => {
    const options = {
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: maxOutputBytes,
      encoding: 'buffer',
      windowsHide: true,
      ...(secrets === undefined ? {} : { env: programEnvironment(secrets) }),
    } as const;
    const child = execFile(file, [...args], options, (error, output) => {
      if (error === null) resolve({ code: 0, output });
      else resolve({ code: typeof error.code === 'number' ? error.code : null, output });
    });
    // Closes the input, because PowerShell waits for its end.
    child.stdin?.on('error', () => {});
    child.stdin?.end();
  });

/** The output as text; `null` when the program failed. */
export function outputText({ code, output }: ProgramResult): string | null {
  return code === 0 ? output.toString('utf8') : null;
}
