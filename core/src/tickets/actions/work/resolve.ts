/** Resolve: the episode of a ticket ends. Telemetry ends it, or a person where no telemetry can. */
import { ruleFor } from '../../../signals/rules/defaultRules.ts';
import { setState } from '../../../signals/state/stateHistory.ts';
import type { Instant, SignalId } from '../../../words.ts';
import { addChange, type Draft, onTicket, withParts } from '../../draft.ts';
import type { EndedTicket } from '../../ticket.ts';
import { findRecord } from '../../ticketState.ts';
import { defineAction } from '../action.ts';
import { textFault } from '../inputFaults.ts';

/** A person reports that the incident is over; allowed only where no telemetry resolves it. */
export type Resolve = {
  readonly action: 'resolve';
  readonly signal: SignalId;
  readonly reason: string;
};

export const resolve = defineAction<Resolve>().onTicket({
  moves: { systemInvestigating: ['resolved'], needsAction: ['resolved'] },
  whileSuppressed: 'allowed',
  needsRole: 'technician',
  whenRetired: 'allowed',
  label: 'Resolve',
  phrase: 'resolve a reported problem',
  past: (what) => `resolved ${what}`,
  asksFirst: true,
  isForMany: true,
  buttonAt: 'actions',
  request: {
    payload: ({ text }) => ({ reason: text }),
    toCommand: (payload, signal) => ({ ...payload, signal }),
    formatDone: ({ label }) => `${label} is resolved.`,
    // A new report opens the problem again.
    undo: () => null,
  },
  fault: ({ reason }) => textFault('reason', reason),
  precondition: ({ target, rules }) =>
    target !== 'room' && ruleFor(rules, target).resolvedBy === 'person'
      ? null
      : { code: 'telemetryResolves' },
  decide({ reason }, { draft, signal, by, now }) {
    const resolved = resolveTicket(draft, signal, `${by.name}: ${reason.trim()}`, now);
    // The person's report replaces telemetry.
    const healthy = setState(findRecord(resolved.room, signal), 'healthy', now, now);
    const room = withParts(resolved.room, signal, { ...healthy, observedAt: now });
    return { ...resolved, room };
  },
});

/** Resolves the open incident of a signal; `because` is a sentence for the history. */
export function resolveTicket(
  draft: Draft,
  signal: SignalId,
  because: string,
  now: Instant,
): Draft {
  const { ticket } = findRecord(draft.room, signal);
  if (ticket === null) return draft;
  const resolved: EndedTicket = {
    ...ticket,
    status: 'resolved',
    resolvedAt: now,
    resolvedBecause: because,
    investigatesUntil: null,
    escalatesAt: null,
    flappingSince: null,
  };
  return addChange(draft, withParts(draft.room, signal, { ticket: resolved }), {
    type: 'incident.resolved',
    ...onTicket(signal, ticket),
    because,
  });
}
