/** One ticket with all its parts: overview, messages, history. */
import {
  type AdviceRecord,
  type Attempt,
  allowedActions,
  between,
  countStateChanges,
  effectiveSuppression,
  findRecord,
  formatCorrelatedRooms,
  type Instant,
  isOpen,
  outcomeLabels,
  type Person,
  type PersonRef,
  type ReaderZone,
  type Room,
  type RoomEvent,
  type Rules,
  recommendedActionFor,
  remediationLabels,
  roleRejection,
  ruleFor,
  type SignalId,
  signalLabel,
  type Ticket,
} from '@rooms-pro/core';
import type { AttemptRow, RemediationChoice, TicketDetail } from '@rooms-pro/core/contracts';
import { presentAttachments } from '../attachments/presentAttachments.ts';
import { presentHistory, presentMessages } from './presentHistory.ts';

export type TicketParts = {
  readonly room: Room;
  readonly signal: SignalId;
  readonly ticket: Ticket;
  /** The signal's history, newest first. */
  readonly events: readonly RoomEvent[];
  /** How often the recommended action worked and did not work, over all rooms. */
  readonly worked: AdviceRecord;
  /** All people to whom a ticket could be assigned. */
  readonly people: readonly Person[];
  /** Whether there is a store for files. */
  readonly canAttach: boolean;
  /** The time zone of times in sentences. */
  readonly timeZone: ReaderZone;
};

/** The whole ticket for this person. */
export function presentTicket(
  { room, signal, ticket, events, worked, people, timeZone, canAttach }: TicketParts,
  person: Person,
  rules: Rules,
  confirmedAt: Instant,
): TicketDetail {
  const record = findRecord(room, signal);
  const rule = ruleFor(rules, signal);
  const { connection } = room;
  const actions = allowedActions(room, signal, person, rules).filter(
    (action) => action !== 'attach' || canAttach,
  );
  const { flappingSince, neighbours, proof } = ticket;
  return {
    ...basicsOf(ticket),
    roomId: room.id,
    room: room.name,
    building: room.building,
    floor: room.floor,
    signal,
    label: signalLabel(rules, signal),
    category: rule.category,
    impact: rule.impact,
    description: rule.description,
    causes: rule.causes,
    resolutions: rule.resolutions,
    recommendedAction: recommendedActionFor(rule, record.detail),
    advice: worked.held + worked.failed === 0 ? null : worked,
    detail: record.detail,
    signalState: record.state,
    isMisconfiguration: rule.isMisconfiguration,
    resolvedBy: rule.resolvedBy,
    disconnectedSince: connection.status === 'disconnected' ? connection.since : null,
    proof: proof && { by: proof.by, until: proof.until },
    attempts: ticket.attempts.map((attempt) => presentAttempt(attempt, ticket, rules, confirmedAt)),
    neighbours: neighbours === null ? null : formatOtherRooms(neighbours, room),
    flapping:
      flappingSince === null
        ? null
        : { since: flappingSince, changes: countStateChanges(record, rules, confirmedAt) },
    remediations: actions.includes('remediate') ? choicesFor(signal, rules) : [],
    assignees: isOpen(ticket.status) ? assigneesFor(room, person, people) : [],
    suppression: effectiveSuppression(room, signal),
    actions,
    history: presentHistory(events, signal, rules, timeZone),
    messages: presentMessages(events, signal),
    attachments: presentAttachments(ticket.attachments, person, room, canAttach),
    confirmedAt,
  };
}

function assigneesFor(room: Room, person: Person, people: readonly Person[]): PersonRef[] {
  const mayTakeOn = (one: Person) => roleRejection(one, 'assign', room) === null;
  if (!mayTakeOn(person)) return [];
  return people
    .filter((one) => one.id !== person.id && mayTakeOn(one))
    .map(({ id, name }) => ({ id, name }));
}

/** The members that the response takes unchanged from the ticket in the room's document. */
function basicsOf(ticket: Ticket) {
  const {
    number,
    status,
    episode,
    activation,
    severity,
    openedAt,
    activatedAt,
    resolvedAt,
    resolvedBecause,
  } = ticket;
  const { reason, investigatesUntil, escalatesAt, assignee, assignedAt, response } = ticket;
  return {
    number,
    status,
    episode,
    activation,
    severity,
    openedAt,
    activatedAt,
    resolvedAt,
    resolvedBecause,
    reason,
    investigatesUntil,
    escalatesAt,
    assignee,
    assignedAt,
    response,
  };
}

function presentAttempt(attempt: Attempt, ticket: Ticket, rules: Rules, now: Instant): AttemptRow {
  const { id, remediation, at, endedAt, outcome, detail } = attempt;
  const label = remediationLabels[remediation];
  return { id, label, at, endedAt, outcome, detail, result: resultOf(attempt, ticket, rules, now) };
}

/** The result is known only after enough time for readings, or when the incident is over. */
function resultOf(
  { remediation, outcome, endedAt }: Attempt,
  ticket: Ticket,
  rules: Rules,
  now: Instant,
): string {
  if (outcome === null) return 'under way';
  if (outcome !== 'succeeded') return outcomeLabels[outcome];
  if (remediation === 'collectLogs' || !isOpen(ticket.status)) return 'done';
  const isWatched = endedAt !== null && between(endedAt, now) < rules.remediation.watchForMs;
  return isWatched ? 'done, waiting for readings' : outcomeLabels.succeeded;
}

function formatOtherRooms(rooms: number, room: Room): string {
  return rooms === 0
    ? 'No other room of the building has the same issue.'
    : formatCorrelatedRooms(rooms, room);
}

/** The rule's own remediations first. Logs can always be collected. */
function choicesFor(signal: SignalId, rules: Rules): readonly RemediationChoice[] {
  const { remediations } = ruleFor(rules, signal);
  const all = new Set([...remediations, 'collectLogs' as const]);
  return [...all].map((remediation) => ({ remediation, label: remediationLabels[remediation] }));
}
