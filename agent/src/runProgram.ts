/** Runs a program with fixed arguments: no shell, a time limit, a bounded output. */
import { execFile } from 'node:child_process';

export type Ran = {
  /** `null`: it could not be started, or was ended because it took too long. */
  readonly code: number | null;
  readonly output: Buffer;
};

/** Runs a program; never rejects. */
export type RunProgram = (file: string, args: readonly string[], timeoutMs: number) => Promise<Ran>;

const mostOutputBytes = 32 * 1024 * 1024;

/** Runs a program of this machine. */
export const runProgram: RunProgram = (file, args, timeoutMs) =>
  new Promise((resolve) => {
    const options = {
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: mostOutputBytes,
      encoding: 'buffer',
      windowsHide: true,
    } as const;
    execFile(file, [...args], options, (error, output) => {
      if (error === null) resolve({ code: 0, output });
      else resolve({ code: typeof error.code === 'number' ? error.code : null, output });
    });
  });

/** The output as text, when the program succeeded. */
export function textOf({ code, output }: Ran): string | null {
  return code === 0 ? output.toString('utf8') : null;
}
