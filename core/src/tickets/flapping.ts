/** Signals that come and go too often to be judged: one incident that stays, instead of many. */
import { between, instantAfter } from '../instant.ts';
import type { SignalRecord } from '../room.ts';
import { ruleFor } from '../signals/defaultRules.ts';
import type { Rules } from '../signals/rule.ts';
import type { Instant, SignalId } from '../words.ts';
import { happen, type Journey, withTicket } from './journey.ts';
import { isFrozen, openTicketOf, recordOf } from './standing.ts';

/** How often a signal turned between healthy and unhealthy within the rule's time before `now`. */
export function changesOf(record: SignalRecord, rules: Rules, now: Instant): number {
  const streaks = [...record.earlier, { state: record.state, since: record.since }];
  let last: 'healthy' | 'unhealthy' | null = null;
  let changes = 0;
  for (const { state, since } of streaks) {
    if (state !== 'healthy' && state !== 'unhealthy') continue;
    const isTurn = last !== null && last !== state;
    if (isTurn && between(since, now) < rules.flapping.withinMs) changes += 1;
    last = state;
  }
  return changes;
}

/** Marks an open incident whose signal changes too often, and unmarks one that has calmed down. */
export function judgeFlapping(
  journey: Journey,
  signal: SignalId,
  rules: Rules,
  now: Instant,
): Journey {
  const { room } = journey;
  const record = recordOf(room, signal);
  const ticket = openTicketOf(record);
  if (ticket === null || isFrozen(room, signal)) return journey;
  if (ruleFor(rules, signal).resolvedBy === 'person') return journey;
  const on = { signal, ticket: ticket.number, episode: ticket.episode };
  const isQuiet = () => calmAt(record, rules) <= now;
  if (ticket.flappingSince !== null) {
    if (!isQuiet()) return journey;
    const calmed = withTicket(room, signal, { flappingSince: null });
    return happen(journey, calmed, { type: 'incident.calmed', ...on });
  }
  // Most signals have hardly ever turned: no need to count.
  if (record.earlier.length < rules.flapping.changes || isQuiet()) return journey;
  const changes = changesOf(record, rules, now);
  if (changes <= rules.flapping.changes) return journey;
  const marked = withTicket(room, signal, { flappingSince: now });
  return happen(journey, marked, { type: 'incident.flapping', ...on, changes });
}

/** When a flapping signal has been quiet for long enough, if nothing changes until then. */
export function calmAt(record: SignalRecord, rules: Rules): Instant {
  return instantAfter(record.countsFrom, rules.flapping.quietForMs);
}
