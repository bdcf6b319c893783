/**
 * Remediations: commands that the platform runs on a device while it investigates, or that a person
 * orders. A room has at most one command at a time. No command runs during a meeting or outside the
 * allowed hours.
 */
import { isSameDevice } from '../../devices/deviceId.ts';
import { between, instantAfter } from '../../instant.ts';
import type { Attempt, Device, PendingCommand, Room, Ticket } from '../../room.ts';
import { ruleFor } from '../../signals/rules/defaultRules.ts';
import { rulesFor } from '../../signals/rules/overrides.ts';
import { scaleWait } from '../../signals/rules/pace.ts';
import type { RemediationRule, Rules } from '../../signals/rules/rule.ts';
import type { Instant, PersonRef, Remediation, RemediationOutcome, SignalId } from '../../words.ts';
import { addChange, type Draft, withTicket } from '../draft.ts';
import { effectiveSuppression, findOpenTicket, findRecord, isFrozen } from '../ticketState.ts';
import { isAllowedHour, nextAllowedHour } from './allowedHours.ts';

const dayMs = 86_400_000;

/** The commands that this device runs now. The same command is returned until its result arrives. */
export function commandsFor(
  room: Room,
  device: string,
  given: Rules,
  now: Instant,
): readonly PendingCommand[] {
  const { command } = room;
  if (command === null || !isSameDevice(command.device, device)) return [];
  if (command.expiresAt <= now) return [];
  if (room.enrolment !== 'enrolled') return [];
  const rules = rulesFor(given, room);
  const ticket = findOpenTicket(findRecord(room, command.signal));
  if (ticket === null) return [];
  const isWanted =
    command.by !== null ||
    (ticket.status === 'systemInvestigating' &&
      effectiveSuppression(room, command.signal) === null);
  const mayRun =
    readyDevice(room, rules.remediation, now, device) !== null &&
    isAllowedHour(now, room.timeZone, rules.remediation.allowedHours);
  return isWanted && mayRun ? [command] : [];
}

/** Starts the next remediation of an incident under investigation, if one is left and it may start. */
export function startNext(draft: Draft, signal: SignalId, rules: Rules, now: Instant): Draft {
  const { room } = draft;
  const ticket = investigatedTicket(room, signal);
  const remediation = ticket && nextRemediation(ticket, signal, rules);
  if (!ticket || !remediation || blockedUntil(room, ticket, rules, now) !== null) return draft;
  if (isAtLimit(room, remediation, rules, now)) {
    const { attemptsPerDay } = rules.remediation;
    const detail = `Tried ${attemptsPerDay} times in this room within a day already.`;
    const attempt = newAttempt(room, ticket, remediation, now);
    const ended: Attempt = { ...attempt, outcome: 'refused', detail, endedAt: now };
    return endAttempt(withAttempt(draft, signal, ticket, ended), signal, ended);
  }
  const device = readyDevice(room, rules.remediation, now);
  return device === null
    ? draft
    : start(draft, signal, ticket, { remediation, device: device.id, by: null }, rules, now);
}

/** Starts a remediation that a person ordered. The caller ensures that no command is pending and an incident is open. */
export function startOrdered(
  draft: Draft,
  signal: SignalId,
  ticket: Ticket,
  { remediation, by }: { readonly remediation: Remediation; readonly by: PersonRef },
  rules: Rules,
  now: Instant,
): Draft | null {
  const device =
    readyDevice(draft.room, rules.remediation, now) ??
    draft.room.devices.find(({ meeting }) => meeting !== null);
  if (!device) return null;
  return start(draft, signal, ticket, { remediation, device: device.id, by }, rules, now);
}

/** When the next remediation starts although no input arrives; `null`: it does not, or it waits for an input. */
export function remediationDue(
  room: Room,
  signal: SignalId,
  rules: Rules,
  after: Instant,
): Instant | null {
  const ticket = investigatedTicket(room, signal);
  const remediation = ticket && nextRemediation(ticket, signal, rules);
  const due = ticket && blockedUntil(room, ticket, rules, after);
  if (!remediation || !due) return null;
  // Without a recent meeting state no remediation starts. Telemetry brings the next meeting state.
  const isReady =
    readyDevice(room, rules.remediation, due) !== null || isAtLimit(room, remediation, rules, due);
  return isReady ? due : null;
}

/** Ends the pending command when its time is up. */
export function endExpired(draft: Draft, now: Instant): Draft {
  const { command } = draft.room;
  if (command === null || command.expiresAt > now) return draft;
  return endCommand(draft, command.id, 'expired', '', command.expiresAt);
}

/** Records the result of the pending command; any other id changes nothing. */
export function endCommand(
  draft: Draft,
  id: string,
  outcome: RemediationOutcome,
  detail: string,
  at: Instant,
): Draft {
  const { command } = draft.room;
  if (command?.id !== id) return draft;
  const withoutCommand = { ...draft, room: { ...draft.room, command: null } };
  const { ticket } = findRecord(withoutCommand.room, command.signal);
  if (!ticket) return withoutCommand;
  const { remediation, issuedAt } = command;
  const ended: Attempt = { id, remediation, at: issuedAt, outcome, detail, endedAt: at };
  // After a new investigation or activation, the result goes only into the history.
  const isListed = ticket.attempts.some((one) => one.id === id);
  const recorded = isListed
    ? withAttempt(withoutCommand, command.signal, ticket, ended)
    : withoutCommand;
  return endAttempt(recorded, command.signal, ended);
}

/** The ticket that the platform works on now, else `null`. */
function investigatedTicket(room: Room, signal: SignalId): Ticket | null {
  const { ticket, state } = findRecord(room, signal);
  const isWorkedOn =
    ticket?.status === 'systemInvestigating' &&
    state === 'unhealthy' &&
    ticket.flappingSince === null &&
    room.command === null &&
    room.enrolment === 'enrolled' &&
    !isFrozen(room, signal) &&
    effectiveSuppression(room, signal) === null;
  return isWorkedOn ? ticket : null;
}

function nextRemediation(ticket: Ticket, signal: SignalId, rules: Rules): Remediation | null {
  const tried = ticket.attempts.map(({ remediation }) => remediation);
  const { remediations } = ruleFor(rules, signal);
  return remediations.find((remediation) => !tried.includes(remediation)) ?? null;
}

/** The time before which no remediation may start; `null`: it may start now. */
function blockedUntil(room: Room, ticket: Ticket, rules: Rules, now: Instant): Instant | null {
  const { watchForMs, allowedHours } = rules.remediation;
  const lastEnd = ticket.attempts.at(-1)?.endedAt ?? null;
  const watchedUntil = lastEnd && instantAfter(latest(lastEnd, connectedSince(room)), watchForMs);
  const from = watchedUntil === null ? now : latest(watchedUntil, now);
  if (isAllowedHour(from, room.timeZone, allowedHours)) return from > now ? from : null;
  return nextAllowedHour(from, room.timeZone, allowedHours);
}

/** Since when telemetry arrives without a break. Time before that does not count as watched. */
function connectedSince(room: Room): Instant {
  return findRecord(room, 'connection').since;
}

function latest(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}

/** A device that recently reported that no meeting is on; `null` while any device reports a meeting. */
function readyDevice(
  room: Room,
  { meetingNewsMs }: RemediationRule,
  now: Instant,
  id?: string,
): Device | null {
  const recent = room.devices.filter(
    ({ meeting }) => meeting !== null && between(meeting.at, now) <= meetingNewsMs,
  );
  if (recent.some(({ meeting }) => meeting?.inMeeting)) return null;
  return recent.find((device) => id === undefined || isSameDevice(device.id, id)) ?? null;
}

function isAtLimit(room: Room, remediation: Remediation, rules: Rules, now: Instant): boolean {
  const recent = room.recentAttempts.filter(
    (attempt) =>
      attempt.remediation === remediation && between(attempt.at, now) < scaleWait(dayMs, rules),
  );
  return recent.length >= rules.remediation.attemptsPerDay;
}

/** An attempt with a permanently unique id: each revision of a room occurs only once. */
function newAttempt(room: Room, ticket: Ticket, remediation: Remediation, now: Instant): Attempt {
  return {
    id: `${ticket.number}.${room.revision + 1}.${ticket.attempts.length + 1}`,
    remediation,
    at: now,
    outcome: null,
    detail: '',
    endedAt: null,
  };
}

function start(
  draft: Draft,
  signal: SignalId,
  ticket: Ticket,
  { remediation, device, by }: Pick<PendingCommand, 'remediation' | 'device' | 'by'>,
  rules: Rules,
  now: Instant,
): Draft {
  const attempt = newAttempt(draft.room, ticket, remediation, now);
  const started = withAttempt(draft, signal, ticket, attempt);
  const { id } = attempt;
  const command: PendingCommand = {
    id,
    remediation,
    signal,
    device,
    by,
    issuedAt: now,
    expiresAt: instantAfter(now, rules.remediation.resultWithinMs),
  };
  const retentionMs = scaleWait(dayMs, rules);
  const recent = started.room.recentAttempts.filter(({ at }) => between(at, now) < retentionMs);
  const recentAttempts = [...recent, { remediation, at: now }];
  const { number, episode } = ticket;
  return addChange(
    started,
    { ...started.room, command, recentAttempts },
    {
      type: 'remediation.started',
      signal,
      ticket: number,
      episode,
      id,
      remediation,
      device,
    },
  );
}

function withAttempt(draft: Draft, signal: SignalId, ticket: Ticket, attempt: Attempt): Draft {
  const isListed = ticket.attempts.some(({ id }) => id === attempt.id);
  const attempts = isListed
    ? ticket.attempts.map((one) => (one.id === attempt.id ? attempt : one))
    : [...ticket.attempts, attempt];
  return { ...draft, room: withTicket(draft.room, signal, { attempts }) };
}

function endAttempt(draft: Draft, signal: SignalId, attempt: Attempt): Draft {
  const { ticket } = findRecord(draft.room, signal);
  const { id, remediation, outcome, detail } = attempt;
  if (ticket === null || outcome === null) return draft;
  const { number, episode } = ticket;
  return addChange(draft, draft.room, {
    type: 'remediation.ended',
    signal,
    ticket: number,
    episode,
    id,
    remediation,
    outcome,
    detail,
  });
}
