/** A person's command meets a room: may they, does it make sense, and what it does. */
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

/** Commands that are aimed at one signal, or (suppressing) at the whole room. */
type SignalCommand = Extract<Command, { readonly signal: unknown }>;

/** The room after a command, not yet settled; or why nothing was done. */
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
  // What has fallen due happens first, so that a late click meets the room as it truly is.
  const settled = settle({ room, changes: [] }, rules, now);
  const superseded = about ? supersededBy(settled.room, command, about) : null;
  if (superseded) return superseded;
  const pointless = pointlessSilence(settled.room, command, rules);
  if (pointless) return pointless;
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
      return actOnSignal(settled, actor, command, rules, now);
  }
}

/** A click on the card of an earlier failure is not about the present one. */
function supersededBy(room: Room, command: Command, about: IncidentSeen): Rejection | null {
  if (!('signal' in command) || command.signal === 'room') return null;
  const { ticket } = findRecord(room, command.signal);
  const isSame = ticket?.episode === about.episode && ticket.activation === about.activation;
  return ticket === null || isSame ? null : { code: 'superseded', ticket: ticket.number };
}

/** Waiting for a recovery needs something that is not well. */
function pointlessSilence(room: Room, command: Command, rules: Rules): Rejection | null {
  if (!hasEnd(command)) return null;
  if (room.enrolment === 'retired') return { code: 'alreadyRetired' };
  const isWaiting = command.until.kind === 'recovery' && hasRecovered(room, command.signal, rules);
  return isWaiting ? { code: 'nothingToRecover' } : null;
}

function actOnSignal(
  journey: Draft,
  actor: Actor,
  command: SignalCommand,
  rules: Rules,
  now: Instant,
): Draft | Rejection {
  const { room } = journey;
  const { signal } = command;
  if (signal === 'room') return actOnRoom(journey, actor, command, now);
  if (!appliesIn(room.meetingMode, signal)) return { code: 'signalUnknown' };
  if (command.action === 'resolve' && ruleFor(rules, signal).resolvedBy !== 'person') {
    return { code: 'telemetryResolves' };
  }
  if (command.action === 'removeAttachment') {
    const othersFile = removalRejection(room, signal, command.id, actor);
    if (othersFile) return othersFile;
  }
  const decided = decide(moveOf(command, actor), { room, signal, rules, now });
  if (!decided.ok) return decided.rejection;
  const changes = [...journey.changes, ...decided.changes];
  if (command.action !== 'resolve') return { room: decided.room, changes };
  // A person's word takes the place of telemetry.
  const well = setState(findRecord(decided.room, signal), 'healthy', now, now);
  return { room: withParts(decided.room, signal, { ...well, observedAt: now }), changes };
}

const platformRef: PersonRef = { id: 'platform', name: 'Rooms Pro Management' };

function whoIs(actor: Actor): PersonRef {
  return actor.kind === 'platform' ? platformRef : { id: actor.id, name: actor.name };
}

function moveOf(command: SignalCommand, actor: Actor): Transition {
  const by = whoIs(actor);
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

function actOnRoom(
  journey: Draft,
  actor: Actor,
  command: SignalCommand,
  now: Instant,
): Draft | Rejection {
  const { room } = journey;
  if (command.action === 'unsuppress') {
    if (room.suppression === null) return { code: 'notSuppressed' };
    return endSuppression(journey, 'room', 'lifted', now);
  }
  if (command.action === 'changeSuppression') {
    return changeSuppression(journey, 'room', command, now);
  }
  // No other action is typed to aim at a room.
  if (command.action !== 'suppress') return { code: 'signalUnknown' };
  if (room.suppression) {
    return { code: 'alreadySuppressed', by: room.suppression.by, at: room.suppression.at };
  }
  const { until, reason } = command;
  const suppression = newSuppression({ by: whoIs(actor), at: now, until, reason });
  return addChange(journey, { ...room, suppression }, { type: 'room.suppressed', until, reason });
}

/** Onboarding ends; a room that was retired comes back as one of which nothing is known yet. */
function enrol(journey: Draft, now: Instant): Draft | Rejection {
  const { enrolment } = journey.room;
  if (enrolment === 'enrolled') return { code: 'alreadyEnrolled' };
  const room = enrolment === 'retired' ? forgetful(journey.room, now) : journey.room;
  const { connection } = room;
  const isNew = connection.status === 'disconnected' && connection.reason === 'neverConnected';
  const enrolled: Room = {
    ...room,
    enrolment: 'enrolled',
    enrolmentSince: now,
    connection: isNew ? { ...connection, since: now } : connection,
  };
  return addChange(journey, enrolled, { type: 'room.enrolled' });
}

/** What telemetry said before the room was retired says nothing about it now. */
function forgetful(room: Room, now: Instant): Room {
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

function retire(journey: Draft, rules: Rules, now: Instant): Draft | Rejection {
  if (journey.room.enrolment === 'retired') return { code: 'alreadyRetired' };
  const { command } = journey.room;
  let next = command
    ? endCommand(journey, command.id, 'expired', 'The room was retired.', now)
    : journey;
  for (const [signal, record] of signalRecords(next.room)) {
    if (findOpenTicket(record) === null) continue;
    next = step(next, signal, { action: 'resolve', because: 'The room was retired.' }, rules, now);
  }
  const retired: Room = { ...next.room, enrolment: 'retired', enrolmentSince: now };
  return addChange(next, retired, { type: 'room.retired' });
}

/** A person's word makes the signal unhealthy; while that is open, more words are messages on it. */
function report(journey: Draft, what: string, rules: Rules, now: Instant): Draft | Rejection {
  const { room } = journey;
  if (room.enrolment === 'retired') return { code: 'alreadyRetired' };
  const record = findRecord(room, 'reported');
  if (isOpen(ticketStatus(record))) {
    return step(journey, 'reported', { action: 'message', text: what }, rules, now);
  }
  const before = record.state === 'unknown' ? null : record.state;
  const ailing = setState(record, 'unhealthy', now, now);
  const told = withParts(room, 'reported', { ...ailing, detail: what.trim(), observedAt: now });
  return addChange(journey, told, {
    type: 'reading.changed',
    signal: 'reported',
    before,
    after: 'unhealthy',
    detail: what.trim(),
    observedAt: now,
  });
}

/** What nobody reports any more cannot recover: its incident ends with the device that told of it. */
function removeDevice(
  journey: Draft,
  device: string,
  rules: Rules,
  now: Instant,
): Draft | Rejection {
  const { room } = journey;
  if (!hasDevice(room, device)) return { code: 'deviceUnknown' };
  const { command } = room;
  const without = withoutDevice(room, device, now);
  const freed =
    command !== null && isSameDevice(command.device, device)
      ? { ...without, command: null }
      : without;
  let next = addChange(journey, freed, { type: 'device.removed', device });
  const because = 'The device that reported it was taken out of the room.';
  for (const [signal, record] of signalRecords(freed)) {
    const isOrphan = record.state === 'unknown' && findRecord(room, signal).state !== 'unknown';
    if (!isOrphan || findOpenTicket(record) === null) continue;
    next = step(next, signal, { action: 'resolve', because }, rules, now);
  }
  return next;
}

/** Takes over what differs; signals outside a new meeting mode no longer apply. */
function changeProfile(
  journey: Draft,
  profile: Partial<RoomProfile>,
  now: Instant,
): Draft | Rejection {
  const { room } = journey;
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
  return addChange(journey, changed, { type: 'room.changed', before, after });
}
