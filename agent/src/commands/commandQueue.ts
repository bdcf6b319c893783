/** The queue of commands: commands run one after the other, and the queue length is limited. */
import { createQueues } from '@rooms-pro/async';
import { errorReason, type OnEvent } from '../log.ts';

/** The maximum number of accepted commands of one response, and of queued commands at any time. */
export const maxCommands = 20;
export const tooMany = `more than ${maxCommands} commands at once`;

/** Creates the queue; `execute` runs for one command at a time. */
export function createCommandQueue<RequestedCommand extends { readonly id: string }>(
  execute: (request: RequestedCommand) => Promise<void>,
  onEvent: OnEvent,
) {
  const queues = createQueues<'commands'>();
  /** Ids of queued or running commands. The platform repeats a command in each response until the result arrives. */
  const waiting = new Set<string>();
  return {
    /** Adds a command unless it is already queued. A full queue refuses the command; the platform may send it again. */
    add(request: RequestedCommand): void {
      if (waiting.has(request.id)) return;
      if (waiting.size >= maxCommands) {
        onEvent('command.refused', { id: request.id, reason: tooMany });
        return;
      }
      waiting.add(request.id);
      void queues.run('commands', () =>
        execute(request)
          .catch((error: unknown) => onEvent('spool.failed', { reason: errorReason(error) }))
          .finally(() => waiting.delete(request.id)),
      );
    },
    /** Resolves when no command runs or waits. */
    idle: queues.idle,
  };
}
