/** A step that the platform takes on a ticket, as one row. No person may take it. */

import type { SignalRecord, Ticket } from '../../room.ts';
import type { Rules } from '../../signals/rules/rule.ts';
import type { Instant, SignalId } from '../../words.ts';
import type { Draft } from '../draft.ts';
import type { LifecycleRow } from './action.ts';

/** The room so far, the signal with its record, and the present time. */
export type StepContext = {
  readonly draft: Draft;
  readonly signal: SignalId;
  readonly record: SignalRecord;
  readonly rules: Rules;
  readonly now: Instant;
};

/** `because`: a sentence for the history. The lifecycle allows the step already. */
export type AutomaticStep = LifecycleRow & {
  decide(because: string, context: StepContext): Draft;
};

type Row<Context> = Omit<LifecycleRow, 'needsRole'> & {
  decide(because: string, context: Context): Draft;
};

/** The row of a step that may create the ticket. */
export function automaticStep(row: Row<StepContext>): AutomaticStep {
  return { ...row, needsRole: null };
}

/** The row of a step on an existing ticket. */
export function automaticTicketStep(
  row: Row<StepContext & { readonly ticket: Ticket }>,
): AutomaticStep {
  return {
    ...row,
    needsRole: null,
    decide(because, context) {
      const { ticket } = context.record;
      return ticket === null ? context.draft : row.decide(because, { ...context, ticket });
    },
  };
}
