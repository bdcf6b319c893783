/** Undo: the action that reverses a person's action, and whether it is still possible. */
import type { Change, RoomEvent } from '../../change.ts';
import type { ActionPayload } from '../../contracts/commands/commands.ts';
import { between } from '../../instant.ts';
import type { Room, RoomProfile, SuppressedUntil, Suppression } from '../../room.ts';
import type { Instant, PersonRef, SignalId } from '../../words.ts';
import { findRecord } from '../ticketState.ts';

/** What a person's action can change, as it was before the action. */
export type StateBefore = {
  readonly assignee: Pick<PersonRef, 'id'> | null;
  readonly suppression: Pick<Suppression, 'until' | 'reason'> | null;
  /** `null`: unknown, so a change of the profile cannot be undone. */
  readonly profile: RoomProfile | null;
};

/** Who acted, the state before the action, and the present time. */
export type UndoContext = {
  /** The id of the person who acted; `null`: unknown. */
  readonly actorId: string | null;
  readonly before: StateBefore;
  readonly now: Instant;
};

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

/** The action that reverses an action which succeeded; `null` when nothing can be undone. */
export function findUndo(action: ActionPayload, context: UndoContext): ActionPayload | null {
  const { actorId, before, now } = context;
  switch (action.action) {
    case 'assign': {
      const holder = action.to ?? actorId;
      const former = before.assignee;
      if (former === null) {
        // Hands the ticket back only while the new person still has it.
        return holder === null ? { action: 'unassign' } : { action: 'unassign', from: holder };
      }
      const isSame = holder === null || holder === former.id;
      return isSame ? null : { action: 'assign', to: former.id, takeOverFrom: holder };
    }
    case 'unassign':
      return before.assignee && { action: 'assign', to: before.assignee.id };
    case 'suppress':
      return { action: 'unsuppress' };
    case 'changeSuppression':
    case 'unsuppress': {
      const terms = before.suppression && toTerms(before.suppression, now);
      if (terms === null) return null;
      const isLifted = action.action === 'unsuppress';
      return { action: isLifted ? 'suppress' : 'changeSuppression', ...terms };
    }
    case 'changeProfile':
      return before.profile && formerProfile(action.profile, before.profile);
    case 'retire':
      return { action: 'enrol' };
    default:
      return null;
  }
}

type Terms = Pick<Extract<ActionPayload, { action: 'suppress' }>, 'until' | 'reason'>;

/** The former end and reason of a suppression; `null` when that end has passed. */
function toTerms(
  { until, reason }: { readonly until: SuppressedUntil; readonly reason: string },
  now: Instant,
): Terms | null {
  if (until.kind !== 'time') return { until: until.kind, reason };
  return Date.parse(until.at) <= Date.parse(now) ? null : { until: { at: until.at }, reason };
}

type ChangeProfile = Extract<ActionPayload, { action: 'changeProfile' }>;

/** The former values of the members that the action changed; `null` when it changed none of them. */
function formerProfile(
  profile: ChangeProfile['profile'],
  before: RoomProfile,
): ChangeProfile | null {
  const members = Object.keys(profile) as (keyof RoomProfile)[];
  const changed = members.filter(
    (member) => JSON.stringify(profile[member]) !== JSON.stringify(before[member]),
  );
  if (changed.length === 0) return null;
  const former = Object.fromEntries(changed.map((member) => [member, before[member]]));
  return { action: 'changeProfile', profile: former };
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
