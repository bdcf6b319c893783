/** The processes under `npm start`: tied to it, logged to one file, ended one after the other. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { LogFile } from './logFile.ts';

export type ChildPlan = {
  /** How people call it when it ends by itself: `The Agents Playground`. */
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
  /** Ends the children, the last started first. */
  stop(): Promise<void>;
};

const patienceMs = 10_000;

/** `onEnd` hears of a child that ended although nobody asked it to, and how: `with code 1`, `by SIGKILL`. */
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

/** Asks a child to end, and ends it when it does not. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const impatience = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(impatience);
}
