/** Undo: the action that reverses a person's action, and whether it is still possible. */
import type { Change, RoomEvent } from '../../change.ts';
import { between } from '../../instant.ts';
import type { Room, RoomProfile } from '../../room.ts';
import type { Instant, SignalId } from '../../words.ts';
import { findRecord } from '../ticketState.ts';
import type { StateBefore, UndoContext } from './action.ts';
import { type ActionName, type ActionPayload, actions, type Undo } from './actions.ts';

/** How long an action can be undone from chat and cards, in milliseconds. */
export const undoWithinMs = 15 * 60_000;

/**
 * The state before an action on a signal, or (`null`) on the whole room. `changes`: what the action
 * changed, if known. The changes contain former values; they count more than `room`, which can be older.
 */
export function stateBefore(
  room: Room,
  signal: SignalId | null,
  changes: readonly Change[] = [],
): StateBefore {
  const record = signal && findRecord(room, signal);
  let assignee: StateBefore['assignee'] = record?.ticket?.assignee ?? null;
  let suppression: StateBefore['suppression'] = record ? record.suppression : room.suppression;
  let profile: RoomProfile = room;
  for (const change of changes) {
    if (change.type === 'incident.assigned' || change.type === 'incident.unassigned') {
      assignee = change.before;
    }
    if (change.type === 'signal.suppressionChanged' || change.type === 'room.suppressionChanged') {
      suppression = change.before;
    }
    if (change.type === 'room.changed') profile = { ...profile, ...change.before };
  }
  return { assignee, suppression, profile };
}

const rows: Readonly<Record<ActionName, { readonly request: Undoable | null }>> = actions;

type Undoable = { undo(payload: ActionPayload, context: UndoContext): Undo };

/** The action that reverses an action which succeeded; `null` when nothing can be undone. */
export function findUndo(action: ActionPayload, context: UndoContext): ActionPayload | null {
  return rows[action.action].request?.undo(action, context) ?? null;
}

/**
 * Whether the changes of `made` can still be undone: within 15 minutes, and while no other change of the
 * same target has followed. `events`: the latest events of the room, in any order, from `made` on.
 */
export function isUndoable(made: RoomEvent, events: readonly RoomEvent[], now: Instant): boolean {
  if (between(made.at, now) > undoWithinMs) return false;
  return !events.some(
    ({ revision, changes }) =>
      revision > made.revision &&
      changes.some((change) => made.changes.some((one) => isOfSameTarget(change, one))),
  );
}

/**
 * Whether a later change is about the ticket, the suppression or the room that an earlier change was
 * about. A reading alone undoes nothing that a person did, so it does not count.
 */
function isOfSameTarget(later: Change, earlier: Change): boolean {
  const [signal, former] = [later, earlier].map((change) =>
    'signal' in change ? change.signal : null,
  );
  if (isReading(later) || isReading(earlier)) return false;
  if (signal !== null || former !== null) return signal === former;
  return later.type.startsWith('room.') && earlier.type.startsWith('room.');
}

function isReading({ type }: Change): boolean {
  return /^(?:reading|device|software|app|outage)\.|^room\.(?:dis)?connected$/.test(type);
}
