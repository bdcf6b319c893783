/** Which actions are offered for the selected rows, and their labels. The rows in core define both. */
import { type ActionName, actionNames, actions, type PersonRef } from '@rooms-pro/core';
import type { CommandsAnswer, CommandTarget } from '@rooms-pro/core/contracts';

/** An action that a button can start: on a ticket, or on a whole room. */
export type Offered = ActionName | 'assignTo';

const buttonOrder = actionNames
  .filter((name) => actions[name].buttonAt !== 'component')
  .flatMap((name): readonly Offered[] => (name === 'assign' ? [name, 'assignTo'] : [name]));

/** The label of an action on its button. */
export function offeredLabel(action: Offered): string {
  return action === 'assignTo' ? 'Assign to …' : actions[action].label;
}

/** The actions that every row allows, in the order of their buttons. */
export function commonActions(
  rows: readonly { readonly actions: readonly string[] }[],
): readonly Offered[] {
  if (rows.length === 0) return [];
  return buttonOrder.filter((action) => rows.every((row) => row.actions.includes(action)));
}

/** Whether an action needs text, a choice or a confirmation from the person before it can be sent. */
export function needsInput(action: Offered): boolean {
  return action === 'assignTo' || actions[action].asksFirst;
}

/** The same actions, with `assignTo` where there are people to choose from. */
export function withAssignTo(offered: readonly Offered[], hasOthers: boolean): readonly Offered[] {
  const isAssigned = offered.includes('assign') || offered.includes('unassign');
  if (!hasOthers || !isAssigned) return offered;
  return buttonOrder.filter((action) => action === 'assignTo' || offered.includes(action));
}

/**
 * The actions that can apply to many rows at once. Remediations and ends of suppressions differ from row
 * to row.
 */
export function forMany(offered: readonly Offered[]): readonly Offered[] {
  return offered.filter((action) => action === 'assignTo' || actions[action].isForMany);
}

type Place = (typeof actions)[ActionName]['buttonAt'];

function isAt(action: Offered, place: Place): boolean {
  return action !== 'assignTo' && actions[action].buttonAt === place;
}

/** The actions on the room itself. Actions on a device are shown beside the device. */
export function onRoomItself(offered: readonly Offered[]): readonly Offered[] {
  return besideNote(offered.filter((action) => !isAt(action, 'device')));
}

/** The actions beside a note about a suppression. The note itself has the button that changes its end. */
export function besideNote(offered: readonly Offered[]): readonly Offered[] {
  return offered.filter((action) => !isAt(action, 'suppressionNote'));
}

/** The action in the note about a suppression, where it is offered. */
export function insideNote(offered: readonly string[]): readonly Offered[] {
  return buttonOrder.filter(
    (action) => isAt(action, 'suppressionNote') && offered.includes(action),
  );
}

/** Whether an action is about a suppression. */
export function isAboutSuppression(action: Offered): boolean {
  return action !== 'assignTo' && actions[action].on === 'suppression';
}

/**
 * The label of the button of an action. If another person is assigned to the only ticket, the label
 * names that person.
 */
export function labelFor(
  action: Offered,
  on: {
    readonly targets: readonly CommandTarget[];
    readonly holders?: readonly (PersonRef | null)[];
  },
): string {
  const holder = on.targets.length === 1 ? on.holders?.[0] : null;
  return action === 'assign' && holder ? `Take over from ${holder.name}` : offeredLabel(action);
}

/** What a person reads after an action: a headline, sentences below it, and the kind of result. */
export type Outcome = {
  readonly intent: 'success' | 'warning' | 'error';
  readonly headline: string;
  readonly sentences: readonly string[];
};

const sentencesShown = 3;

/**
 * Combines the sentences of the server into one message: one target has its own sentence, several
 * targets are counted.
 */
export function formatOutcome(results: CommandsAnswer['results']): Outcome {
  const done = results.filter((result) => result.ok).length;
  const intent = done === results.length ? 'success' : done > 0 ? 'warning' : 'error';
  const [only] = results;
  if (only && results.length === 1) return { intent, headline: only.sentence, sentences: [] };
  const told = intent === 'success' ? results : results.filter((result) => !result.ok);
  const different = [...new Set(told.map((result) => result.sentence))];
  const shown = different.slice(0, sentencesShown);
  const rest = different.length - shown.length;
  return {
    intent,
    headline: `Done for ${done} of ${results.length}.`,
    sentences: rest > 0 ? [...shown, `And ${rest} more.`] : shown,
  };
}
