/** What the chat needs to carry out an order. */
import type { Instant, Person } from '@rooms-pro/core';
import type { ExecuteCommand } from '../../commands/executeCommand.ts';
import type { ReadDeps } from '../answers/answerDeps.ts';

export type ActDeps = ReadDeps & {
  readonly act: ExecuteCommand;
  readonly correlationId: string;
  /** The time of the message, by Teams' clock; absent: not known. */
  readonly saidAt?: Instant | null;
  /** The people to whom a ticket may be assigned. */
  readonly assignable: readonly Person[];
  /** Whether this conversation gets cards, so that the notifier shows the new incident. */
  readonly getsCards: boolean;
};
