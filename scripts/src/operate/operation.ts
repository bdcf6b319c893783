/** What every command of an operator receives and consists of. */
import type { Instant } from '@rooms-pro/core';
import type { Store } from '@rooms-pro/store';

export type Operation = {
  readonly store: Store;
  /** The name of the operator, for the history. */
  readonly operator: string;
  readonly now: () => Instant;
  /** The arguments after the command. */
  readonly words: readonly string[];
};

/** A command: its usage, its description and its function. */
export type OperateCommand = {
  readonly usage: string;
  readonly about: string;
  readonly run: (operation: Operation) => Promise<readonly string[]>;
};
