/** From the request of a client to a command, and from its result to a sentence. */
import type { Done, RequestContext, Target } from './action.ts';
import type { ActionPayload, Command } from './actions.ts';
import { findRow } from './row.ts';

/** The command for a request on this target; `null` when the target does not support the action. */
export function toCommand(
  payload: ActionPayload,
  target: Target,
  request: RequestContext,
): Command | null {
  const row = findRow(payload.action);
  if (row.request === null) return null;
  if (row.on !== 'ticket') return row.request.toCommand(payload, target, request);
  return target === 'room' ? null : row.request.toCommand(payload, target, request);
}

/** The result of a command in one sentence for the person who sent it. */
export function formatDone(done: Done<Command, ActionPayload>): string {
  return findRow(done.payload.action).request?.formatDone(done) ?? '';
}
