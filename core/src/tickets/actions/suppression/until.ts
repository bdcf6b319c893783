/** The end of a suppression: as a client sends it, as a command contains it, and as an undo restores it. */

import type { RequestedUntil } from '../../../contracts/commands/fields.ts';
import { instantAfter, normalise } from '../../../instant.ts';
import type { Rejection } from '../../../rejection.ts';
import type { SuppressedUntil, Suppression } from '../../../room.ts';
import type { Instant } from '../../../words.ts';
import { hasRecovered } from '../../suppression.ts';
import type { ActionContext } from '../action.ts';

const hourMs = 3_600_000;
const suppressForMs = { '1h': hourMs, '8h': 8 * hourMs, '1d': 24 * hourMs, '7d': 168 * hourMs };

/** The requested end, counted from `now`. */
export function toUntil(until: RequestedUntil, now: Instant): SuppressedUntil {
  if (typeof until === 'object') return { kind: 'time', at: normalise(until.at) };
  if (until === 'recovery' || until === 'lifted') return { kind: until };
  return { kind: 'time', at: instantAfter(now, suppressForMs[until]) };
}

/** The terms of a former suppression, as a client sends them; `null` when its end has passed. */
export function toTerms(
  { until, reason }: Pick<Suppression, 'until' | 'reason'>,
  now: Instant,
): { readonly until: RequestedUntil; readonly reason: string } | null {
  if (until.kind !== 'time') return { until: until.kind, reason };
  return Date.parse(until.at) <= Date.parse(now) ? null : { until: { at: until.at }, reason };
}

/** Rejects a suppression until recovery when the target is healthy already. */
export function recoveryRejection(
  until: SuppressedUntil,
  { room, target, rules }: ActionContext,
): Rejection | null {
  const isPointless = until.kind === 'recovery' && hasRecovered(room, target, rules);
  return isPointless ? { code: 'nothingToRecover' } : null;
}
