/** Applies a person's command to a room: checks the permission and the preconditions, then makes the change. */
import type { Command, IncidentSeen, Input, Rejection } from '../../command.ts';
import { isSameDevice } from '../../devices/deviceId.ts';
import type { Room, RoomProfile } from '../../room.ts';
import { appliesIn } from '../../signals/catalogue.ts';
import { ruleFor } from '../../signals/rules/defaultRules.ts';
import type { Rules } from '../../signals/rules/rule.ts';
import { hasDevice, withoutDevice } from '../../signals/state/severalDevices.ts';
import { setState } from '../../signals/state/stateHistory.ts';
import type { Actor, Instant, PersonRef } from '../../words.ts';
import { decide, type Transition } from '../decide.ts';
import { addChange, type Draft, withParts } from '../draft.ts';
import { mayDo, roleLabels, roleNeededFor } from '../policy.ts';
import { endCommand } from '../remediation/remediation.ts';
import { settle, step } from '../settle.ts';
import { changeSuppression, endSuppression, hasRecovered, newSuppression } from '../suppression.ts';
import {
  findOpenTicket,
  findRecord,
  isOpen,
  signalRecords,
  ticketStatus,
  unknownRecord,
} from '../ticketState.ts';
import { removalRejection } from './attachments.ts';
import { commandRejection, hasEnd } from './commandFaults.ts';

/** Commands for one signal, or (commands about suppression) for the whole room. */
type SignalCommand = Extract<Command, { readonly signal: unknown }>;

/** The room after a command, not yet settled; or why the command is rejected. */
export function applyCommand(
  room: Room,
  { actor, command, about }: Extract<Input, { kind: 'command' }>,
  rules: Rules,
  now: Instant,
): Draft | Rejection {
  const { action } = command;
  if (!mayDo(actor, action, room)) {
    return { code: 'notPermitted', action, needs: roleLabels[roleNeededFor(action)] };
  }
  const fault = commandRejection(command, now);
  if (fault) return fault;
  // Steps that are due come first, so that a late click applies to the present state of the room.
  const settled = settle({ room, changes: [] }, rules, now);
  const superseded = about ? supersededRejection(settled.room, command, about) : null;
  if (superseded) return superseded;
  const unneeded = suppressionRejection(settled.room, command, rules);
  if (unneeded) return unneeded;
  switch (command.action) {
    case 'enrol':
      return enrol(settled, now);
    case 'retire':
      return retire(settled, rules, now);
    case 'report':
      return report(settled, command.what, rules, now);
    case 'removeDevice':
      return removeDevice(settled, command.device, rules, now);
    case 'changeProfile':
      return changeProfile(settled, command.profile, now);
    default:
      return applyToSignal(settled, actor, command, rules, now);
  }
}

/** Rejects a click on the card of an earlier failure of the ticket. */
function supersededRejection(room: Room, command: Command, about: IncidentSeen): Rejection | null {
  if (!('signal' in command) || command.signal === 'room') return null;
  const { ticket } = findRecord(room, command.signal);
  const isSame = ticket?.episode === about.episode && ticket.activation === about.activation;
  return ticket === null || isSame ? null : { code: 'superseded', ticket: ticket.number };
}

/** Rejects a suppression until recovery when the target is healthy already, and any in a retired room. */
function suppressionRejection(room: Room, command: Command, rules: Rules): Rejection | null {
  if (!hasEnd(command)) return null;
  if (room.enrolment === 'retired') return { code: 'alreadyRetired' };
  const isPointless =
    command.until.kind === 'recovery' && hasRecovered(room, command.signal, rules);
  return isPointless ? { code: 'nothingToRecover' } : null;
}

function applyToSignal(
  draft: Draft,
  actor: Actor,
  command: SignalCommand,
  rules: Rules,
  now: Instant,
): Draft | Rejection {
  const { room } = draft;
  const { signal } = command;
  if (signal === 'room') return applyToRoom(draft, actor, command, now);
  if (!appliesIn(room.meetingMode, signal)) return { code: 'signalUnknown' };
  if (command.action === 'resolve' && ruleFor(rules, signal).resolvedBy !== 'person') {
    return { code: 'telemetryResolves' };
  }
  if (command.action === 'removeAttachment') {
    const notAllowed = removalRejection(room, signal, command.id, actor);
    if (notAllowed) return notAllowed;
  }
  const decided = decide(toTransition(command, actor), { room, signal, rules, now });
  if (!decided.ok) return decided.rejection;
  const changes = [...draft.changes, ...decided.changes];
  if (command.action !== 'resolve') return { room: decided.room, changes };
  // The person's report replaces telemetry.
  const healthy = setState(findRecord(decided.room, signal), 'healthy', now, now);
  return { room: withParts(decided.room, signal, { ...healthy, observedAt: now }), changes };
}

const platformRef: PersonRef = { id: 'platform', name: 'Rooms Pro Management' };

function toPersonRef(actor: Actor): PersonRef {
  return actor.kind === 'platform' ? platformRef : { id: actor.id, name: actor.name };
}

function toTransition(command: SignalCommand, actor: Actor): Transition {
  const by = toPersonRef(actor);
  switch (command.action) {
    case 'respond':
      return { action: 'respond', by, notes: command.notes };
    case 'suppress':
      return { action: 'suppress', by, until: command.until, reason: command.reason };
    case 'changeSuppression':
      return { action: 'changeSuppression', until: command.until, reason: command.reason };
    case 'unsuppress':
      return { action: 'unsuppress' };
    case 'remediate':
      return { action: 'remediate', by, remediation: command.remediation };
    case 'resolve':
      return { action: 'resolve', because: `${by.name}: ${command.reason.trim()}` };
    case 'attach': {
      const attached = { ...command.attachment, by: actor.kind === 'platform' ? null : by };
      return { action: 'attach', attached };
    }
    default:
      return command;
  }
}

function applyToRoom(
  draft: Draft,
  actor: Actor,
  command: SignalCommand,
  now: Instant,
): Draft | Rejection {
  const { room } = draft;
  if (command.action === 'unsuppress') {
    if (room.suppression === null) return { code: 'notSuppressed' };
    return endSuppression(draft, 'room', 'lifted', now);
  }
  if (command.action === 'changeSuppression') {
    return changeSuppression(draft, 'room', command, now);
  }
  // By its type, no other action has the whole room as its target.
  if (command.action !== 'suppress') return { code: 'signalUnknown' };
  if (room.suppression) {
    return { code: 'alreadySuppressed', by: room.suppression.by, at: room.suppression.at };
  }
  const { until, reason } = command;
  const suppression = newSuppression({ by: toPersonRef(actor), at: now, until, reason });
  return addChange(draft, { ...room, suppression }, { type: 'room.suppressed', until, reason });
}

/** Ends onboarding, or enrols a retired room again, with all its signals unknown. */
function enrol(draft: Draft, now: Instant): Draft | Rejection {
  const { enrolment } = draft.room;
  if (enrolment === 'enrolled') return { code: 'alreadyEnrolled' };
  const room = enrolment === 'retired' ? withoutTelemetry(draft.room, now) : draft.room;
  const { connection } = room;
  const isNew = connection.status === 'disconnected' && connection.reason === 'neverConnected';
  const enrolled: Room = {
    ...room,
    enrolment: 'enrolled',
    enrolmentSince: now,
    connection: isNew ? { ...connection, since: now } : connection,
  };
  return addChange(draft, enrolled, { type: 'room.enrolled' });
}

/** The room without its earlier telemetry, which is out of date after a retirement. */
function withoutTelemetry(room: Room, now: Instant): Room {
  let next: Room = {
    ...room,
    connection: { status: 'disconnected', reason: 'neverConnected', since: now, outage: null },
  };
  for (const [signal, record] of signalRecords(room)) {
    const unknown = setState(record, 'unknown', now, now);
    const { observedAt } = unknownRecord;
    next = withParts(next, signal, {
      ...unknown,
      observedAt,
      detail: '',
      device: null,
      others: [],
    });
  }
  return next;
}

function retire(draft: Draft, rules: Rules, now: Instant): Draft | Rejection {
  if (draft.room.enrolment === 'retired') return { code: 'alreadyRetired' };
  const { command } = draft.room;
  let next = command
    ? endCommand(draft, command.id, 'expired', 'The room was retired.', now)
    : draft;
  for (const [signal, record] of signalRecords(next.room)) {
    if (findOpenTicket(record) === null) continue;
    next = step(next, signal, { action: 'resolve', because: 'The room was retired.' }, rules, now);
  }
  const retired: Room = { ...next.room, enrolment: 'retired', enrolmentSince: now };
  return addChange(next, retired, { type: 'room.retired' });
}

/** A person's report makes the signal `reported` unhealthy. While its incident is open, further reports are messages on its ticket. */
function report(draft: Draft, what: string, rules: Rules, now: Instant): Draft | Rejection {
  const { room } = draft;
  if (room.enrolment === 'retired') return { code: 'alreadyRetired' };
  const record = findRecord(room, 'reported');
  if (isOpen(ticketStatus(record))) {
    return step(draft, 'reported', { action: 'message', text: what }, rules, now);
  }
  const before = record.state === 'unknown' ? null : record.state;
  const unhealthy = setState(record, 'unhealthy', now, now);
  const reported = withParts(room, 'reported', {
    ...unhealthy,
    detail: what.trim(),
    observedAt: now,
  });
  return addChange(draft, reported, {
    type: 'reading.changed',
    signal: 'reported',
    before,
    after: 'unhealthy',
    detail: what.trim(),
    observedAt: now,
  });
}

/**
 * Removes a device. A signal that only this device reported cannot recover any more, so its incident
 * ends, too.
 */
function removeDevice(draft: Draft, device: string, rules: Rules, now: Instant): Draft | Rejection {
  const { room } = draft;
  if (!hasDevice(room, device)) return { code: 'deviceUnknown' };
  const { command } = room;
  const withoutThisDevice = withoutDevice(room, device, now);
  const withoutCommand =
    command !== null && isSameDevice(command.device, device)
      ? { ...withoutThisDevice, command: null }
      : withoutThisDevice;
  let next = addChange(draft, withoutCommand, { type: 'device.removed', device });
  const because = 'The device that reported it was removed from the room.';
  for (const [signal, record] of signalRecords(withoutCommand)) {
    const isOrphan = record.state === 'unknown' && findRecord(room, signal).state !== 'unknown';
    if (!isOrphan || findOpenTicket(record) === null) continue;
    next = step(next, signal, { action: 'resolve', because }, rules, now);
  }
  return next;
}

/** Applies the values that differ. Signals that a new meeting mode excludes become `notApplicable`. */
function changeProfile(
  draft: Draft,
  profile: Partial<RoomProfile>,
  now: Instant,
): Draft | Rejection {
  const { room } = draft;
  const entries = Object.entries(profile) as [keyof RoomProfile, unknown][];
  const differing = entries.filter(
    ([key, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(room[key]),
  );
  if (differing.length === 0) return { code: 'nothingChanged' };
  const after: Partial<RoomProfile> = Object.fromEntries(differing);
  const before: Partial<RoomProfile> = Object.fromEntries(
    differing.map(([key]) => [key, room[key]]),
  );
  let changed: Room = { ...room, ...after };
  for (const [signal, record] of signalRecords(changed)) {
    if (appliesIn(changed.meetingMode, signal) || record.state === 'unknown') continue;
    changed = withParts(changed, signal, setState(record, 'notApplicable', now, now));
  }
  return addChange(draft, changed, { type: 'room.changed', before, after });
}
