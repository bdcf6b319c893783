/** The child processes of `npm start`: logged to one file, and ended one after the other. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { LogFile } from './logFile.ts';

export type ChildPlan = {
  /** The name in messages, such as `The Agents Playground`. */
  readonly label: string;
  readonly part: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly onMessage?: (message: unknown) => void;
};

export type Children = {
  start(plan: ChildPlan): ChildProcess;
  /** Ends the children in reverse order of their start. */
  stop(): Promise<void>;
};

const endTimeoutMs = 10_000;

/** `onEnd` is called for a child that ended unexpectedly, with the way it ended: `with code 1`, `by SIGKILL`. */
export function createChildren(
  log: LogFile,
  onEnd: (label: string, how: string) => void,
): Children {
  const running: ChildProcess[] = [];
  let isStopping = false;

  return {
    start(plan) {
      const child = fork(plan.file, plan.args, {
        execArgv: [...(plan.execArgv ?? [])],
        env: { ...process.env, ...plan.env },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      running.push(child);
      log.follow(plan.part, child.stdout);
      log.follow(plan.part, child.stderr);
      if (plan.onMessage) child.on('message', plan.onMessage);
      child.once('exit', (code, signal) => {
        if (!isStopping) onEnd(plan.label, signal === null ? `with code ${code}` : `by ${signal}`);
      });
      return child;
    },
    async stop() {
      isStopping = true;
      for (const child of running.toReversed()) await end(child);
    },
  };
}

/** Sends SIGTERM to a child, and SIGKILL when it does not end in time. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const killTimer = setTimeout(() => child.kill('SIGKILL'), endTimeoutMs);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(killTimer);
}
