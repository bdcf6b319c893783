/** Which actions are offered for the selected rows, their labels, and how they are undone. */
import { actionLabels, type PersonAction, type PersonRef } from '@rooms-pro/core';
import type { CommandsAnswer, CommandTarget, RoomAction } from '@rooms-pro/core/contracts';

/**
 * An action that a button can start: on a ticket, or on a whole room. Messages and attachments have
 * their own components.
 */
export type Offered = Exclude<PersonAction | RoomAction, 'message' | 'attach'> | 'assignTo';

/** The label of each action on its button. */
export const offeredLabels: Readonly<Record<Offered, string>> = {
  respond: actionLabels.respond,
  resolve: actionLabels.resolve,
  assign: actionLabels.assign,
  assignTo: 'Assign to …',
  unassign: actionLabels.unassign,
  remediate: actionLabels.remediate,
  investigate: actionLabels.investigate,
  enrol: 'Enrol',
  report: 'Report a problem',
  suppress: actionLabels.suppress,
  changeSuppression: actionLabels.changeSuppression,
  unsuppress: actionLabels.unsuppress,
  changeProfile: 'Edit room',
  removeDevice: 'Take out of the room',
  retire: 'Retire',
};

const buttonOrder = Object.keys(offeredLabels) as Offered[];

/** The actions that every row allows, in the order of their buttons. */
export function commonActions(
  rows: readonly { readonly actions: readonly string[] }[],
): readonly Offered[] {
  if (rows.length === 0) return [];
  return buttonOrder.filter((action) => rows.every((row) => row.actions.includes(action)));
}

const asking = [
  'respond',
  'resolve',
  'assignTo',
  'remediate',
  'report',
  'suppress',
  'changeSuppression',
  'changeProfile',
  'removeDevice',
  'retire',
] as const;
/** An action that needs text, a choice or a confirmation before it is sent. */
export type Asking = (typeof asking)[number];

/** Whether an action needs input from the person before it can be sent. */
export function needsInput(action: Offered): action is Asking {
  return (asking as readonly string[]).includes(action);
}

/** The same actions, with `assignTo` where there are people to choose from. */
export function withAssignTo(actions: readonly Offered[], hasOthers: boolean): readonly Offered[] {
  const isAssigned = actions.includes('assign') || actions.includes('unassign');
  if (!hasOthers || !isAssigned) return actions;
  return buttonOrder.filter((action) => action === 'assignTo' || actions.includes(action));
}

/**
 * The actions that can apply to many rows at once. Remediations and ends of suppressions differ from row
 * to row.
 */
export function forMany(actions: readonly Offered[]): readonly Offered[] {
  return actions.filter((action) => action !== 'remediate' && action !== 'changeSuppression');
}

/** The actions on the room itself. Actions on a device are shown beside the device. */
export function onRoomItself(actions: readonly Offered[]): readonly Offered[] {
  return besideNote(actions.filter((action) => action !== 'removeDevice'));
}

/** The actions beside a note about a suppression. The note itself has the button that changes its end. */
export function besideNote(actions: readonly Offered[]): readonly Offered[] {
  return actions.filter((action) => action !== 'changeSuppression');
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
  return action === 'assign' && holder ? `Take over from ${holder.name}` : offeredLabels[action];
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
