/**
 * What the platform tries on a device by itself while it investigates, and what a person orders
 * through it: one command at a time in a room, never during a meeting or outside the allowed hours.
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

/** The commands this device should run now; the same one again until its result is known. */
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

/** Starts the next remediation of an incident under investigation, when there is one and it may. */
export function startNext(journey: Draft, signal: SignalId, rules: Rules, now: Instant): Draft {
  const { room } = journey;
  const ticket = investigated(room, signal);
  const remediation = ticket && nextRemediation(ticket, signal, rules);
  if (!ticket || !remediation || blockedUntil(room, ticket, rules, now) !== null) return journey;
  if (isAtLimit(room, remediation, rules, now)) {
    const { attemptsPerDay } = rules.remediation;
    const detail = `Tried ${attemptsPerDay} times in this room within a day already.`;
    const attempt = attemptOf(room, ticket, remediation, now);
    const ended: Attempt = { ...attempt, outcome: 'refused', detail, endedAt: now };
    return endAttempt(putAttempt(journey, signal, ticket, ended), signal, ended);
  }
  const device = readyDevice(room, rules.remediation, now);
  return device === null
    ? journey
    : begin(journey, signal, ticket, { remediation, device: device.id, by: null }, rules, now);
}

/** A person's order; the caller has seen to it that no command is pending and an incident is open. */
export function startOrdered(
  journey: Draft,
  signal: SignalId,
  ticket: Ticket,
  { remediation, by }: { readonly remediation: Remediation; readonly by: PersonRef },
  rules: Rules,
  now: Instant,
): Draft | null {
  const device =
    readyDevice(journey.room, rules.remediation, now) ??
    journey.room.devices.find(({ meeting }) => meeting !== null);
  if (!device) return null;
  return begin(journey, signal, ticket, { remediation, device: device.id, by }, rules, now);
}

/** When trying goes on by time alone; `null` when it does not, or waits for other news. */
export function remediationDue(
  room: Room,
  signal: SignalId,
  rules: Rules,
  after: Instant,
): Instant | null {
  const ticket = investigated(room, signal);
  const remediation = ticket && nextRemediation(ticket, signal, rules);
  const due = ticket && blockedUntil(room, ticket, rules, after);
  if (!remediation || !due) return null;
  // Without fresh word of meetings nothing will be tried then; the next word comes by telemetry.
  const isReady =
    readyDevice(room, rules.remediation, due) !== null || isAtLimit(room, remediation, rules, due);
  return isReady ? due : null;
}

/** Ends the pending command when its time is up. */
export function endExpired(journey: Draft, now: Instant): Draft {
  const { command } = journey.room;
  if (command === null || command.expiresAt > now) return journey;
  return endCommand(journey, command.id, 'expired', '', command.expiresAt);
}

/** Takes note of what became of the pending command; any other id changes nothing. */
export function endCommand(
  journey: Draft,
  id: string,
  outcome: RemediationOutcome,
  detail: string,
  at: Instant,
): Draft {
  const { command } = journey.room;
  if (command?.id !== id) return journey;
  const freed = { ...journey, room: { ...journey.room, command: null } };
  const { ticket } = findRecord(freed.room, command.signal);
  if (!ticket) return freed;
  const { remediation, issuedAt } = command;
  const ended: Attempt = { id, remediation, at: issuedAt, outcome, detail, endedAt: at };
  // Begun anew or re-activated meanwhile: the result is for the history alone.
  const isKnown = ticket.attempts.some((one) => one.id === id);
  const noted = isKnown ? putAttempt(freed, command.signal, ticket, ended) : freed;
  return endAttempt(noted, command.signal, ended);
}

/** The ticket whose incident the platform works on just now, else `null`. */
function investigated(room: Room, signal: SignalId): Ticket | null {
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

/** The time before which nothing may be tried; `null`: now is fine. */
function blockedUntil(room: Room, ticket: Ticket, rules: Rules, now: Instant): Instant | null {
  const { watchForMs, allowedHours } = rules.remediation;
  const lastEnd = ticket.attempts.at(-1)?.endedAt ?? null;
  const watched = lastEnd && instantAfter(latest(lastEnd, heardSince(room)), watchForMs);
  const from = watched === null ? now : latest(watched, now);
  if (isAllowedHour(from, room.timeZone, allowedHours)) return from > now ? from : null;
  return nextAllowedHour(from, room.timeZone, allowedHours);
}

/** Since when telemetry arrives without a break: while it did not, there was nothing to watch. */
function heardSince(room: Room): Instant {
  return findRecord(room, 'connection').since;
}

function latest(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}

/** A device that said lately that no meeting is on; none while another one says that there is. */
function readyDevice(
  room: Room,
  { meetingNewsMs }: RemediationRule,
  now: Instant,
  id?: string,
): Device | null {
  const news = room.devices.filter(
    ({ meeting }) => meeting !== null && between(meeting.at, now) <= meetingNewsMs,
  );
  if (news.some(({ meeting }) => meeting?.inMeeting)) return null;
  return news.find((device) => id === undefined || isSameDevice(device.id, id)) ?? null;
}

function isAtLimit(room: Room, remediation: Remediation, rules: Rules, now: Instant): boolean {
  const recent = room.recentAttempts.filter(
    (attempt) =>
      attempt.remediation === remediation && between(attempt.at, now) < scaleWait(dayMs, rules),
  );
  return recent.length >= rules.remediation.attemptsPerDay;
}

/** The id names the command for ever: a room has a revision only once. */
function attemptOf(room: Room, ticket: Ticket, remediation: Remediation, now: Instant): Attempt {
  return {
    id: `${ticket.number}.${room.revision + 1}.${ticket.attempts.length + 1}`,
    remediation,
    at: now,
    outcome: null,
    detail: '',
    endedAt: null,
  };
}

function begin(
  journey: Draft,
  signal: SignalId,
  ticket: Ticket,
  { remediation, device, by }: Pick<PendingCommand, 'remediation' | 'device' | 'by'>,
  rules: Rules,
  now: Instant,
): Draft {
  const attempt = attemptOf(journey.room, ticket, remediation, now);
  const begun = putAttempt(journey, signal, ticket, attempt);
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
  const keptMs = scaleWait(dayMs, rules);
  const recent = begun.room.recentAttempts.filter(({ at }) => between(at, now) < keptMs);
  const recentAttempts = [...recent, { remediation, at: now }];
  const { number, episode } = ticket;
  return addChange(
    begun,
    { ...begun.room, command, recentAttempts },
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

function putAttempt(journey: Draft, signal: SignalId, ticket: Ticket, attempt: Attempt): Draft {
  const isKnown = ticket.attempts.some(({ id }) => id === attempt.id);
  const attempts = isKnown
    ? ticket.attempts.map((one) => (one.id === attempt.id ? attempt : one))
    : [...ticket.attempts, attempt];
  return { ...journey, room: withTicket(journey.room, signal, { attempts }) };
}

function endAttempt(journey: Draft, signal: SignalId, attempt: Attempt): Draft {
  const { ticket } = findRecord(journey.room, signal);
  const { id, remediation, outcome, detail } = attempt;
  if (ticket === null || outcome === null) return journey;
  const { number, episode } = ticket;
  return addChange(journey, journey.room, {
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
