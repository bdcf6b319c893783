/** Starts the platform in a process of its own, and ends it: kindly, or as a power cut would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const serverFile = fileURLToPath(new URL('./server.ts', import.meta.url));
const startWithinMs = 60_000;

/** A process that has loaded its code, or is about to, and has not opened the file. */
export type Child = {
  /** Opens the file and listens; answers where. */
  start(): Promise<string>;
  /** SIGKILL, at once; for one that is gone, nothing. */
  kill(): void;
  /** SIGTERM: asks it to end. */
  end(): void;
  /** Resolves once the process is gone. */
  readonly gone: Promise<void>;
};

/** Prepares the platform on this folder. */
export function createChild(dataFolder: string, pace: number): Child {
  const args = [serverFile, '--data', dataFolder, '--pace', String(pace)];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  return {
    start: () => start(child),
    kill: () => child.kill('SIGKILL'),
    end: () => child.kill('SIGTERM'),
    gone: once(child, 'exit').then(() => undefined),
  };
}

async function start(child: ChildProcess): Promise<string> {
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(startWithinMs)]);
  child.once('exit', () => ending.abort(new Error('The platform ended before it was ready.')));
  child.send('start');
  const [message] = await once(child, 'message', { signal });
  const { ready } = message as { ready?: string };
  if (!ready) throw new Error(`The platform did not start: ${JSON.stringify(message)}`);
  return ready;
}
