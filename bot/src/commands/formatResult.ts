/** The result of an executed command, as a sentence for the person who sent it. */
import {
  type Change,
  type Command,
  effectiveSuppression,
  findOpenTicket,
  findRecord,
  formatDuration,
  formatProfile,
  formatUntil,
  type PersonRef,
  type Room,
  type Rules,
  remediationLabels,
  ruleFor,
  type SignalId,
  sanitizeDetail,
} from '@rooms-pro/core';
import type { ActionPayload } from '@rooms-pro/core/contracts';

/** An executed command. */
export type Done = {
  readonly actor: PersonRef;
  /** The room after the command. */
  readonly room: Room;
  /** The target signal; `null`: the room. */
  readonly signal: SignalId | null;
  /** The name of the target for people. */
  readonly label: string;
  readonly command: Command;
  /** The changes that the command made. */
  readonly changes: readonly Change[];
  /** The rules of this room. */
  readonly rules: Rules;
};

/** The result of a command in one sentence. */
export function formatResult(wire: ActionPayload, done: Done): string {
  const { room, signal, label, command, changes, rules } = done;
  switch (wire.action) {
    case 'respond':
      return signal && ruleFor(rules, signal).resolvedBy === 'person'
        ? `Your response on ${label} is recorded. The person who sees that the problem is over resolves it.`
        : `Your response on ${label} is recorded. Telemetry shows whether the problem is over.`;
    case 'message':
      return `Your message on ${label} is posted.`;
    case 'assign':
      return formatAssigned(done);
    case 'unassign':
      return `${label} is handed back. It is not assigned now.`;
    case 'investigate':
      return `The platform investigates ${label} again.`;
    case 'suppress': {
      const until =
        command.action === 'suppress' ? formatUntil(command.until, { named: room.timeZone }) : '';
      return `${label} is suppressed ${until}.`;
    }
    case 'changeSuppression': {
      const until =
        command.action === 'changeSuppression'
          ? formatUntil(command.until, { named: room.timeZone })
          : '';
      return `${label} stays suppressed ${until}.`;
    }
    case 'unsuppress':
      return `The suppression of ${label} is lifted.`;
    case 'enrol':
      return `${label} is enrolled: incidents will be raised from now on.`;
    case 'retire':
      return `${label} is retired: it is no longer watched. Enrolling it again brings it back.`;
    case 'removeDevice':
      return `${sanitizeDetail(wire.device)} was removed from ${label}.`;
    case 'changeProfile': {
      // The changes, not the request: the request may contain values that the room already had.
      const changed = changes.find((change) => change.type === 'room.changed');
      return `${label} was changed: ${formatProfile(changed?.after ?? wire.profile)}.`;
    }
    case 'remediate':
      return `${remediationLabels[wire.remediation]} is requested for the device of ${label}. The history shows the result.`;
    case 'resolve':
      return `${label} is resolved.`;
    case 'report':
      return formatReported(room, rules);
  }
}

/** The new assignee and the previous one. */
function formatAssigned({ actor, label, command, changes }: Done): string {
  const isOther = command.action === 'assign' && command.to.id !== actor.id;
  const whose = isOther ? command.to.name : 'you';
  const change = changes.find(({ type }) => type === 'incident.assigned');
  const before = change?.type === 'incident.assigned' ? change.before : null;
  return before === null
    ? `${label} is assigned to ${whose}.`
    : `${label} is assigned to ${whose}, taken over from ${before.name}.`;
}

/** A report is always stored. It notifies people only when its incident is open and not suppressed. */
function formatReported(room: Room, rules: Rules): string {
  const suppression = effectiveSuppression(room, 'reported');
  if (findOpenTicket(findRecord(room, 'reported')) !== null && suppression === null) {
    return `The problem in ${room.name} is reported. The people who look after the room are notified.`;
  }
  const recorded = `The problem in ${room.name} is recorded, but no one is notified`;
  const rule = ruleFor(rules, 'reported');
  if (!rule.isOn) return `${recorded}: the rule for reports is switched off.`;
  if (room.enrolment === 'onboarding') return `${recorded}: the room is still being set up.`;
  if (suppression) {
    const what = suppression.scope === 'room' ? 'the room is' : 'reports of this room are';
    const end = formatUntil(suppression.until, { named: room.timeZone });
    return `${recorded}: ${what} suppressed by ${suppression.by.name} ${end}.`;
  }
  return `${recorded} until it has lasted for ${formatDuration(rule.opensAfterMs)}.`;
}
