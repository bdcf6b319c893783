/** Lift: a suppression ends at once. */
import { endSuppression } from '../../suppression.ts';
import { defineAction, type Target } from '../action.ts';
import { stayAnywhere } from '../moves.ts';
import { toTerms } from './until.ts';

export type Unsuppress = { readonly action: 'unsuppress'; readonly signal: Target };

export const unsuppress = defineAction<Unsuppress>().onSuppression({
  moves: stayAnywhere,
  whileSuppressed: 'required',
  needsRole: 'lead',
  whenRetired: 'allowed',
  label: 'Lift suppression',
  phrase: 'lift a suppression',
  past: (what) => `lifted the suppression of ${what}`,
  asksFirst: false,
  isForMany: true,
  buttonAt: 'actions',
  request: {
    payload: () => ({}),
    toCommand: (payload, signal) => ({ ...payload, signal }),
    formatDone: ({ label }) => `The suppression of ${label} is lifted.`,
    undo(_, { before: { suppression }, now }) {
      const terms = suppression && toTerms(suppression, now);
      return terms && { action: 'suppress' as const, ...terms };
    },
  },
  decide: (_, { draft, target, now }) => endSuppression(draft, target, 'lifted', now),
});
