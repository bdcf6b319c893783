/**
 * Runs the commands of the platform's responses: checks each command, runs one after the other and puts
 * the result into the outbox. On opening, it finishes commands that a crash or a restart interrupted.
 */
import type { DeviceCommand } from '@rooms-pro/core/contracts';
import { z } from 'zod';
import { errorReason, type OnEvent } from '../log.ts';
import { type ResultItem, resultItem } from '../loop/items.ts';
import { createCommandQueue, maxCommands, tooMany } from './commandQueue.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';

/** The result of a command; `restarting`: the device shuts down now, and the next start reports the result. */
export type CommandOutcome = {
  readonly outcome: 'succeeded' | 'failed' | 'restarting';
  readonly detail?: string;
  /** A file to send to the platform. */
  readonly file?: string;
};

type Command = DeviceCommand['command'];

/** The command that requested a file. */
export type FileOrder = { readonly id: string; readonly expiresAt: string };

export type CommandRunnerDeps = {
  readonly ledger: Ledger;
  readonly allowed: readonly Command[];
  readonly run: (command: Command) => Promise<CommandOutcome>;
  /** Sends the file of a command and returns the result as a sentence. Never rejects. */
  readonly sendFile: (file: string, command: FileOrder) => Promise<string>;
  readonly inMeeting: () => Promise<boolean | null>;
  /** The time, corrected by the platform's clock: commands expire by that clock. */
  readonly now: () => Date;
  /** The time by the device's own clock, which all messages use. */
  readonly deviceNow: () => Date;
  /** When the device started, by its own clock. */
  readonly bootedAt: () => Date;
  /** Puts a result into the outbox and returns the number of its message. */
  readonly report: (result: ResultItem) => number;
  readonly onEvent: OnEvent;
};

const commandSchema = z.object({
  id: z.string().regex(/^[\w.-]{1,64}$/),
  command: z.string().max(64),
  expiresAt: z.iso.datetime({ offset: true }),
});
type RequestedCommand = z.infer<typeof commandSchema>;

/** Creates the command runner. */
export function openCommandRunner(deps: CommandRunnerDeps) {
  const { ledger, now, onEvent } = deps;
  const queue = createCommandQueue<RequestedCommand>(execute, onEvent);
  try {
    for (const entry of ledger.all()) finishInterrupted(entry);
  } catch (error) {
    // On a full disk the interrupted commands wait for the next start; heartbeats continue.
    onEvent('spool.failed', { reason: errorReason(error) });
  }

  function finishInterrupted(entry: LedgerEntry): void {
    if (entry.outcome !== undefined) {
      if (entry.toldSeq === undefined) reportResult(entry);
    } else if (entry.command === 'restartDevice' && deps.bootedAt() > new Date(entry.startedAt)) {
      finish(entry, 'succeeded', 'The device has restarted.');
    } else {
      finish(entry, 'failed', 'The Monitoring Software ended before the command ended.');
    }
  }

  function finish(entry: LedgerEntry, outcome: ResultItem['outcome'], detail: string): void {
    const finished = { ...entry, outcome, detail, finishedAt: deps.deviceNow().toISOString() };
    ledger.put(finished);
    const fields = { id: entry.id, command: entry.command };
    if (outcome === 'refused') onEvent('command.refused', { ...fields, reason: detail });
    else onEvent('command.finished', { ...fields, outcome });
    reportResult(finished);
  }

  function reportResult(entry: LedgerEntry): void {
    const { id, outcome = 'failed', detail, finishedAt = entry.startedAt } = entry;
    const toldSeq = deps.report(resultItem(id, outcome, detail, finishedAt));
    ledger.put({ ...entry, toldSeq });
  }

  async function refusalReason({ command, expiresAt }: RequestedCommand): Promise<string | null> {
    const known = deps.allowed.find((one) => one === command);
    if (known === undefined) return 'The settings of this device do not allow this command.';
    if (now() >= new Date(expiresAt)) return 'The command arrived after its expiry time.';
    if (await deps.inMeeting()) return 'A meeting is on.';
    return null;
  }

  async function execute(request: RequestedCommand): Promise<void> {
    const entry = {
      id: request.id,
      command: request.command,
      startedAt: deps.deviceNow().toISOString(),
      detail: '',
    };
    const reason = await refusalReason(request);
    if (reason !== null) return finish(entry, 'refused', reason);
    const command = deps.allowed.find((one) => one === request.command);
    if (command === undefined) return;
    // Stored before the command starts, so that the command does not run again after a crash.
    ledger.put(entry);
    onEvent('command.started', { id: request.id, command });
    const { outcome, detail = '' } = await runAndSend(deps, command, request);
    if (outcome !== 'restarting') finish(entry, outcome, detail);
  }

  function accept(request: RequestedCommand, confirmedBefore: number): void {
    const known = ledger.find(request.id);
    if (known === undefined) queue.add(request);
    else if (known.toldSeq !== undefined && known.toldSeq <= confirmedBefore)
      // The platform repeats the command although its result arrived: report the result again, do not run it.
      reportResult(known);
  }

  return {
    /** Accepts the commands of one response; `confirmedBefore` is the last message confirmed before this response. */
    accept(commands: readonly unknown[], confirmedBefore: number): void {
      const { readable, unreadable } = readCommands(commands);
      if (unreadable > 0)
        onEvent('command.refused', { reason: 'not readable', commands: unreadable });
      for (const request of readable.slice(0, maxCommands)) accept(request, confirmedBefore);
      // These get no result. The platform sends them again, and then they may run.
      const over = readable.length - maxCommands;
      if (over > 0) onEvent('command.refused', { reason: tooMany, commands: over });
    },
    /** Resolves when no command runs or waits. */
    idle: queue.idle,
  };
}

/** Parses the commands. Several message results may contain the same command: each id counts once. */
function readCommands(commands: readonly unknown[]) {
  const readable = new Map<string, RequestedCommand>();
  let unreadable = 0;
  for (const command of commands) {
    const request = commandSchema.safeParse(command).data;
    if (request === undefined) unreadable += 1;
    else if (!readable.has(request.id)) readable.set(request.id, request);
  }
  return { readable: [...readable.values()], unreadable };
}

/** Runs a command and sends the file that it created. */
async function runAndSend(
  { run, sendFile }: CommandRunnerDeps,
  command: Command,
  request: RequestedCommand,
): Promise<CommandOutcome> {
  const ran = await run(command).catch(
    (error: unknown): CommandOutcome => ({ outcome: 'failed', detail: errorReason(error) }),
  );
  if (ran.file === undefined) return ran;
  const sent = await sendFile(ran.file, request);
  return { ...ran, detail: `${ran.detail ?? ''} ${sent}`.trim() };
}

export type CommandRunner = ReturnType<typeof openCommandRunner>;
