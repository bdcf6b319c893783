/** The child processes of the benchmark: controlled by messages, ended by their handle. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The requests to a child process that is ready. */
export type Ask =
  | { readonly ask: 'memory' }
  | { readonly ask: 'idle' }
  | { readonly ask: 'passTime'; readonly ms: number }
  | { readonly ask: 'sweep' };

export type BenchChild = {
  /** The address of the child's server. */
  readonly url: string;
  /** The time from the spawn until the message `ready`. */
  readonly readyAfterMs: number;
  /** Sends a request and awaits the response. */
  ask<Answer>(message: Ask): Promise<Answer>;
  /** Ends the process and awaits its exit. */
  end(): Promise<void>;
};

const readyWithinMs = 60_000;
const endWithinMs = 15_000;

/** Starts `file` of this folder as a Node process and waits for its message `{ ready: url }`. */
export async function startBenchChild(
  file: string,
  args: readonly string[] = [],
  nodeFlags: readonly string[] = [],
): Promise<BenchChild> {
  const startedMs = performance.now();
  const script = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', ...nodeFlags, script, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const exited = once(child, 'exit');
  try {
    const { ready } = await nextMessage<{ ready?: string }>(child, readyWithinMs);
    if (ready === undefined) throw new Error(`${file} did not start.`);
    return {
      url: ready,
      readyAfterMs: performance.now() - startedMs,
      async ask<Answer>(message: Ask): Promise<Answer> {
        const response = nextMessage<Answer>(child, readyWithinMs);
        child.send(message);
        return response;
      },
      end: () => endChild(child, exited),
    };
  } catch (error) {
    await endChild(child, exited);
    throw error;
  }
}

/** Sends SIGTERM to a process, and SIGKILL when it does not end in time. */
export async function endChild(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const killTimer = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
  await exited;
  clearTimeout(killTimer);
}

async function nextMessage<T>(child: ChildProcess, withinMs: number): Promise<T> {
  const ending = new AbortController();
  const onExit = () => ending.abort(new Error('A process of the benchmark ended unexpectedly.'));
  child.once('exit', onExit);
  try {
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(withinMs)]);
    const [message] = await once(child, 'message', { signal });
    return message as T;
  } finally {
    child.off('exit', onExit);
  }
}
