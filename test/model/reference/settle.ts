/** What follows by itself in the reference model, once things are as they are and it is `now`. */
import type { SignalId } from '@rooms-pro/core';
import { considerRemediation, endCommand } from './remediation.ts';
import {
  isFrozen,
  isOpen,
  isSuppressed,
  type Lock,
  rule,
  type Signal,
  type Step,
  signalsOf,
  timer,
} from './state.ts';

/** Lets time take effect. Doing it twice does nothing the second time. */
export function settle(step: Step): void {
  const { m, now } = step;
  if (m.enrolment === 'retired') return;
  m.lock = watchLock(step, 'room', m.lock, isRoomWell(step));
  for (const [id, signal] of signalsOf(m)) {
    signal.lock = watchLock(step, id, signal.lock, isSignalWell(step, id));
  }
  if (m.command !== null && now >= m.command.expiry.at) endCommand(step, m.command.id, 'expired');
  for (const [id, signal] of signalsOf(m)) {
    close(step, id, signal);
    age(step, id, signal);
    if (isFrozen(m, id)) continue;
    flap(step, id, signal);
    prove(step, id, signal);
    if (isOpen(signal.ticket)) goOn(step, id, signal);
    else if (isConfirmed(step, id, signal)) open(step, id, signal);
  }
  considerRemediation(step);
}

/** Well means that no meeting is in danger: warnings do not count, nor what only people can end. */
export function isRoomWell(step: Step): boolean {
  const { m } = step;
  return (
    m.silentSince === null &&
    signalsOf(m).every(([id, { state, ticket }]) => {
      const { resolvedBy, severity } = rule(step, id);
      if (resolvedBy === 'person') return !isOpen(ticket);
      return state !== 'unhealthy' || (isOpen(ticket) ? ticket.severity : severity) === 'warning';
    })
  );
}

export function isSignalWell({ m }: Step, id: SignalId): boolean {
  return m.signals[id]?.state === 'healthy' && !isFrozen(m, id);
}

/** A suppression reminds before its timed end, and ends by time or by recovery. */
function watchLock(step: Step, scope: SignalId | 'room', lock: Lock | null, isWell: boolean) {
  if (lock === null) return null;
  const { now, rules, said } = step;
  const [kind, of] = scope === 'room' ? ['room', ''] : ['signal', ` ${scope}`];
  if (lock.ends === 'recovery' ? isWell : lock.ends !== 'lifted' && now >= lock.ends) {
    said.push(`${kind}.unsuppressed${of}`);
    return null;
  }
  if (typeof lock.ends === 'number' && !lock.isReminded) {
    const lasts = lock.ends - lock.remindsFrom;
    const ahead = lasts < 4 * rules.remindBeforeMs ? lasts / 4 : rules.remindBeforeMs;
    if (now >= lock.ends - ahead) {
      lock.isReminded = true;
      said.push(`${kind}.suppressionReminded${of}`);
    }
  }
  return lock;
}

/** Seven days after it was resolved, unless the failure that will re-activate it has begun. */
function close({ now, rules, said }: Step, id: SignalId, { ticket, state, since }: Signal): void {
  if (ticket?.status !== 'resolved') return;
  const closesAt = ticket.resolvedAt + rules.closesAfterMs;
  if (now < closesAt || (state === 'unhealthy' && since < closesAt)) return;
  ticket.status = 'closed';
  said.push(`ticket.closed ${id}`);
}

/** A warning ages while nobody has taken it up. */
export function age(step: Step, id: SignalId, signal: Signal): void {
  const { ticket } = signal;
  const { escalatesAfterMs } = rule(step, id);
  if (!isOpen(ticket)) return;
  const isAttended =
    (ticket.response !== null && !ticket.isFailed) ||
    ticket.assignee !== null ||
    isSuppressed(step.m, signal);
  if (isAttended || ticket.severity === 'important' || escalatesAfterMs === null) {
    ticket.aging = null;
  } else ticket.aging ??= timer(step.now, escalatesAfterMs);
}

/** Too many changes: nobody can say how it is, until it has been quiet. */
function flap(step: Step, id: SignalId, signal: Signal): void {
  const { now, rules, said } = step;
  const { ticket } = signal;
  if (rule(step, id).resolvedBy === 'person') return;
  const recent = signal.turns.filter((at) => at > now - rules.flapping.withinMs);
  const isQuiet = signal.calm === null || now >= signal.calm.at;
  if (!isOpen(ticket)) {
    const restless: number[] = [];
    for (const at of recent) {
      if (at - (restless.at(-1) ?? at) >= rules.flapping.quietForMs) restless.length = 0;
      restless.push(at);
    }
    const isUnstable = restless.length > rules.flapping.changes && !isQuiet;
    signal.unstable = isUnstable ? (signal.unstable ?? restless[0] ?? now) : null;
    return;
  }
  if (!ticket.isFlapping && recent.length > rules.flapping.changes && !isQuiet) {
    ticket.isFlapping = true;
    said.push(`incident.flapping ${id}`);
  } else if (ticket.isFlapping && isQuiet) {
    ticket.isFlapping = false;
    said.push(`incident.calmed ${id}`);
  }
}

/** The answer to a response: did what was done hold? */
function prove(step: Step, id: SignalId, signal: Signal): void {
  const { now, said } = step;
  if (signal.proof === null || now < signal.proof.at) return;
  // Nothing but a word of health or trouble is an answer.
  if (signal.state !== 'healthy' && signal.state !== 'unhealthy') return;
  signal.proof = null;
  const { ticket } = signal;
  if (signal.state === 'unhealthy' && ticket !== null) {
    // A response of this activation counts no more, and the platform has nothing left to wait for.
    ticket.isFailed = ticket.response !== null;
    if (ticket.investigation !== null) ticket.investigation.at = now;
    age(step, id, signal);
  }
  said.push(`${signal.state === 'unhealthy' ? 'fix.failed' : 'fix.verified'} ${id}`);
}

/** An open incident: resolved by telemetry, handed to people, made important by neglect. */
function goOn(step: Step, id: SignalId, signal: Signal): void {
  const { m, now, said } = step;
  const { ticket, state } = signal;
  if (!isOpen(ticket)) return;
  const isWell = state === 'healthy' || state === 'notApplicable';
  if (isWell && !ticket.isFlapping) resolve(step, id, signal);
  if (!isOpen(ticket) || isSuppressed(m, signal)) return;
  if (ticket.investigation !== null && now >= ticket.investigation.at) {
    ticket.status = 'needsAction';
    ticket.investigation = null;
    said.push(`incident.needsAction ${id}`);
  }
  if (ticket.aging !== null && now >= ticket.aging.at) {
    ticket.severity = 'important';
    ticket.aging = null;
    said.push(`incident.escalated ${id}`);
  }
}

export function resolve({ now, said }: Step, id: SignalId, { ticket }: Signal): void {
  if (ticket === null) return;
  Object.assign(ticket, { status: 'resolved', resolvedAt: now, investigation: null, aging: null });
  ticket.isFlapping = false;
  said.push(`incident.resolved ${id}`);
}

function isConfirmed(step: Step, id: SignalId, signal: Signal): boolean {
  const { opensAfterMs, isOn } = rule(step, id);
  if (!isOn || step.m.enrolment !== 'enrolled' || signal.state !== 'unhealthy') return false;
  const unstableFor = signal.unstable === null ? 0 : step.now - signal.unstable;
  if (signal.unstable !== null && unstableFor >= step.rules.flapping.withinMs) return true;
  return step.now >= signal.countsFrom + opensAfterMs;
}

/** An incident opens, on the signal's one ticket, unless somebody has silenced it. */
function open(step: Step, id: SignalId, signal: Signal): void {
  const { m, now, said } = step;
  const lock = signal.lock ?? m.lock;
  if (lock !== null) {
    // Once for each stretch, and again for who silences it after it was noted.
    const isSameTime = signal.unstable !== null && (signal.lastMissedAt ?? 0) >= signal.unstable;
    const noted = signal.missedAt ?? (isSameTime ? signal.lastMissedAt : null);
    if (noted !== null && noted >= lock.at) return;
    signal.missedAt = now;
    signal.lastMissedAt = now;
    said.push(`incident.missed ${id}`);
    return;
  }
  const old = signal.ticket;
  const isSame = old?.status === 'resolved';
  const { severity, investigateForMs } = rule(step, id);
  const isInvestigated = investigateForMs > 0;
  if (old === null) m.ticketCount += 1;
  signal.ticket = {
    number: old?.number ?? `1042-${m.ticketCount}`,
    status: isInvestigated ? 'systemInvestigating' : 'needsAction',
    episode: (old?.episode ?? 0) + (isSame ? 0 : 1),
    activation: isSame ? old.activation + 1 : 1,
    severity: isSame ? old.severity : severity,
    resolvedAt: 0,
    investigation: isInvestigated ? timer(now, investigateForMs) : null,
    aging: null,
    assignee: null,
    response: null,
    isFailed: false,
    isFlapping: false,
    files: old?.files ?? {},
    isCorrelated: false,
    attempts: [],
    triedAt: null,
  };
  said.push(`${isSame ? 'incident.reactivated' : 'incident.opened'} ${id}`);
  age(step, id, signal);
  flap(step, id, signal);
}
