/** How an incident starts, when it opens, fails again or goes back to the platform. */
import { instantAfter } from '../instant.ts';
import type { InvestigatedTicket, NeedsActionTicket } from '../room.ts';
import { ruleFor } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Instant, SignalId } from '../words.ts';

type StartMember =
  | 'status'
  | 'activatedAt'
  | 'investigatesUntil'
  | 'escalatesAt'
  | 'attempts'
  | 'neighbours'
  | 'flappingSince'
  | 'resolvedAt'
  | 'resolvedBecause';

/** The members of a ticket that each start of an incident sets. */
export type IncidentStart =
  | Pick<InvestigatedTicket, StartMember>
  | Pick<NeedsActionTicket, StartMember>;

/**
 * The platform investigates first where the rule requires it, else the incident needs action at once. The
 * time until a warning escalates starts now.
 */
export function incidentStart(signal: SignalId, rules: Rules, now: Instant): IncidentStart {
  const rule = ruleFor(rules, signal);
  const start = {
    activatedAt: now,
    escalatesAt: rule.escalatesAfterMs === null ? null : instantAfter(now, rule.escalatesAfterMs),
    attempts: [],
    neighbours: null,
    flappingSince: null,
    resolvedAt: null,
    resolvedBecause: null,
  };
  return rule.investigateForMs > 0
    ? {
        ...start,
        status: 'systemInvestigating',
        investigatesUntil: instantAfter(now, rule.investigateForMs),
      }
    : { ...start, status: 'needsAction', investigatesUntil: null };
}
