/** What became of a command that was carried out, in the words of the person who gave it. */
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

/** A command that was carried out. */
export type Done = {
  readonly actor: PersonRef;
  /** As it now is. */
  readonly room: Room;
  /** What it was aimed at; `null`: the room. */
  readonly signal: SignalId | null;
  /** What it was aimed at, as people call it. */
  readonly label: string;
  readonly command: Command;
  /** What came of it. */
  readonly changes: readonly Change[];
  /** Those that hold in this room. */
  readonly rules: Rules;
};

/** What was done, in a sentence for whoever asked for it. */
export function formatResult(wire: ActionPayload, done: Done): string {
  const { room, signal, label, command, changes, rules } = done;
  switch (wire.action) {
    case 'respond':
      return signal && ruleFor(rules, signal).resolvedBy === 'person'
        ? `Your response on ${label} is recorded. Whoever sees that it is over resolves it.`
        : `Your response on ${label} is recorded. Telemetry decides whether it held.`;
    case 'message':
      return `Your message on ${label} is posted.`;
    case 'assign':
      return sayAssigned(done);
    case 'unassign':
      return `${label} is handed back; nobody is on it now.`;
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
      return `${sanitizeDetail(wire.device)} was taken out of ${label}.`;
    case 'changeProfile': {
      // Not what was sent: some of it may have been so already.
      const changed = changes.find((change) => change.type === 'room.changed');
      return `${label} was changed: ${formatProfile(changed?.after ?? wire.profile)}.`;
    }
    case 'remediate':
      return `${remediationLabels[wire.remediation]} is asked of the device of ${label}. What comes of it stands in the history.`;
    case 'resolve':
      return `${label} is resolved.`;
    case 'report':
      return sayReported(room, rules);
  }
}

/** Whose it is now, and whose it was. */
function sayAssigned({ actor, label, command, changes }: Done): string {
  const isOther = command.action === 'assign' && command.to.id !== actor.id;
  const whose = isOther ? command.to.name : 'you';
  const change = changes.find(({ type }) => type === 'incident.assigned');
  const before = change?.type === 'incident.assigned' ? change.before : null;
  return before === null
    ? `${label} is assigned to ${whose}.`
    : `${label} is assigned to ${whose}, taken over from ${before.name}.`;
}

/** A report is always kept; people are told of it only where an incident is open and not silenced. */
function sayReported(room: Room, rules: Rules): string {
  const suppression = effectiveSuppression(room, 'reported');
  if (findOpenTicket(findRecord(room, 'reported')) !== null && suppression === null) {
    return `The problem in ${room.name} is reported; whoever looks after the room is told.`;
  }
  const noted = `The problem in ${room.name} is noted, but nobody is told`;
  const rule = ruleFor(rules, 'reported');
  if (!rule.isOn) return `${noted}: the rule for reports is switched off.`;
  if (room.enrolment === 'onboarding') return `${noted}: the room is still being set up.`;
  if (suppression) {
    const what = suppression.scope === 'room' ? 'the room is' : 'reports of this room are';
    const end = formatUntil(suppression.until, { named: room.timeZone });
    return `${noted}: ${what} suppressed by ${suppression.by.name} ${end}.`;
  }
  return `${noted} before it has stood for ${formatDuration(rule.opensAfterMs)}.`;
}
