/** The targets and the actions of an order, for the command that executes them. */
import {
  defaultSuppressUntil,
  findOpenTicket,
  findRecord,
  parseSignalId,
  type Room,
  type SignalId,
  signalRecords,
} from '@rooms-pro/core';
import type { ActionPayload, CommandTarget } from '@rooms-pro/core/contracts';
import { roomNamed } from '../answers/answerDeps.ts';
import type { Intent, Meaning, Slots } from '../understanding/meaning.ts';
import type { ActDeps } from './actDeps.ts';

export type Step = {
  readonly target: CommandTarget;
  readonly room: Room;
  readonly signal: SignalId | null;
};

/** The targets of an order, each as a command's target. */
export function stepsFor(intent: Intent, slots: Slots, deps: ActDeps): Step[] {
  const tickets = slots.tickets ?? (slots.ticket ? [slots.ticket] : []);
  if (tickets.length > 0) {
    return tickets.flatMap((ticket) => {
      const found = deps.fleet.findTicket(ticket);
      return found ? [{ target: { ticket }, room: found.room, signal: found.signal }] : [];
    });
  }
  const steps = roomsFor(slots, deps).map((room) => roomStep(intent, slots, room));
  // A command for many rooms concerns those that it can concern.
  if (intent === 'unsuppress' && slots.place !== undefined)
    return steps.filter(({ room }) => room.suppression !== null);
  return steps;
}

function roomStep(intent: Intent, slots: Slots, room: Room): Step {
  const signal = slots.signal === undefined ? null : parseSignalId(slots.signal);
  if (intent === 'unsuppress' && signal === null && room.suppression === null) {
    const [own, ...others] = signalRecords(room).filter(
      ([, record]) => record.suppression !== null,
    );
    if (own !== undefined && others.length === 0)
      return { target: { room: room.id, signal: own[0] }, room, signal: own[0] };
  }
  if (intent === 'resolve') {
    const reported = findOpenTicket(findRecord(room, 'reported'));
    if (reported) return { target: { ticket: reported.number }, room, signal: 'reported' };
  }
  if (intent === 'remediate') return remediationStep(slots, room);
  return signal === null
    ? { target: { room: room.id }, room, signal: null }
    : { target: { room: room.id, signal }, room, signal };
}

/** A command for the device runs for the open incident that it may remedy, else for any open one. */
function remediationStep({ remediation }: Slots, room: Room): Step {
  const open = signalRecords(room).filter(([, record]) => findOpenTicket(record) !== null);
  const fitting = open.find(
    ([signal]) => remediation !== undefined && ruleHas(signal, remediation),
  );
  const [signal] = fitting ?? open[0] ?? ['meeting-app' as SignalId];
  return { target: { room: room.id, signal }, room, signal };
}

function ruleHas(signal: SignalId, remediation: string): boolean {
  return (
    signal === 'meeting-app' ||
    remediation === 'collectLogs' ||
    signal.startsWith('conference') ||
    signal.startsWith('signin')
  );
}

function roomsFor(slots: Slots, deps: ActDeps): Room[] {
  const names = slots.rooms ?? (slots.room ? [slots.room] : []);
  if (names.length > 0) return names.flatMap((name) => roomNamed(name, deps) ?? []);
  const { place, places, group, floor } = slots;
  if (place === undefined && places === undefined && group === undefined) return [];
  return [...deps.world.names.rooms.values()]
    .filter((room) => place === undefined || room.building === place)
    .filter((room) => places === undefined || places.includes(room.building))
    .filter((room) => group === undefined || room.groups.includes(group))
    .filter((room) => floor === undefined || room.floor === floor)
    .flatMap(({ number }) => deps.fleet.room(`room-${number}`) ?? []);
}

/** The action of an order on one target; `null`: the slots do not contain enough. */
export function actionFor(
  meaning: Meaning,
  { room, signal }: Step,
  deps: ActDeps,
): ActionPayload | null {
  const { intent, slots } = meaning;
  const { reason = '', notes = '' } = slots;
  switch (intent) {
    case 'respond':
      return { action: 'respond', notes };
    case 'message':
      return { action: 'message', text: notes };
    case 'suppress': {
      const until = untilOf(slots);
      if (!meaning.isExtension || slots.until === undefined)
        return { action: 'suppress', until, reason };
      return { action: 'changeSuppression', until, ...(reason === '' ? {} : { reason }) };
    }
    case 'unsuppress':
      return { action: 'unsuppress' };
    case 'assign':
      return assignment(meaning, { room, signal }, deps);
    case 'unassign':
      return unassignment(slots, { room, signal }, deps);
    case 'resolve':
      return { action: 'resolve', reason: reason === '' ? 'Resolved in the chat.' : reason };
    case 'remediate':
      return slots.remediation ? { action: 'remediate', remediation: slots.remediation } : null;
    case 'report':
      return { action: 'report', what: notes };
    case 'enrol':
      return { action: 'enrol' };
    default:
      return null;
  }
}

function untilOf({ until }: Slots) {
  if (until === undefined) return defaultSuppressUntil;
  return until === 'recovery' || until === 'lifted' ? until : { at: until };
}

function assignment(
  { slots: { person }, isTakeOver }: Meaning,
  { room, signal }: Pick<Step, 'room' | 'signal'>,
  deps: ActDeps,
): ActionPayload {
  const ticket = signal && findRecord(room, signal).ticket;
  const to =
    person === undefined || person === 'me'
      ? deps.person
      : deps.assignable.find(({ name }) => name === person);
  const id = to?.id ?? deps.person.id;
  const assignee = ticket?.assignee;
  // The author of the message does not mean a person who took the ticket after it was sent.
  const isNewer = Boolean(deps.saidAt && ticket?.assignedAt && ticket.assignedAt >= deps.saidAt);
  const isOther = assignee && assignee.id !== id && isTakeOver && !isNewer;
  return {
    action: 'assign',
    ...(id === deps.person.id ? {} : { to: id }),
    ...(isOther ? { takeOverFrom: assignee.id } : {}),
  };
}

function unassignment(
  { person: named }: Slots,
  { room, signal }: Pick<Step, 'room' | 'signal'>,
  { person }: ActDeps,
): ActionPayload {
  const assignee = signal && findRecord(room, signal).ticket?.assignee;
  const isNamed = assignee && assignee.id !== person.id && assignee.name === named;
  return isNamed ? { action: 'unassign', from: assignee.id } : { action: 'unassign' };
}
