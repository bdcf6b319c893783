/** What the platform tried on the device, and what came of it. */
import { type Attempt, formatAttempts, formatDuration, remediationLabels } from '@rooms-pro/core';
import type { Incident } from './incidentView.ts';

/** A line for the card's facts; `null` when there is nothing to tell. */
export function formatTried(incident: Incident): string | null {
  const { face, ticket, rule } = incident;
  if (ticket.attempts.length > 0) {
    const earlier = ticket.attempts.slice(0, -1);
    const last = ticket.attempts.slice(-1).map((attempt) => sayLast(attempt, face));
    return capital([formatAttempts(earlier), ...last].filter((part) => part !== '').join(', '));
  }
  // What comes and goes is not tried on; the card says so above.
  const isJudged = face === 'needsAction' && ticket.flappingSince === null;
  if (!isJudged || rule.investigateForMs === 0) return null;
  const watched = `Watched it for ${formatDuration(rule.investigateForMs)}`;
  return rule.remediations.length > 0
    ? `${watched}; nothing could be tried on the device`
    : `${watched}; it did not recover by itself`;
}

/** Whether the latest attempt helped is known only once people are asked. */
function sayLast(attempt: Attempt, face: Incident['face']): string {
  const { remediation, outcome } = attempt;
  if (outcome !== 'succeeded' || face === 'needsAction') return formatAttempts([attempt]);
  const result = face === 'systemInvestigating' ? 'done, readings are watched' : 'done';
  return `${remediationLabels[remediation].toLowerCase()} (${result})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
