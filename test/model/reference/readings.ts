/** Telemetry and silence in the reference model: what a reading does, and what nothing does. */
import {
  appliesIn,
  type Fact,
  type Input,
  type MeetingMode,
  type RawReading,
  type SignalId,
} from '@rooms-pro/core';
import { endCommand } from './remediation.ts';
import {
  countFrom,
  isFrozen,
  isOpen,
  rule,
  type Signal,
  type State,
  type Step,
  signalOf,
  signalsOf,
  turn,
} from './state.ts';

/** `old`: late or a duplicate; which of the two, where several devices speak, is the core's memory. */
export type Verdict = 'applied' | 'unchanged' | 'duplicate' | 'late' | 'old';

/** Worst first. */
const severityOf: Record<State, number> = {
  unhealthy: 3,
  healthy: 2,
  notApplicable: 1,
  unknown: 0,
};

/** The room is heard: it is connected, and clocks go on; the silence counts for nothing. */
export function hear(step: Step): void {
  const { m, now, said } = step;
  const since = m.silentSince;
  if (since === null) return;
  for (const [id, signal] of signalsOf(m)) {
    if (!isFrozen(m, id)) continue;
    countFrom(step, signal, signal.countsFrom + now - Math.max(since, signal.countsFrom));
    const { ticket } = signal;
    const timers = [signal.proof, ticket?.investigation, ticket?.aging];
    for (const one of timers) if (one) one.at += now - Math.max(since, one.from);
  }
  m.silentSince = null;
  m.heardSince = now;
  m.wasConnected = true;
  said.push('room.connected connection');
  turn(step, 'connection', 'healthy', now);
}

/** Nothing was heard for the rule's time: disconnected. All but the connection stands still. */
export function fallSilent(step: Step, { since }: Extract<Input, { kind: 'silence' }>): void {
  const { m, now, rules, said } = step;
  if (m.enrolment === 'retired' || now - Date.parse(since) < rules.disconnectedAfterMs) return;
  if (signalOf(m, 'connection').state === 'unhealthy') return;
  m.silentSince ??= Date.parse(since);
  said.push('room.disconnected connection');
  turn(step, 'connection', 'unhealthy', m.silentSince, m.silentSince);
}

/** One reading of one device: judged against what that device said before. */
export function read(step: Step, device: string, raw: RawReading, mode: MeetingMode): Verdict {
  const id = raw.signal as SignalId;
  const isMeant = appliesIn(mode, id);
  const at = Date.parse(raw.observedAt);
  const word = {
    state: isMeant ? raw.state : ('notApplicable' as const),
    detail: isMeant ? raw.detail : '',
    at,
  };
  const signal = signalOf(step.m, id);
  const before = signal.words[device];
  if (before !== undefined) {
    // How well a healthy signal is, is no news.
    const isSameDetail = word.detail === before.detail || word.state !== 'unhealthy';
    const isSame = word.state === before.state && isSameDetail;
    const outranks = word.state === 'unhealthy' && before.state !== 'unhealthy';
    if (at > before.at && isSame) {
      before.at = at;
      prove(step, id, device, word);
      return 'unchanged';
    }
    if (at < before.at || (at === before.at && !outranks)) return old(step, id, signal, word);
  }
  signal.words[device] = word;
  const wasUnhealthy = signal.state === 'unhealthy' && signal.shown === device;
  const isTurn = judge(step, id, at);
  if (wasUnhealthy) prove(step, id, device, word);
  // Of several that say the same, it is the core's choice whose words are shown.
  const isShown = isTurn || Object.keys(signal.words).length === 1;
  step.said.push(`${isShown ? 'reading.changed' : 'reading.outweighed'} ${id}`);
  return 'applied';
}

/** A further word of the same failure shows how long it has lasted, when that is long enough. */
function prove(step: Step, id: SignalId, device: string, word: { state: State; at: number }): void {
  const signal = signalOf(step.m, id);
  if (word.state !== 'unhealthy' || signal.state !== 'unhealthy' || signal.shown !== device) return;
  // A word of before shows nothing of now.
  if (step.now - word.at > step.rules.clock.onItsWayMs) return;
  const lasted = word.at - signal.since;
  if (isOpen(signal.ticket) || lasted < rule(step, id).opensAfterMs) return;
  if (step.now - lasted < signal.countsFrom) countFrom(step, signal, step.now - lasted);
}

/** The worst of all words is the state. */
export function judge(step: Step, id: SignalId, at: number): boolean {
  const signal = signalOf(step.m, id);
  const worst = Object.values(signal.words).sort(
    (one, other) => severityOf[other.state] - severityOf[one.state],
  )[0];
  const before = signal.state;
  const stood = signal.shown === null ? undefined : signal.words[signal.shown];
  // Among equals the one that stood stays.
  if (worst && stood?.state !== worst.state) {
    signal.shown =
      Object.keys(signal.words).find((one) => signal.words[one]?.state === worst.state) ?? null;
  }
  if (worst) turn(step, id, worst.state, at);
  return before !== signal.state;
}

function old(
  step: Step,
  id: SignalId,
  signal: Signal,
  word: { state: State; detail: string; at: number },
): Verdict {
  if (Object.keys(signal.words).length > 1) return 'old';
  // At the very instant of a turn, both what was and what is fit.
  const fits = signal.streaks.some(({ state, since }, index) => {
    const end = signal.streaks[index + 1]?.since ?? Number.POSITIVE_INFINITY;
    return state === word.state && since <= word.at && word.at <= end;
  });
  if (fits) return 'duplicate';
  const key = `${word.at} ${word.state}`;
  if (signal.late.includes(key)) return 'duplicate';
  signal.late = [...signal.late, key].slice(-5);
  step.said.push(`reading.late ${id}`);
  return 'late';
}

/** What a device says beside readings: only meetings and results of commands matter here. */
export function note(step: Step, device: string, fact: Fact): void {
  if (fact.kind === 'result' && step.m.command?.device === device) {
    endCommand(step, fact.id, fact.outcome);
  }
  if (fact.kind !== 'meeting') return;
  const at = Date.parse(fact.at);
  const known = step.m.meetings[device];
  if (!known || at > known.at) step.m.meetings[device] = { inMeeting: fact.inMeeting, at };
}
