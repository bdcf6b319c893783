/** Processes that the benchmark starts: told what to do by messages, ended by their own handle. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a child may be asked once it is ready. */
export type Ask =
  | { readonly ask: 'memory' }
  | { readonly ask: 'idle' }
  | { readonly ask: 'passTime'; readonly ms: number }
  | { readonly ask: 'sweep' };

export type BenchChild = {
  /** Where it listens. */
  readonly url: string;
  /** From the moment it was spawned until it said that it is ready. */
  readonly readyAfterMs: number;
  /** Asks for something and awaits the answer. */
  ask<Answer>(message: Ask): Promise<Answer>;
  /** Asks it to end and awaits that. */
  end(): Promise<void>;
};

const readyWithinMs = 60_000;
const endWithinMs = 15_000;

/** Starts `file` of this folder as a Node process and waits until it says `{ ready: url }`. */
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
  const gone = once(child, 'exit');
  try {
    const { ready } = await nextMessage<{ ready?: string }>(child, readyWithinMs);
    if (ready === undefined) throw new Error(`${file} did not start.`);
    return {
      url: ready,
      readyAfterMs: performance.now() - startedMs,
      async ask<Answer>(message: Ask): Promise<Answer> {
        const answer = nextMessage<Answer>(child, readyWithinMs);
        child.send(message);
        return answer;
      },
      end: () => endChild(child, gone),
    };
  } catch (error) {
    await endChild(child, gone);
    throw error;
  }
}

/** Asks a process to end, and ends it when it does not. */
export async function endChild(child: ChildProcess, gone: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
  await gone;
  clearTimeout(impatience);
}

async function nextMessage<T>(child: ChildProcess, withinMs: number): Promise<T> {
  const ending = new AbortController();
  const onExit = () => ending.abort(new Error('A process of the benchmark ended too early.'));
  child.once('exit', onExit);
  try {
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(withinMs)]);
    const [message] = await once(child, 'message', { signal });
    return message as T;
  } finally {
    child.off('exit', onExit);
  }
}
