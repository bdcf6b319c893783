/** The health of a room, by precedence: suppressed, onboarding, disconnected, unhealthy, healthy. */
import type { Room } from '../room.ts';
import { signalLabel } from '../signals/rules/defaultRules.ts';
import { rulesFor } from '../signals/rules/overrides.ts';
import type { Rules } from '../signals/rules/rule.ts';
import { effectiveSuppression, findOpenTicket, signalRecords } from '../tickets/ticketState.ts';
import type { DisconnectedReason, Health } from '../words.ts';

/** A room's health with its reason as a sentence, and the number of open, unsuppressed incidents by severity. */
export type RoomHealth = {
  readonly health: Health;
  readonly because: string;
  readonly important: number;
  readonly warnings: number;
};

/** Computes the health of a room. The first state that matches wins; warnings never change it. */
export function computeHealth(room: Room, given: Rules): RoomHealth {
  const rules = rulesFor(given, room);
  let important = 0;
  let warnings = 0;
  let worst = '';
  for (const [signal, record] of signalRecords(room)) {
    const ticket = findOpenTicket(record);
    if (ticket === null || effectiveSuppression(room, signal)) continue;
    if (ticket.severity === 'warning') warnings += 1;
    else {
      important += 1;
      if (worst === '') {
        worst = record.detail
          ? `${signalLabel(rules, signal)}: ${record.detail}`
          : `${signalLabel(rules, signal)} is unhealthy`;
      }
    }
  }
  return { ...verdict(room, important, worst), important, warnings };
}

function verdict(
  room: Room,
  important: number,
  worst: string,
): Pick<RoomHealth, 'health' | 'because'> {
  // A retired room is not watched, so its health is not known, as with a room that sends nothing.
  if (room.enrolment === 'retired') {
    return { health: 'disconnected', because: 'Retired: it is no longer watched' };
  }
  if (room.suppression) {
    return {
      health: 'suppressed',
      because: `Suppressed by ${room.suppression.by.name}${room.suppression.reason ? `: ${room.suppression.reason}` : ''}`,
    };
  }
  if (room.enrolment === 'onboarding') {
    return { health: 'onboarding', because: 'Being set up; not yet enrolled' };
  }
  if (room.connection.status === 'disconnected') {
    return { health: 'disconnected', because: disconnectedBecause(room, room.connection.reason) };
  }
  if (important > 0) {
    const others = important - 1;
    return { health: 'unhealthy', because: others > 0 ? `${worst}, and ${others} more` : worst };
  }
  const rejected = room.rejected ? ` Telemetry is rejected: ${room.rejected.reason}` : '';
  return {
    health: 'healthy',
    because: `No open incident stops meetings${rejected && `.${rejected}`}`,
  };
}

function disconnectedBecause({ rejected }: Room, reason: DisconnectedReason): string {
  switch (reason) {
    case 'neverConnected':
      return 'Unmonitored: the device has never sent telemetry';
    case 'noTelemetry':
      return 'No telemetry arrives; the latest health is not known';
    case 'rejectedTelemetry':
      return `All telemetry is rejected; the latest health is not known${rejected ? `. ${rejected.reason}` : ''}`;
  }
}
