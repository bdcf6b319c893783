/** The attempts of the platform on the device, and their results. */
import { type Attempt, formatAttempts, formatDuration, remediationLabels } from '@rooms-pro/core';
import type { Incident } from './incidentView.ts';

/** A line for the card's facts; `null` if there is nothing to show. */
export function formatTried(incident: Incident): string | null {
  const { face, ticket, rule } = incident;
  if (ticket.attempts.length > 0) {
    const earlier = ticket.attempts.slice(0, -1);
    const last = ticket.attempts.slice(-1).map((attempt) => sayLast(attempt, face));
    return capital([formatAttempts(earlier), ...last].filter((part) => part !== '').join(', '));
  }
  // The platform tries nothing while a signal is flapping. The card shows that above.
  const isJudged = face === 'needsAction' && ticket.flappingSince === null;
  if (!isJudged || rule.investigateForMs === 0) return null;
  const watched = `Watched it for ${formatDuration(rule.investigateForMs)}`;
  return rule.remediations.length > 0
    ? `${watched}; nothing could be tried on the device`
    : `${watched}; it did not recover by itself`;
}

/** The result of the latest attempt is known only when the incident needs action. */
function sayLast(attempt: Attempt, face: Incident['face']): string {
  const { remediation, outcome } = attempt;
  if (outcome !== 'succeeded' || face === 'needsAction') return formatAttempts([attempt]);
  const result = face === 'systemInvestigating' ? 'done, readings are watched' : 'done';
  return `${remediationLabels[remediation].toLowerCase()} (${result})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
