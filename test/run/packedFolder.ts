/** The folder of the programs that the tests pack once for each run. The run removes it at its end. */
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** `runner`: the process id of Vitest, which starts all workers. */
export const packedFolder = (runner: number): string =>
  path.join(tmpdir(), `rooms-pro-packed-${runner}`);

/** Vitest calls this before the first test: a killed run with the same process id can have left its folder. */
export async function setup(): Promise<void> {
  await rm(packedFolder(process.pid), { recursive: true, force: true });
}

/** Vitest calls this after the last test. */
export const teardown = setup;
