/** What the reference model remembers of one room: plain objects, times in milliseconds. */
import {
  type Remediation,
  type RemediationOutcome,
  type Rule,
  type Rules,
  ruleFor,
  type Severity,
  type SignalId,
} from '@rooms-pro/core';

export type State = 'unknown' | 'healthy' | 'unhealthy' | 'notApplicable';

/** Something that time will bring: from when it ran, and when it is up. */
export type Timer = { from: number; at: number };

/** A suppression; `ends`: a time, or what has to happen. */
export type Lock = {
  at: number;
  /** From when the way to its end is counted: since it was set, or since its end was last chosen. */
  remindsFrom: number;
  ends: number | 'recovery' | 'lifted';
  reason: string;
  isReminded: boolean;
};

export type Ticket = {
  number: string;
  status: 'systemInvestigating' | 'needsAction' | 'resolved' | 'closed';
  episode: number;
  activation: number;
  severity: Severity;
  resolvedAt: number;
  investigation: Timer | null;
  aging: Timer | null;
  assignee: string | null;
  /** Who said what was done; kept from one activation to the next no more than the assignee. */
  response: string | null;
  /** Telemetry showed that what was done did not hold: it counts no more. */
  isFailed: boolean;
  isFlapping: boolean;
  /** Names of files, and who attached each; they stay through all episodes. */
  files: Record<string, string>;
  isCorrelated: boolean;
  attempts: { remediation: Remediation; outcome: RemediationOutcome | null }[];
  /** When the last remediation ended: readings get a little time before the next. */
  triedAt: number | null;
};

export type Word = { state: State; detail: string; at: number };

export type Signal = {
  /** What each device last said; the worst is what the signal is. */
  words: Record<string, Word>;
  /** The device whose word the state is. */
  shown: string | null;
  state: State;
  /** Since when it is so, and from when a failure counts towards an incident. */
  since: number;
  countsFrom: number;
  /** The latest streaks, this one included: an old reading that fits them is no news. */
  streaks: { state: State; since: number }[];
  late: string[];
  /** When it turned between healthy and unhealthy. */
  turns: number[];
  /** Since when it turns too often to be confirmed, where it has no incident. */
  unstable: number | null;
  calm: Timer | null;
  proof: Timer | null;
  lock: Lock | null;
  ticket: Ticket | null;
  /** When it was noted that a suppression keeps this failure from opening an incident. */
  missedAt: number | null;
  /** The same, of any stretch. */
  lastMissedAt: number | null;
};

export type Model = {
  enrolment: 'onboarding' | 'enrolled' | 'retired';
  /** Since when nothing was heard, while the room counts as disconnected. */
  silentSince: number | null;
  /** Since when telemetry arrives again. */
  heardSince: number;
  wasConnected: boolean;
  lock: Lock | null;
  signals: Partial<Record<SignalId, Signal>>;
  ticketCount: number;
  meetings: Record<string, { inMeeting: boolean; at: number }>;
  /** The one command under way. What it is called and who runs it, the core chooses. */
  command: {
    id: string;
    device: string;
    signal: SignalId;
    remediation: Remediation;
    attempt: { outcome: RemediationOutcome | null };
    expiry: Timer;
  } | null;
  starts: { remediation: Remediation; at: number }[];
};

/** How many streaks are remembered, the one that lasts included. */
const keptStreaks = 13;

/** One input under way: the room, the time, the rules, and what is said of it. */
export type Step = { m: Model; now: number; rules: Rules; said: string[] };

export const newModel = (): Model => ({
  enrolment: 'onboarding',
  silentSince: 0,
  heardSince: 0,
  wasConnected: false,
  lock: null,
  signals: {},
  ticketCount: 0,
  meetings: {},
  command: null,
  starts: [],
});

export function signalOf(m: Model, id: SignalId): Signal {
  m.signals[id] ??= {
    words: {},
    shown: null,
    state: 'unknown',
    since: 0,
    countsFrom: 0,
    streaks: [],
    late: [],
    turns: [],
    unstable: null,
    calm: null,
    proof: null,
    lock: null,
    ticket: null,
    missedAt: null,
    lastMissedAt: null,
  };
  return m.signals[id];
}

export const signalsOf = (m: Model) => Object.entries(m.signals) as [SignalId, Signal][];
export const rule = ({ rules }: Step, id: SignalId): Rule => ruleFor(rules, id);

export const isOpen = (ticket: Ticket | null): ticket is Ticket =>
  ticket?.status === 'systemInvestigating' || ticket?.status === 'needsAction';

/** In a disconnected room all stands still but what needs no telemetry. */
export const isFrozen = (m: Model, id: SignalId): boolean =>
  m.silentSince !== null && id !== 'connection' && id !== 'reported';

export const isSuppressed = (m: Model, signal: Signal): boolean =>
  m.lock !== null || signal.lock !== null;

export const timer = (from: number, ms: number): Timer => ({ from, at: from + ms });

/** From when the present state counts, as a failure and as quiet. */
export function countFrom({ rules }: Step, signal: Signal, from: number): void {
  signal.countsFrom = from;
  signal.calm = timer(from, rules.flapping.quietForMs);
}

/** The state turns: a new streak begins, and a failure has to be confirmed from its receipt on. */
export function turn(
  step: Step,
  id: SignalId,
  state: State,
  since: number,
  countsFrom = step.now,
): void {
  const signal = signalOf(step.m, id);
  const before = signal.state;
  if (before === state) return;
  // What does not apply, or is not known for a while, is neither: only the other word counts.
  const isWord = (one: State) => one === 'healthy' || one === 'unhealthy';
  const last = signal.streaks.findLast((one) => isWord(one.state))?.state;
  const isTurn = last !== undefined && isWord(state) && state !== last;
  if (isTurn) signal.turns.push(since);
  signal.state = state;
  signal.since = since;
  countFrom(step, signal, countsFrom);
  signal.missedAt = null;
  signal.streaks = [...signal.streaks, { state, since }].slice(-keptStreaks);
}
