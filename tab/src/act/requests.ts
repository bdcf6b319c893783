/**
 * The requests of an action, the requests that undo it, and the tickets that other people are assigned
 * to.
 */
import {
  findUndo,
  type Instant,
  type PersonRef,
  type RoomProfile,
  type Suppression,
} from '@rooms-pro/core';
import type { ActionPayload, CommandResult, CommandTarget } from '@rooms-pro/core/contracts';

/** One request: an action on targets with the same command. */
export type Part = { readonly targets: readonly CommandTarget[]; readonly action: ActionPayload };

/** The result of one request for one target. */
export type Result = CommandResult & {
  readonly target: CommandTarget;
  readonly action: ActionPayload;
};

/**
 * What the person saw when they pressed the button: the assignee of each target, in the order of the
 * targets.
 */
export type Seen = {
  readonly targets: readonly CommandTarget[];
  readonly holders?: readonly (PersonRef | null)[] | undefined;
};

/** What the person saw of the only target of an action; for Undo. */
export type Former = {
  readonly suppression?: Pick<Suppression, 'until' | 'reason'> | null | undefined;
  /** The profile of the room. */
  readonly room?: RoomProfile | undefined;
};

type Keyed = readonly [target: CommandTarget, action: ActionPayload];

/** One part for each different action, in the order of first occurrence. */
function group(entries: readonly Keyed[]): readonly Part[] {
  const parts = new Map<string, { targets: CommandTarget[]; action: ActionPayload }>();
  for (const [target, action] of entries) {
    const key = JSON.stringify(action);
    const part = parts.get(key) ?? { targets: [], action };
    part.targets.push(target);
    parts.set(key, part);
  }
  return [...parts.values()];
}

/**
 * The requests of an action. One ticket that is assigned to another person is taken over, because its
 * button or dialog names that person. Of several tickets, only unassigned ones are taken, because the
 * button names no person.
 */
export function toParts(action: ActionPayload, { targets, holders = [] }: Seen): readonly Part[] {
  if (action.action === 'assign' && targets.length === 1) {
    const holder = holders[0];
    return [{ targets, action: holder ? { ...action, takeOverFrom: holder.id } : action }];
  }
  if (action.action !== 'unassign') return [{ targets, action }];
  return group(
    targets.map((target, index) => {
      const holder = holders[index];
      return [target, holder ? { ...action, from: holder.id } : action];
    }),
  );
}

/**
 * The assignee before an action that succeeded. A ticket of another person changes hands only if the
 * action names that person.
 */
function assigneeBefore(
  action: ActionPayload,
  ownId: string | null,
): { readonly id: string } | null {
  const id =
    action.action === 'assign'
      ? (action.takeOverFrom ?? null)
      : action.action === 'unassign'
        ? (action.from ?? ownId)
        : null;
  return id === null ? null : { id };
}

/** The requests that undo what was done; empty if nothing can be undone. */
export function undoParts(
  results: readonly Result[],
  ownId: string | null,
  now: Instant,
  { suppression = null, room }: Former = {},
): readonly Part[] {
  const entries = results.flatMap(({ ok, target, action }): Keyed[] => {
    if (!ok) return [];
    const before = {
      assignee: assigneeBefore(action, ownId),
      suppression,
      profile: room ?? null,
    };
    const undo = findUndo(action, { actorId: ownId, before, now });
    return undo === null ? [] : [[target, undo]];
  });
  return group(entries);
}

/** A ticket that is assigned to another person, as the server reports it. */
export type Held = {
  readonly target: CommandTarget;
  /** The requested action. */
  readonly action: ActionPayload & { readonly action: 'assign' };
  readonly holder: PersonRef;
  readonly since: CommandResult['since'];
};

/** The tickets that were not assigned because other people are assigned to them. */
export function assignedToOthers(results: readonly Result[]): readonly Held[] {
  return results.flatMap(({ code, target, action, assignee, since }): Held[] =>
    code === 'assignedToOther' && action.action === 'assign' && assignee !== undefined
      ? [{ target, action, holder: assignee, since }]
      : [],
  );
}

/** The requests that take tickets over from the people who are assigned to them. */
export function takeOverParts(held: readonly Held[]): readonly Part[] {
  return group(
    held.map(({ target, action, holder }) => [target, { ...action, takeOverFrom: holder.id }]),
  );
}
