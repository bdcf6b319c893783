/** How an incident starts, when it opens, fails again or goes back to the platform. */
import { instantAfter } from '../instant.ts';
import type { Ticket } from '../room.ts';
import { ruleFor } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { IncidentState, Instant, SignalId } from '../words.ts';

type IncidentStart = Pick<
  Ticket,
  'activatedAt' | 'investigatesUntil' | 'escalatesAt' | 'attempts' | 'neighbours' | 'flappingSince'
> & { readonly status: IncidentState };

/**
 * The platform investigates first where the rule requires it, else the incident needs action at once. The
 * time until a warning escalates starts now.
 */
export function incidentStart(signal: SignalId, rules: Rules, now: Instant): IncidentStart {
  const rule = ruleFor(rules, signal);
  const investigates = rule.investigateForMs > 0;
  return {
    status: investigates ? 'systemInvestigating' : 'needsAction',
    activatedAt: now,
    investigatesUntil: investigates ? instantAfter(now, rule.investigateForMs) : null,
    escalatesAt: rule.escalatesAfterMs === null ? null : instantAfter(now, rule.escalatesAfterMs),
    attempts: [],
    neighbours: null,
    flappingSince: null,
  };
}
