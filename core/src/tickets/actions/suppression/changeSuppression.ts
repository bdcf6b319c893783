/** Change the end: a suppression in force gets another end, and another reason where the person writes one. */
import type { SuppressedUntil } from '../../../room.ts';
import { formatUntil } from '../../../wording/time.ts';
import { replaceTerms } from '../../suppression.ts';
import { defineAction, type Target } from '../action.ts';
import { endFault, lengthFault } from '../inputFaults.ts';
import { stayAnywhere } from '../moves.ts';
import { recoveryRejection, toTerms, toUntil } from './until.ts';

export type ChangeSuppression = {
  readonly action: 'changeSuppression';
  readonly signal: Target;
  readonly until: SuppressedUntil;
  /** Absent: the reason stays. */
  readonly reason?: string | undefined;
};

export const changeSuppression = defineAction<ChangeSuppression>().onSuppression({
  moves: stayAnywhere,
  whileSuppressed: 'required',
  needsRole: 'lead',
  whenRetired: 'refused',
  label: 'Change the end',
  phrase: 'change the end of a suppression',
  past: (what) => `changed the suppression of ${what}`,
  asksFirst: true,
  // The ends differ from target to target.
  isForMany: false,
  buttonAt: 'suppressionNote',
  request: {
    payload: ({ until, optionalText }) => ({ until, reason: optionalText }),
    toCommand: ({ until, ...payload }, signal, { now }) => ({
      ...payload,
      signal,
      until: toUntil(until, now),
    }),
    formatDone: ({ label, command, room }) =>
      `${label} stays suppressed ${formatUntil(command.until, { named: room.timeZone })}.`,
    undo(_, { before: { suppression }, now }) {
      const terms = suppression && toTerms(suppression, now);
      return terms && { action: 'changeSuppression' as const, ...terms };
    },
  },
  fault: ({ reason = '', until }, now) => lengthFault('reason', reason) ?? endFault(until, now),
  rejectInput: ({ until }, context) => recoveryRejection(until, context),
  decide: (command, { draft, target, now }) => replaceTerms(draft, target, command, now),
});
