/** What a person does with one signal of the model's room. */
import type { Command, Rejection, SignalId } from '@rooms-pro/core';
import { start } from './remediation.ts';
import { age, resolve } from './settle.ts';
import {
  isOpen,
  isSuppressed,
  type Lock,
  rule,
  type Step,
  signalOf,
  timer,
  turn,
} from './state.ts';

/** Why nothing is done; `null`: it is done. */
export type Refusal = Rejection['code'] | null;

type Suppress = Extract<Command, { action: 'suppress' }>;
const endOf = ({ until }: Pick<Suppress, 'until'>) =>
  until.kind === 'time' ? Date.parse(until.at) : until.kind;

/** The lock that a suppression puts on a signal or a room. */
export const lockFor = (command: Suppress, at: number): Lock => ({
  at,
  remindsFrom: at,
  ends: endOf(command),
  reason: command.reason,
  isReminded: false,
});

/** Another end or reason; `false`: they are what they were. */
export function changeLock(
  lock: Lock,
  command: Extract<Command, { action: 'changeSuppression' }>,
  now: number,
): boolean {
  const ends = endOf(command);
  const reason = command.reason ?? lock.reason;
  if (ends === lock.ends && reason === lock.reason) return false;
  Object.assign(lock, { ends, reason, remindsFrom: now, isReminded: false });
  return true;
}

/** Does it, or returns why not. */
export function onSignal(step: Step, id: SignalId, command: Command, by: string): Refusal {
  const { m, now, said } = step;
  const isKnown = m.signals[id] !== undefined;
  const signal = signalOf(m, id);
  if (command.action === 'suppress') {
    if (isSuppressed(m, signal)) return 'alreadySuppressed';
    signal.lock = lockFor(command, now);
    said.push(`signal.suppressed ${id}`);
    return null;
  }
  if (command.action === 'changeSuppression') {
    if (signal.lock === null) return 'notSuppressed';
    if (!changeLock(signal.lock, command, now)) return 'nothingChanged';
    said.push(`signal.suppressionChanged ${id}`);
    return null;
  }
  if (command.action === 'unsuppress') {
    if (signal.lock === null) return 'notSuppressed';
    signal.lock = null;
    said.push(`signal.unsuppressed ${id}`);
    return null;
  }
  if (command.action === 'resolve' && rule(step, id).resolvedBy === 'telemetry') {
    return 'telemetryResolves';
  }
  const { ticket } = signal;
  if (!isKnown || ticket === null) return 'noIncident';
  if (command.action === 'message') {
    said.push(`message.posted ${id}`);
    return null;
  }
  if (command.action === 'attach') {
    const { id: file } = command.attachment;
    if (ticket.files[file] !== undefined) return 'alreadyAttached';
    ticket.files[file] = by;
    said.push(`attachment.added ${id}`);
    return null;
  }
  if (command.action === 'removeAttachment') {
    if (ticket.files[command.id] === undefined) return 'attachmentGone';
    delete ticket.files[command.id];
    said.push(`attachment.removed ${id}`);
    return null;
  }
  if (!isOpen(ticket)) return 'alreadyResolved';
  switch (command.action) {
    case 'respond':
      if (ticket.response === `${by}: ${command.notes}` && !ticket.isFailed) {
        return 'alreadyResponded';
      }
      ticket.response = `${by}: ${command.notes}`;
      ticket.isFailed = false;
      if (rule(step, id).resolvedBy === 'telemetry') {
        signal.proof = timer(now, rule(step, id).watchForMs);
      }
      said.push(`incident.responded ${id}`);
      break;
    case 'assign':
      if (ticket.assignee === command.to.id) return 'alreadyAssigned';
      // It is the first one's, until somebody says from whom it is taken.
      if (ticket.assignee !== null && ticket.assignee !== command.takeOverFrom) {
        return 'assignedToOther';
      }
      ticket.assignee = command.to.id;
      said.push(`incident.assigned ${id}`);
      break;
    case 'unassign':
      if (ticket.assignee === null) return 'notAssigned';
      if (command.from !== undefined && command.from !== ticket.assignee) return 'assignedToOther';
      ticket.assignee = null;
      said.push(`incident.unassigned ${id}`);
      break;
    case 'investigate':
      if (ticket.status === 'systemInvestigating') return 'alreadyInvestigating';
      if (isSuppressed(m, signal)) return 'alreadySuppressed';
      if (rule(step, id).investigateForMs === 0) return 'nothingToInvestigate';
      ticket.status = 'systemInvestigating';
      ticket.investigation = timer(now, rule(step, id).investigateForMs);
      // It begins anew: the neighbours are looked at, and all may be tried, once more.
      Object.assign(ticket, { isCorrelated: false, attempts: [], triedAt: null });
      said.push(`incident.investigating ${id}`);
      break;
    case 'resolve':
      turn(step, id, 'healthy', now);
      resolve(step, id, signal);
      break;
    case 'remediate':
      if (m.command !== null) return 'commandPending';
      if (Object.keys(m.meetings).length === 0) return 'noDeviceForCommands';
      start(step, id, ticket, command.remediation);
      break;
    default:
      throw new Error(`The model knows nothing of ${command.action}`);
  }
  age(step, id, signal);
  return null;
}
