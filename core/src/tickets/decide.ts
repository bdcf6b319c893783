/**
 * One step of a ticket's life: the table says whether it may be taken, this says what it does.
 * Pure; the caller has already asked the policy.
 */
import type { Change } from '../change.ts';
import type { Rejection } from '../command.ts';
import { instantAfter } from '../instant.ts';
import type { Reason, Room, SignalRecord, Ticket } from '../room.ts';
import { ruleFor } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { IncidentState, Instant, SignalId, TicketNumber } from '../words.ts';
import { nextAssignment } from './commands/assignment.ts';
import { fullRejection, nextAttachments } from './commands/attachments.ts';
import { type LifecycleAction, mayMove } from './lifecycle.ts';
import { startOrdered } from './remediation/remediation.ts';
import { verificationAfter } from './remediation/verification.ts';
import { changeSuppression, endSuppression, newSuppression } from './suppression.ts';
import {
  effectiveSuppression,
  findRecord,
  isOpen,
  ticketStatus,
  withRecord,
} from './ticketState.ts';
import type { Transition } from './transition.ts';

export type { Transition } from './transition.ts';

/** Where a step is taken. */
export type TicketContext = {
  readonly room: Room;
  readonly signal: SignalId;
  readonly rules: Rules;
  readonly now: Instant;
};

export type Decided =
  | { readonly ok: true; readonly room: Room; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly rejection: Rejection };

/** Takes one step, or says why it cannot be taken. */
export function decide(move: Transition, place: TicketContext): Decided {
  const rejection = transitionRejection(move.action, place) ?? repetitionOf(move, place);
  if (rejection) return { ok: false, rejection };
  const record = findRecord(place.room, place.signal);
  if (move.action === 'suppress') {
    const { by, until, reason } = move;
    const suppression = newSuppression({ by, at: place.now, until, reason });
    return take(place, { ...record, suppression }, [
      { type: 'signal.suppressed', signal: place.signal, until, reason },
    ]);
  }
  const journey = { room: place.room, changes: [] };
  if (move.action === 'changeSuppression') {
    const changed = changeSuppression(journey, place.signal, move, place.now);
    return 'code' in changed ? { ok: false, rejection: changed } : { ok: true, ...changed };
  }
  if (move.action === 'unsuppress') {
    return { ok: true, ...endSuppression(journey, place.signal, 'lifted', place.now) };
  }
  if (move.action === 'open') return openEpisode(place, record, move.because);
  const ticket = record.ticket;
  if (ticket === null) return { ok: false, rejection: { code: 'noIncident' } };
  if (move.action === 'remediate') return order(move, place, ticket);
  return moveTicket(move, place, record, ticket);
}

/**
 * Why the lifecycle refuses an action here, or `null` when it may be taken. Buttons are offered by
 * this same answer, so none is ever offered that would be refused.
 */
export function transitionRejection(
  action: LifecycleAction,
  place: TicketContext,
): Rejection | null {
  const record = findRecord(place.room, place.signal);
  const suppression =
    action === 'unsuppress' || action === 'changeSuppression'
      ? record.suppression
      : effectiveSuppression(place.room, place.signal);
  const status = ticketStatus(record);
  if (mayMove(action, status, suppression !== null)) {
    if (action === 'unassign' && !record.ticket?.assignee) return { code: 'notAssigned' };
    const canInvestigate = ruleFor(place.rules, place.signal).investigateForMs > 0;
    if (action === 'investigate' && !canInvestigate) return { code: 'nothingToInvestigate' };
    if (action === 'attach') return fullRejection(record.ticket);
    const { command, devices } = place.room;
    if (action === 'remediate' && command) {
      return { code: 'commandPending', remediation: command.remediation, at: command.issuedAt };
    }
    if (action === 'remediate' && !devices.some(({ meeting }) => meeting !== null)) {
      return { code: 'noDeviceForCommands' };
    }
    return null;
  }
  if (action === 'suppress' && suppression) {
    return { code: 'alreadySuppressed', by: suppression.by, at: suppression.at };
  }
  if (action === 'unsuppress' || action === 'changeSuppression') return { code: 'notSuppressed' };
  if (action === 'investigate' && status === 'systemInvestigating') {
    return { code: 'alreadyInvestigating' };
  }
  if (suppression && isOpen(status)) {
    return { code: 'alreadySuppressed', by: suppression.by, at: suppression.at };
  }
  const ended = record.ticket;
  if (ended?.resolvedAt) {
    const because = ended.resolvedBecause ?? '';
    return { code: 'alreadyResolved', at: ended.resolvedAt, because };
  }
  return { code: 'noIncident' };
}

/** The same person saying the same thing again (a second click, a message sent twice) adds nothing. */
function repetitionOf(move: Transition, place: TicketContext): Rejection | null {
  const ticket = findRecord(place.room, place.signal).ticket;
  if (move.action === 'respond') {
    const last = ticket?.response;
    const isSame = last && last.by.id === move.by.id && last.notes === move.notes;
    // What did not hold may be tried once more, and told in the same words.
    if (isSame && last.failedAt === undefined) {
      return { code: 'alreadyResponded', by: last.by, at: last.at };
    }
  }
  return null;
}

function take(place: TicketContext, record: SignalRecord, changes: readonly Change[]): Decided {
  return { ok: true, room: withRecord(place.room, place.signal, record), changes };
}

/** Opens the next episode: the first one gives the signal its number, for ever. */
function openEpisode(place: TicketContext, record: SignalRecord, because: string): Decided {
  const { room, signal, rules, now } = place;
  const earlier = record.ticket;
  const ticketCount = earlier ? room.ticketCount : room.ticketCount + 1;
  const number: TicketNumber = earlier?.number ?? `${room.number}-${ticketCount}`;
  const episode = (earlier?.episode ?? 0) + 1;
  const { severity } = ruleFor(rules, signal);
  const reason: Reason = { sentence: because, ruleVersion: rules.version };
  const ticket: Ticket = {
    number,
    ...startOfIncident(place),
    episode,
    activation: 1,
    severity,
    openedAt: now,
    resolvedAt: null,
    resolvedBecause: null,
    reason,
    assignee: null,
    assignedAt: null,
    response: null,
    proof: earlier?.proof ?? null,
    messageCount: earlier?.messageCount ?? 0,
    attachments: earlier?.attachments ?? [],
  };
  const state = ticket.status as IncidentState;
  return take({ ...place, room: { ...room, ticketCount } }, { ...record, ticket }, [
    { type: 'incident.opened', signal, ticket: number, episode, state, severity, reason },
  ]);
}

type StartOfIncident = Pick<
  Ticket,
  'activatedAt' | 'investigatesUntil' | 'escalatesAt' | 'attempts' | 'neighbours' | 'flappingSince'
> & { readonly status: IncidentState };

/** Investigation first where the rule has one, else people at once; a warning's clock starts. */
function startOfIncident(place: TicketContext): StartOfIncident {
  const rule = ruleFor(place.rules, place.signal);
  const investigates = rule.investigateForMs > 0;
  return {
    status: investigates ? 'systemInvestigating' : 'needsAction',
    activatedAt: place.now,
    investigatesUntil: investigates ? instantAfter(place.now, rule.investigateForMs) : null,
    escalatesAt:
      rule.escalatesAfterMs === null ? null : instantAfter(place.now, rule.escalatesAfterMs),
    attempts: [],
    neighbours: null,
    flappingSince: null,
  };
}

/** A person has the platform try something. */
function order(
  { by, remediation }: Extract<Transition, { action: 'remediate' }>,
  { room, signal, rules, now }: TicketContext,
  ticket: Ticket,
): Decided {
  const journey = { room, changes: [] };
  const begun = startOrdered(journey, signal, ticket, { remediation, by }, rules, now);
  return begun === null
    ? { ok: false, rejection: { code: 'noDeviceForCommands' } }
    : { ok: true, ...begun };
}

type TicketMove = Exclude<
  Transition,
  { action: 'open' | 'suppress' | 'changeSuppression' | 'unsuppress' | 'remediate' }
>;

function moveTicket(
  move: TicketMove,
  place: TicketContext,
  record: SignalRecord,
  ticket: Ticket,
): Decided {
  const { now, rules, signal } = place;
  const on = { signal, ticket: ticket.number, episode: ticket.episode } as const;
  const put = (next: Partial<Ticket>, change: Change): Decided =>
    take(place, { ...record, ticket: { ...ticket, ...next } }, [change]);
  switch (move.action) {
    case 'reactivate': {
      const start = startOfIncident(place);
      const reason = { sentence: move.because, ruleVersion: rules.version };
      const severity = ticket.severity;
      return put(
        {
          ...start,
          activation: ticket.activation + 1,
          resolvedAt: null,
          resolvedBecause: null,
          reason,
          assignee: null,
          assignedAt: null,
          response: null,
        },
        { type: 'incident.reactivated', ...on, state: start.status, severity, reason },
      );
    }
    case 'needAction':
      return put(
        { status: 'needsAction', investigatesUntil: null },
        { type: 'incident.needsAction', ...on, reason: move.because },
      );
    case 'investigate': {
      const { investigatesUntil } = startOfIncident(place);
      return put(
        { status: 'systemInvestigating', investigatesUntil, attempts: [], neighbours: null },
        { type: 'incident.investigating', ...on },
      );
    }
    case 'escalate':
      return put(
        { severity: 'important', escalatesAt: null },
        { type: 'incident.escalated', ...on, reason: move.because },
      );
    case 'resolve':
      return put(
        {
          status: 'resolved',
          resolvedAt: now,
          resolvedBecause: move.because,
          investigatesUntil: null,
          escalatesAt: null,
          flappingSince: null,
        },
        { type: 'incident.resolved', ...on, because: move.because },
      );
    case 'close':
      return put({ status: 'closed' }, { type: 'ticket.closed', ...on });
    case 'respond':
      return put(
        {
          response: { by: move.by, at: now, notes: move.notes },
          proof: verificationAfter(record, signal, move.by, rules, now),
        },
        { type: 'incident.responded', ...on, notes: move.notes },
      );
    case 'assign':
    case 'unassign': {
      const done = nextAssignment(move, signal, ticket, now);
      if ('code' in done) return { ok: false, rejection: done };
      return put(done.assigned, done.change);
    }
    case 'message':
      return put(
        { messageCount: ticket.messageCount + 1 },
        { type: 'message.posted', ...on, text: move.text },
      );
    case 'attach':
    case 'removeAttachment': {
      const done = nextAttachments(move, signal, ticket, now);
      if ('code' in done) return { ok: false, rejection: done };
      return put({ attachments: done.attachments }, done.change);
    }
  }
}
