/** Finds the misconfiguration of a room: a flag beside its health, with its reason. */
import {
  effectiveSuppression,
  findOpenTicket,
  type Room,
  type Rules,
  ruleFor,
  signalLabel,
  signalRecords,
} from '@rooms-pro/core';

/**
 * The first misconfiguration of the room in a sentence, or `null`. A room in onboarding opens no
 * incidents, so there the state of the signal decides.
 */
export function findMisconfiguration(room: Room, rules: Rules): string | null {
  const isOnboarding = room.enrolment === 'onboarding';
  for (const [signal, record] of signalRecords(room)) {
    const rule = ruleFor(rules, signal);
    if (!rule.isMisconfiguration || !rule.isOn || effectiveSuppression(room, signal)) continue;
    const isPresent = isOnboarding ? record.state === 'unhealthy' : findOpenTicket(record) !== null;
    if (!isPresent) continue;
    const label = signalLabel(rules, signal);
    return record.detail === '' ? label : `${label}: ${record.detail}`;
  }
  return null;
}
