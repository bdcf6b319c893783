/**
 * One step that the platform takes on a ticket. The lifecycle table permits or refuses the step; its row
 * carries it out. A pure function.
 */
import type { Change } from '../change.ts';
import type { Rejection } from '../rejection.ts';
import type { Room } from '../room.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Instant, SignalId } from '../words.ts';
import { type AutomaticAction, automaticSteps } from './actions/automaticSteps.ts';
import { resolveTicket } from './actions/work/resolve.ts';
import { lifecycleRejection } from './lifecycle.ts';
import { findRecord } from './ticketState.ts';

/** A step with its reason, a sentence for the history. */
export type Step =
  | { readonly action: Exclude<AutomaticAction, 'close'> | 'resolve'; readonly because: string }
  | { readonly action: 'close' };

/** The room, the signal, the rules and the time of a step. */
export type TicketContext = {
  readonly room: Room;
  readonly signal: SignalId;
  readonly rules: Rules;
  readonly now: Instant;
};

export type Decided =
  | { readonly ok: true; readonly room: Room; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly rejection: Rejection };

/** Carries out one step, or returns why the lifecycle refuses it. */
export function decide(step: Step, { room, signal, rules, now }: TicketContext): Decided {
  const rejection = lifecycleRejection(step.action, room, signal);
  if (rejection) return { ok: false, rejection };
  const draft = { room, changes: [] };
  const because = step.action === 'close' ? '' : step.because;
  if (step.action === 'resolve') {
    return { ok: true, ...resolveTicket(draft, signal, because, now) };
  }
  const context = { draft, signal, record: findRecord(room, signal), rules, now };
  return { ok: true, ...automaticSteps[step.action].decide(because, context) };
}
