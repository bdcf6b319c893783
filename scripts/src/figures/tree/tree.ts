/** The code of one checkout: its packages, and its files with their facts. */
import type { FileFacts } from './parse.ts';

/** `test`: a test by its name. `support`: another file that only tests use. `source`: all others. */
export type Role = 'source' | 'support' | 'test';

export type SourceFile = {
  /** From the root of the tree, with slashes. */
  readonly path: string;
  /** The folder of its package; empty for a file of the root. */
  readonly package: string;
  readonly role: Role;
  readonly facts: FileFacts;
};

export type Package = {
  readonly folder: string;
  readonly name: string;
  /** As its `package.json` has them. */
  readonly exports: unknown;
};

export type Tree = {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly packages: readonly Package[];
};
