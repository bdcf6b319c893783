/** Suppress: incidents of a signal or of the whole room are deliberately not raised, until an end. */
import type { SuppressedUntil } from '../../../room.ts';
import { formatUntil } from '../../../wording/time.ts';
import { startSuppression } from '../../suppression.ts';
import { defineAction, type Target } from '../action.ts';
import { endFault, lengthFault } from '../inputFaults.ts';
import { stayAnywhere } from '../moves.ts';
import { recoveryRejection, toUntil } from './until.ts';

export type Suppress = {
  readonly action: 'suppress';
  readonly signal: Target;
  readonly until: SuppressedUntil;
  readonly reason: string;
};

export const suppress = defineAction<Suppress>().onSuppression({
  moves: stayAnywhere,
  whileSuppressed: 'refused',
  needsRole: 'lead',
  whenRetired: 'refused',
  label: 'Suppress',
  phrase: 'suppress',
  past: (what) => `suppressed ${what}`,
  asksFirst: true,
  isForMany: true,
  buttonAt: 'actions',
  request: {
    payload: ({ untilOrDefault, textOrEmpty }) => ({ until: untilOrDefault, reason: textOrEmpty }),
    toCommand: ({ until, ...payload }, signal, { now }) => ({
      ...payload,
      signal,
      until: toUntil(until, now),
    }),
    formatDone: ({ label, command, room }) =>
      `${label} is suppressed ${formatUntil(command.until, { named: room.timeZone })}.`,
    undo: () => ({ action: 'unsuppress' as const }),
  },
  fault: ({ reason, until }, now) => lengthFault('reason', reason) ?? endFault(until, now),
  rejectInput: ({ until }, context) => recoveryRejection(until, context),
  decide: (command, { draft, target, by, now }) =>
    startSuppression(draft, target, { ...command, by }, now),
});
