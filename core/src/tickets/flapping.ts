/** Signals that come and go too often to be judged: one incident that stays, instead of many. */
import { between, instantAfter } from '../instant.ts';
import type { SignalRecord } from '../room.ts';
import { ruleFor } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Instant, SignalId } from '../words.ts';
import { addChange, type Draft, withTicket } from './draft.ts';
import { findOpenTicket, findRecord, isFrozen, withRecord } from './ticketState.ts';

/** How often a signal turned between healthy and unhealthy within the rule's time before `now`. */
export function countStateChanges(record: SignalRecord, rules: Rules, now: Instant): number {
  return turnsOf(record, rules, now).length;
}

/** When it turned within the rule's time before `now`, oldest first; the latest twelve at most. */
function turnsOf(record: SignalRecord, rules: Rules, now: Instant): readonly Instant[] {
  const streaks = [...record.earlier, { state: record.state, since: record.since }];
  let last: 'healthy' | 'unhealthy' | null = null;
  const turns: Instant[] = [];
  for (const { state, since } of streaks) {
    if (state !== 'healthy' && state !== 'unhealthy') continue;
    const isTurn = last !== null && last !== state;
    if (isTurn && between(since, now) < rules.flapping.withinMs) turns.push(since);
    last = state;
  }
  return turns;
}

/**
 * Notes since when a signal without an incident changes too often. No stretch of such a signal may last
 * long enough to be confirmed, so the changes themselves open its incident: see `unstableOpensAt`.
 */
function noteInstability(journey: Draft, signal: SignalId, rules: Rules, now: Instant): Draft {
  const { room, changes } = journey;
  const { unstableSince, ...record } = findRecord(room, signal);
  if (unstableSince === undefined && record.earlier.length < rules.flapping.changes) return journey;
  const turns = sinceCalm(turnsOf(record, rules, now), rules);
  const isStable = turns.length <= rules.flapping.changes || stableAt(record, rules) <= now;
  if (isStable === (unstableSince === undefined)) return journey;
  const noted = isStable ? record : { ...record, unstableSince: turns[0] ?? now };
  return { room: withRecord(room, signal, noted), changes };
}

/** Those after the last quiet time among them. */
function sinceCalm(turns: readonly Instant[], rules: Rules): readonly Instant[] {
  const calm = turns.findLastIndex((at, place) => {
    const before = turns[place - 1];
    return before !== undefined && between(before, at) >= rules.flapping.quietForMs;
  });
  return calm < 0 ? turns : turns.slice(calm);
}

/** When a signal that changes too often has done so for the rule's time; `null`: it does not. */
export function unstableOpensAt(record: SignalRecord, rules: Rules): Instant | null {
  const { unstableSince } = record;
  return unstableSince === undefined ? null : instantAfter(unstableSince, rules.flapping.withinMs);
}

/**
 * Marks an open incident whose signal changes too often, and unmarks one that has calmed down; without an
 * incident, notes since when it changes too often.
 */
export function evaluateFlapping(
  journey: Draft,
  signal: SignalId,
  rules: Rules,
  now: Instant,
): Draft {
  const { room } = journey;
  const record = findRecord(room, signal);
  const ticket = findOpenTicket(record);
  if (isFrozen(room, signal) || ruleFor(rules, signal).resolvedBy === 'person') return journey;
  if (ticket === null) return noteInstability(journey, signal, rules, now);
  const on = { signal, ticket: ticket.number, episode: ticket.episode };
  const isQuiet = () => stableAt(record, rules) <= now;
  if (ticket.flappingSince !== null) {
    if (!isQuiet()) return journey;
    const calmed = withTicket(room, signal, { flappingSince: null });
    return addChange(journey, calmed, { type: 'incident.calmed', ...on });
  }
  // Most signals have hardly ever turned: no need to count.
  if (record.earlier.length < rules.flapping.changes || isQuiet()) return journey;
  const changes = countStateChanges(record, rules, now);
  if (changes <= rules.flapping.changes) return journey;
  const marked = withTicket(room, signal, { flappingSince: now });
  return addChange(journey, marked, { type: 'incident.flapping', ...on, changes });
}

/** When a flapping signal has been quiet for long enough, if nothing changes until then. */
export function stableAt(record: SignalRecord, rules: Rules): Instant {
  return instantAfter(record.countsFrom, rules.flapping.quietForMs);
}
