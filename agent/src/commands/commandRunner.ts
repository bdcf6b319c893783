/**
 * Takes the commands of the platform's answers: judges each, runs one after the other, keeps the
 * result with the telemetry. What was begun before a crash or a restart is settled on opening.
 */
import type { DeviceCommand } from '@rooms-pro/core/contracts';
import { z } from 'zod';
import { type OnEvent, reasonOf } from '../log.ts';
import { type ResultItem, resultItem } from '../loop/items.ts';
import { createCommandQueue, mostCommands, tooMany } from './commandQueue.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';

/** What became of a command; `restarting`: the device goes down now, and the next start will tell. */
export type CommandOutcome = {
  readonly outcome: 'succeeded' | 'failed' | 'restarting';
  readonly detail?: string;
  /** A file that the platform is to have. */
  readonly file?: string;
};

type Command = DeviceCommand['command'];

/** The command that a file answers. */
export type FileOrder = { readonly id: string; readonly expiresAt: string };

export type CommandRunnerDeps = {
  readonly ledger: Ledger;
  readonly allowed: readonly Command[];
  readonly run: (command: Command) => Promise<CommandOutcome>;
  /** Sends what a command made; answers in a sentence what became of it, and never rejects. */
  readonly sendFile: (file: string, command: FileOrder) => Promise<string>;
  readonly inMeeting: () => Promise<boolean | null>;
  /** The time, corrected by the platform's clock: commands expire by that clock. */
  readonly now: () => Date;
  /** The time by the device's own clock, as in everything that is sent. */
  readonly deviceNow: () => Date;
  /** When the device was started, by its own clock. */
  readonly bootedAt: () => Date;
  /** Keeps a result with the telemetry and answers the number of its message. */
  readonly report: (result: ResultItem) => number;
  readonly onEvent: OnEvent;
};

const commandSchema = z.object({
  id: z.string().regex(/^[\w.-]{1,64}$/),
  command: z.string().max(64),
  expiresAt: z.iso.datetime({ offset: true }),
});
type Asked = z.infer<typeof commandSchema>;

/** Opens the desk. */
export function openCommandRunner(deps: CommandRunnerDeps) {
  const { ledger, now, onEvent } = deps;
  const queue = createCommandQueue<Asked>(execute, onEvent);
  try {
    for (const entry of ledger.all()) settleLeftover(entry);
  } catch (error) {
    // A full disk: what is left over waits for the next start, and the heart beats meanwhile.
    onEvent('spool.failed', { reason: reasonOf(error) });
  }

  function settleLeftover(entry: LedgerEntry): void {
    if (entry.outcome !== undefined) {
      if (entry.toldSeq === undefined) tell(entry);
    } else if (entry.command === 'restartDevice' && deps.bootedAt() > new Date(entry.startedAt)) {
      finish(entry, 'succeeded', 'The device has restarted.');
    } else {
      finish(entry, 'failed', 'The Monitoring Software ended before the command had.');
    }
  }

  function finish(entry: LedgerEntry, outcome: ResultItem['outcome'], detail: string): void {
    const finished = { ...entry, outcome, detail, finishedAt: deps.deviceNow().toISOString() };
    ledger.put(finished);
    const fields = { id: entry.id, command: entry.command };
    if (outcome === 'refused') onEvent('command.refused', { ...fields, reason: detail });
    else onEvent('command.finished', { ...fields, outcome });
    tell(finished);
  }

  function tell(entry: LedgerEntry): void {
    const { id, outcome = 'failed', detail, finishedAt = entry.startedAt } = entry;
    const toldSeq = deps.report(resultItem(id, outcome, detail, finishedAt));
    ledger.put({ ...entry, toldSeq });
  }

  async function whyNot({ command, expiresAt }: Asked): Promise<string | null> {
    const known = deps.allowed.find((one) => one === command);
    if (known === undefined) return 'The settings of this device do not allow this command.';
    if (now() >= new Date(expiresAt)) return 'The command came after its time.';
    if (await deps.inMeeting()) return 'A meeting is on.';
    return null;
  }

  async function execute(asked: Asked): Promise<void> {
    const entry = {
      id: asked.id,
      command: asked.command,
      startedAt: deps.deviceNow().toISOString(),
      detail: '',
    };
    const reason = await whyNot(asked);
    if (reason !== null) return finish(entry, 'refused', reason);
    const command = deps.allowed.find((one) => one === asked.command);
    if (command === undefined) return;
    // Written before it begins: after a crash it must not begin again.
    ledger.put(entry);
    onEvent('command.started', { id: asked.id, command });
    const { outcome, detail = '' } = await runAndSend(deps, command, asked);
    if (outcome !== 'restarting') finish(entry, outcome, detail);
  }

  function take(asked: Asked, confirmedBefore: number): void {
    const known = ledger.find(asked.id);
    if (known === undefined) queue.add(asked);
    else if (known.toldSeq !== undefined && known.toldSeq <= confirmedBefore)
      // Asked again although its result had arrived: it is told again, never run again.
      tell(known);
  }

  return {
    /** Takes the commands of one answer; `confirmedBefore` is what was confirmed before it. */
    take(commands: readonly unknown[], confirmedBefore: number): void {
      const { readable, unreadable } = readCommands(commands);
      if (unreadable > 0)
        onEvent('command.refused', { reason: 'not readable', commands: unreadable });
      for (const asked of readable.slice(0, mostCommands)) take(asked, confirmedBefore);
      // No result is told of these: the platform sends them again, and then they may run.
      const over = readable.length - mostCommands;
      if (over > 0) onEvent('command.refused', { reason: tooMany, commands: over });
    },
    /** Resolves when nothing runs any more. */
    idle: queue.idle,
  };
}

/** Each message of a request may be answered with the same command: an id counts once. */
function readCommands(commands: readonly unknown[]) {
  const readable = new Map<string, Asked>();
  let unreadable = 0;
  for (const command of commands) {
    const asked = commandSchema.safeParse(command).data;
    if (asked === undefined) unreadable += 1;
    else if (!readable.has(asked.id)) readable.set(asked.id, asked);
  }
  return { readable: [...readable.values()], unreadable };
}

/** Runs it, and sends the file that it made. */
async function runAndSend(
  { run, sendFile }: CommandRunnerDeps,
  command: Command,
  asked: Asked,
): Promise<CommandOutcome> {
  const ran = await run(command).catch(
    (error: unknown): CommandOutcome => ({ outcome: 'failed', detail: reasonOf(error) }),
  );
  if (ran.file === undefined) return ran;
  const sent = await sendFile(ran.file, asked);
  return { ...ran, detail: `${ran.detail ?? ''} ${sent}`.trim() };
}

export type CommandRunner = ReturnType<typeof openCommandRunner>;
