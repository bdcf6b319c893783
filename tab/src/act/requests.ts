/**
 * The requests of an action, the requests that undo it, and the tickets that other people are assigned
 * to.
 */
import type { PersonRef } from '@rooms-pro/core';
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

/** The command that undoes an action, independent of the former state; `null` if there is none. */
export function findUndo(action: ActionPayload, ownId: string | null): ActionPayload | null {
  switch (action.action) {
    case 'suppress':
      return { action: 'unsuppress' };
    case 'retire':
      return { action: 'enrol' };
    case 'assign': {
      const holder = action.to ?? ownId;
      if (action.takeOverFrom !== undefined && holder !== null) {
        return { action: 'assign', to: action.takeOverFrom, takeOverFrom: holder };
      }
      // The server hands the ticket back only while the new person is still assigned.
      return holder === null ? { action: 'unassign' } : { action: 'unassign', from: holder };
    }
    default:
      return null;
  }
}

/** The requests that undo what was done; empty if nothing can be undone. */
export function undoParts(
  results: readonly Result[],
  ownId: string | null,
  known?: ActionPayload,
): readonly Part[] {
  const entries = results.flatMap(({ ok, target, action }): Keyed[] => {
    const undo = ok ? (known ?? findUndo(action, ownId)) : null;
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
