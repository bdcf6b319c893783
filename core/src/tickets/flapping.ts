/** Flapping signals change too often to be judged: one incident stays open instead of many short ones. */
import { between, instantAfter } from '../instant.ts';
import type { SignalRecord } from '../room.ts';
import { ruleFor } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Instant, SignalId } from '../words.ts';
import { addChange, type Draft, withOpenTicket } from './draft.ts';
import { findOpenTicket, findRecord, isFrozen, withRecord } from './ticketState.ts';

/** How often a signal changed between healthy and unhealthy within the rule's time before `now`. */
export function countStateChanges(record: SignalRecord, rules: Rules, now: Instant): number {
  return stateChangeTimes(record, rules, now).length;
}

/** The times of these changes within the rule's time before `now`, oldest first, at most the latest twelve. */
function stateChangeTimes(record: SignalRecord, rules: Rules, now: Instant): readonly Instant[] {
  const periods = [...record.earlier, { state: record.state, since: record.since }];
  let last: 'healthy' | 'unhealthy' | null = null;
  const changeTimes: Instant[] = [];
  for (const { state, since } of periods) {
    if (state !== 'healthy' && state !== 'unhealthy') continue;
    const isChange = last !== null && last !== state;
    if (isChange && between(since, now) < rules.flapping.withinMs) changeTimes.push(since);
    last = state;
  }
  return changeTimes;
}

/**
 * Records since when a signal without an incident changes too often. Perhaps no unhealthy period of this
 * signal lasts long enough to be confirmed, so the changes themselves open its incident: see
 * `unstableOpensAt`.
 */
function recordInstability(draft: Draft, signal: SignalId, rules: Rules, now: Instant): Draft {
  const { room, changes } = draft;
  const { unstableSince, ...record } = findRecord(room, signal);
  if (unstableSince === undefined && record.earlier.length < rules.flapping.changes) return draft;
  const changeTimes = sinceLastStable(stateChangeTimes(record, rules, now), rules);
  const isStable = changeTimes.length <= rules.flapping.changes || stableAt(record, rules) <= now;
  if (isStable === (unstableSince === undefined)) return draft;
  const recorded = isStable ? record : { ...record, unstableSince: changeTimes[0] ?? now };
  return { room: withRecord(room, signal, recorded), changes };
}

/** The changes after the last quiet time between two of them. */
function sinceLastStable(changeTimes: readonly Instant[], rules: Rules): readonly Instant[] {
  const lastStable = changeTimes.findLastIndex((at, index) => {
    const before = changeTimes[index - 1];
    return before !== undefined && between(before, at) >= rules.flapping.quietForMs;
  });
  return lastStable < 0 ? changeTimes : changeTimes.slice(lastStable);
}

/** When a signal has changed too often for the rule's time; `null`: it does not change too often. */
export function unstableOpensAt(record: SignalRecord, rules: Rules): Instant | null {
  const { unstableSince } = record;
  return unstableSince === undefined ? null : instantAfter(unstableSince, rules.flapping.withinMs);
}

/**
 * Marks an open incident whose signal changes too often, and removes the mark when the signal is stable
 * again. Without an open incident, records since when the signal changes too often.
 */
export function evaluateFlapping(
  draft: Draft,
  signal: SignalId,
  rules: Rules,
  now: Instant,
): Draft {
  const { room } = draft;
  const record = findRecord(room, signal);
  const ticket = findOpenTicket(record);
  if (isFrozen(room, signal) || ruleFor(rules, signal).resolvedBy === 'person') return draft;
  if (ticket === null) return recordInstability(draft, signal, rules, now);
  const at = { signal, ticket: ticket.number, episode: ticket.episode };
  const isStableNow = () => stableAt(record, rules) <= now;
  if (ticket.flappingSince !== null) {
    if (!isStableNow()) return draft;
    const stable = withOpenTicket(room, signal, { flappingSince: null });
    return addChange(draft, stable, { type: 'incident.calmed', ...at });
  }
  // Most signals have few changes: then no count is needed.
  if (record.earlier.length < rules.flapping.changes || isStableNow()) return draft;
  const changes = countStateChanges(record, rules, now);
  if (changes <= rules.flapping.changes) return draft;
  const marked = withOpenTicket(room, signal, { flappingSince: now });
  return addChange(draft, marked, { type: 'incident.flapping', ...at, changes });
}

/** When a flapping signal counts as stable, if it does not change until then. */
export function stableAt(record: SignalRecord, rules: Rules): Instant {
  return instantAfter(record.countsFrom, rules.flapping.quietForMs);
}
