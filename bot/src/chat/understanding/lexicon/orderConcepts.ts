/** The ideas that order something. */
import type { Concept } from './concepts.ts';

/** The ideas that change something or store a text when they are ordered. */
export const orderConcepts: ReadonlySet<Concept> = new Set<Concept>([
  'suppress',
  'unsuppress',
  'extend',
  'assign',
  'take',
  'unassign',
  'respond',
  'resolve',
  'restart',
  'cleanUp',
  'update',
  'collectLogs',
  'remediate',
  'report',
  'note',
  'enrol',
  'subscribe',
  'unsubscribe',
  'quiet',
]);
