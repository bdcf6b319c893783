/** What is sent for an action: its requests, what takes them back, and who has what was not given. */
import type { PersonRef } from '@rooms-pro/core';
import type { ActionPayload, CommandResult, CommandTarget } from '@rooms-pro/core/contracts';

/** One request: an action on targets that all get the same. */
export type Part = { readonly targets: readonly CommandTarget[]; readonly action: ActionPayload };

/** What one request did to one target. */
export type Result = CommandResult & {
  readonly target: CommandTarget;
  readonly action: ActionPayload;
};

/** What the person saw when they pressed: who has each target, in the order of the targets. */
export type Seen = {
  readonly targets: readonly CommandTarget[];
  readonly holders?: readonly (PersonRef | null)[] | undefined;
};

type Keyed = readonly [target: CommandTarget, action: ActionPayload];

/** One part for each different action, in the order in which the actions come first. */
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
 * The requests of an action. One ticket that another person has is taken over from that person, because
 * its button or its dialog names them. Of many tickets only the free ones are taken: nothing names the others.
 */
export function partsOf(action: ActionPayload, { targets, holders = [] }: Seen): readonly Part[] {
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

/** What takes an action back no matter what was there before, or `null` when nothing does. */
export function undoOf(action: ActionPayload, ownId: string | null): ActionPayload | null {
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
      // It is handed back only while it is still theirs.
      return holder === null ? { action: 'unassign' } : { action: 'unassign', from: holder };
    }
    default:
      return null;
  }
}

/** The requests that take back what was done; none where nothing does. */
export function undoParts(
  results: readonly Result[],
  ownId: string | null,
  known?: ActionPayload,
): readonly Part[] {
  const entries = results.flatMap(({ ok, target, action }): Keyed[] => {
    const undo = ok ? (known ?? undoOf(action, ownId)) : null;
    return undo === null ? [] : [[target, undo]];
  });
  return group(entries);
}

/** A ticket that somebody else has, as the server tells it. */
export type Held = {
  readonly target: CommandTarget;
  /** What was asked for. */
  readonly action: ActionPayload & { readonly action: 'assign' };
  readonly holder: PersonRef;
  readonly since: CommandResult['since'];
};

/** The tickets that were not assigned because other people have them. */
export function assignedToOthers(results: readonly Result[]): readonly Held[] {
  return results.flatMap(({ code, target, action, assignee, since }): Held[] =>
    code === 'assignedToOther' && action.action === 'assign' && assignee !== undefined
      ? [{ target, action, holder: assignee, since }]
      : [],
  );
}

/** The requests that take over tickets from the people who have them. */
export function takeOverParts(held: readonly Held[]): readonly Part[] {
  return group(
    held.map(({ target, action, holder }) => [target, { ...action, takeOverFrom: holder.id }]),
  );
}
