/** Runs a program with fixed arguments: no shell, a time limit, a bounded output. */
import { execFile } from 'node:child_process';
import { programEnvironment } from './config.ts';

export type Ran = {
  /** `null`: it could not be started, or was ended because it took too long. */
  readonly code: number | null;
  readonly output: Buffer;
};

/** Runs a program; never rejects. Secrets go into its environment: other users can read a command line. */
export type RunProgram = (
  file: string,
  args: readonly string[],
  timeoutMs: number,
  secrets?: Readonly<Record<string, string>>,
) => Promise<Ran>;

const mostOutputBytes = 32 * 1024 * 1024;

/** Runs a program of this machine. */
export const runProgram: RunProgram = (file, args, timeoutMs, secrets) =>
  new Promise((resolve) => {
    const options = {
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: mostOutputBytes,
      encoding: 'buffer',
      windowsHide: true,
      ...(secrets === undefined ? {} : { env: programEnvironment(secrets) }),
    } as const;
    const child = execFile(file, [...args], options, (error, output) => {
      if (error === null) resolve({ code: 0, output });
      else resolve({ code: typeof error.code === 'number' ? error.code : null, output });
    });
    // Nothing is typed to it: PowerShell would wait for the end of its input.
    child.stdin?.on('error', () => {});
    child.stdin?.end();
  });

/** The output as text, when the program succeeded. */
export function textOf({ code, output }: Ran): string | null {
  return code === 0 ? output.toString('utf8') : null;
}
