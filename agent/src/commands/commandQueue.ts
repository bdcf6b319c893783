/** The commands that wait: one runs after the other, and only so many wait at any time. */
import { type OnEvent, reasonOf } from '../log.ts';

/** Commands of one answer that are accepted, and commands that may wait at any time. */
export const mostCommands = 20;
export const tooMany = `more than ${mostCommands} commands at once`;

/** Makes the queue; `execute` runs for one command at a time. */
export function createCommandQueue<Asked extends { readonly id: string }>(
  execute: (asked: Asked) => Promise<void>,
  onEvent: OnEvent,
) {
  let running: Promise<void> = Promise.resolve();
  /** Ids that wait or run: the platform sends a command with each answer until it has the result. */
  const waiting = new Set<string>();
  return {
    /** One that waits already is not added again. Without a place it is refused, and may come again. */
    add(asked: Asked): void {
      if (waiting.has(asked.id)) return;
      if (waiting.size >= mostCommands) {
        onEvent('command.refused', { id: asked.id, reason: tooMany });
        return;
      }
      waiting.add(asked.id);
      running = running
        .then(() => execute(asked))
        .catch((error: unknown) => onEvent('spool.failed', { reason: reasonOf(error) }))
        .finally(() => waiting.delete(asked.id));
    },
    /** Resolves when no command runs or waits. */
    idle: () => running,
  };
}
