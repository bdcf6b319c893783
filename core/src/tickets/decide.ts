/**
 * One step of a ticket's lifecycle. The lifecycle table permits or refuses the step; this file carries it
 * out. Pure functions. The caller has already checked the policy.
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

/** The room, the signal, the rules and the time of a step. */
export type TicketContext = {
  readonly room: Room;
  readonly signal: SignalId;
  readonly rules: Rules;
  readonly now: Instant;
};

export type Decided =
  | { readonly ok: true; readonly room: Room; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly rejection: Rejection };

/** Carries out one step, or returns why the step is rejected. */
export function decide(transition: Transition, context: TicketContext): Decided {
  const rejection =
    transitionRejection(transition.action, context) ?? repetitionRejection(transition, context);
  if (rejection) return { ok: false, rejection };
  const record = findRecord(context.room, context.signal);
  if (transition.action === 'suppress') {
    const { by, until, reason } = transition;
    const suppression = newSuppression({ by, at: context.now, until, reason });
    return accept(context, { ...record, suppression }, [
      { type: 'signal.suppressed', signal: context.signal, until, reason },
    ]);
  }
  const draft = { room: context.room, changes: [] };
  if (transition.action === 'changeSuppression') {
    const changed = changeSuppression(draft, context.signal, transition, context.now);
    return 'code' in changed ? { ok: false, rejection: changed } : { ok: true, ...changed };
  }
  if (transition.action === 'unsuppress') {
    return { ok: true, ...endSuppression(draft, context.signal, 'lifted', context.now) };
  }
  if (transition.action === 'open') return openEpisode(context, record, transition.because);
  const ticket = record.ticket;
  if (ticket === null) return { ok: false, rejection: { code: 'noIncident' } };
  if (transition.action === 'remediate') return orderRemediation(transition, context, ticket);
  return changeTicket(transition, context, record, ticket);
}

/**
 * Why the lifecycle refuses an action here; `null` when the action is allowed. The buttons use the same
 * function, so no button offers an action that would be refused.
 */
export function transitionRejection(
  action: LifecycleAction,
  context: TicketContext,
): Rejection | null {
  const record = findRecord(context.room, context.signal);
  const suppression =
    action === 'unsuppress' || action === 'changeSuppression'
      ? record.suppression
      : effectiveSuppression(context.room, context.signal);
  const status = ticketStatus(record);
  if (mayMove(action, status, suppression !== null)) {
    if (action === 'unassign' && !record.ticket?.assignee) return { code: 'notAssigned' };
    const canInvestigate = ruleFor(context.rules, context.signal).investigateForMs > 0;
    if (action === 'investigate' && !canInvestigate) return { code: 'nothingToInvestigate' };
    if (action === 'attach') return fullRejection(record.ticket);
    const { command, devices } = context.room;
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

/** Rejects the same response of the same person (a second click, a message sent twice). */
function repetitionRejection(transition: Transition, context: TicketContext): Rejection | null {
  const ticket = findRecord(context.room, context.signal).ticket;
  if (transition.action === 'respond') {
    const latest = ticket?.response;
    const isSame = latest && latest.by.id === transition.by.id && latest.notes === transition.notes;
    // A person may repeat a fix that failed, with the same notes.
    if (isSame && latest.failedAt === undefined) {
      return { code: 'alreadyResponded', by: latest.by, at: latest.at };
    }
  }
  return null;
}

function accept(context: TicketContext, record: SignalRecord, changes: readonly Change[]): Decided {
  return { ok: true, room: withRecord(context.room, context.signal, record), changes };
}

/** Opens the next episode. The first episode gives the ticket its permanent number. */
function openEpisode(context: TicketContext, record: SignalRecord, because: string): Decided {
  const { room, signal, rules, now } = context;
  const earlier = record.ticket;
  const ticketCount = earlier ? room.ticketCount : room.ticketCount + 1;
  const number: TicketNumber = earlier?.number ?? `${room.number}-${ticketCount}`;
  const episode = (earlier?.episode ?? 0) + 1;
  const { severity } = ruleFor(rules, signal);
  const reason: Reason = { sentence: because, ruleVersion: rules.version };
  const ticket: Ticket = {
    number,
    ...incidentStart(context),
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
  return accept({ ...context, room: { ...room, ticketCount } }, { ...record, ticket }, [
    { type: 'incident.opened', signal, ticket: number, episode, state, severity, reason },
  ]);
}

type IncidentStart = Pick<
  Ticket,
  'activatedAt' | 'investigatesUntil' | 'escalatesAt' | 'attempts' | 'neighbours' | 'flappingSince'
> & { readonly status: IncidentState };

/**
 * The start of an incident: the platform investigates first where the rule requires it, else the
 * incident needs action at once. The time until a warning escalates starts now.
 */
function incidentStart(context: TicketContext): IncidentStart {
  const rule = ruleFor(context.rules, context.signal);
  const investigates = rule.investigateForMs > 0;
  return {
    status: investigates ? 'systemInvestigating' : 'needsAction',
    activatedAt: context.now,
    investigatesUntil: investigates ? instantAfter(context.now, rule.investigateForMs) : null,
    escalatesAt:
      rule.escalatesAfterMs === null ? null : instantAfter(context.now, rule.escalatesAfterMs),
    attempts: [],
    neighbours: null,
    flappingSince: null,
  };
}

/** Starts a remediation that a person ordered. */
function orderRemediation(
  { by, remediation }: Extract<Transition, { action: 'remediate' }>,
  { room, signal, rules, now }: TicketContext,
  ticket: Ticket,
): Decided {
  const draft = { room, changes: [] };
  const started = startOrdered(draft, signal, ticket, { remediation, by }, rules, now);
  return started === null
    ? { ok: false, rejection: { code: 'noDeviceForCommands' } }
    : { ok: true, ...started };
}

type TicketTransition = Exclude<
  Transition,
  { action: 'open' | 'suppress' | 'changeSuppression' | 'unsuppress' | 'remediate' }
>;

function changeTicket(
  transition: TicketTransition,
  context: TicketContext,
  record: SignalRecord,
  ticket: Ticket,
): Decided {
  const { now, rules, signal } = context;
  const at = { signal, ticket: ticket.number, episode: ticket.episode } as const;
  const update = (next: Partial<Ticket>, change: Change): Decided =>
    accept(context, { ...record, ticket: { ...ticket, ...next } }, [change]);
  switch (transition.action) {
    case 'reactivate': {
      const start = incidentStart(context);
      const reason = { sentence: transition.because, ruleVersion: rules.version };
      const severity = ticket.severity;
      return update(
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
        { type: 'incident.reactivated', ...at, state: start.status, severity, reason },
      );
    }
    case 'needAction':
      return update(
        { status: 'needsAction', investigatesUntil: null },
        { type: 'incident.needsAction', ...at, reason: transition.because },
      );
    case 'investigate': {
      const { investigatesUntil } = incidentStart(context);
      return update(
        { status: 'systemInvestigating', investigatesUntil, attempts: [], neighbours: null },
        { type: 'incident.investigating', ...at },
      );
    }
    case 'escalate':
      return update(
        { severity: 'important', escalatesAt: null },
        { type: 'incident.escalated', ...at, reason: transition.because },
      );
    case 'resolve':
      return update(
        {
          status: 'resolved',
          resolvedAt: now,
          resolvedBecause: transition.because,
          investigatesUntil: null,
          escalatesAt: null,
          flappingSince: null,
        },
        { type: 'incident.resolved', ...at, because: transition.because },
      );
    case 'close':
      return update({ status: 'closed' }, { type: 'ticket.closed', ...at });
    case 'respond':
      return update(
        {
          response: { by: transition.by, at: now, notes: transition.notes },
          proof: verificationAfter(record, signal, transition.by, rules, now),
        },
        { type: 'incident.responded', ...at, notes: transition.notes },
      );
    case 'assign':
    case 'unassign': {
      const done = nextAssignment(transition, signal, ticket, now);
      if ('code' in done) return { ok: false, rejection: done };
      return update(done.assigned, done.change);
    }
    case 'message':
      return update(
        { messageCount: ticket.messageCount + 1 },
        { type: 'message.posted', ...at, text: transition.text },
      );
    case 'attach':
    case 'removeAttachment': {
      const done = nextAttachments(transition, signal, ticket, now);
      if ('code' in done) return { ok: false, rejection: done };
      return update({ attachments: done.attachments }, done.change);
    }
  }
}
