/** Which actions are offered for what is selected, how they are called, and how they are undone. */
import { actionLabels, type PersonAction, type PersonRef } from '@rooms-pro/core';
import type { CommandsAnswer, CommandTarget, RoomAction } from '@rooms-pro/core/contracts';

/**
 * What a button can stand for: a person's action on a ticket, or on a room as a whole. Messages and
 * attachments have places of their own.
 */
export type Offered = Exclude<PersonAction | RoomAction, 'message' | 'attach'> | 'assignTo';

/** How each action is called on its button. */
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

/** The actions that every one of the rows may take, in the order their buttons stand. */
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
/** An action that needs words, a choice or a second thought before it is sent. */
export type Asking = (typeof asking)[number];

/** Whether an action needs something from the person before it can be sent. */
export function asksFirst(action: Offered): action is Asking {
  return (asking as readonly string[]).includes(action);
}

/** The same with assigning to others, where there are people to choose from. */
export function withAssignTo(actions: readonly Offered[], hasOthers: boolean): readonly Offered[] {
  const isAssigned = actions.includes('assign') || actions.includes('unassign');
  if (!hasOthers || !isAssigned) return actions;
  return buttonOrder.filter((action) => action === 'assignTo' || actions.includes(action));
}

/** The actions that make sense for many rows at once: what to try, and which end is changed, differs. */
export function forMany(actions: readonly Offered[]): readonly Offered[] {
  return actions.filter((action) => action !== 'remediate' && action !== 'changeSuppression');
}

/** The actions on the room itself: what is done to one of its devices stands with the device. */
export function onRoomItself(actions: readonly Offered[]): readonly Offered[] {
  return besideNote(actions.filter((action) => action !== 'removeDevice'));
}

/** The actions beside a note on a suppression, which has the button that changes its end. */
export function besideNote(actions: readonly Offered[]): readonly Offered[] {
  return actions.filter((action) => action !== 'changeSuppression');
}

/** How the button of an action is called: a ticket that one other person has is taken over from them. */
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

/** What a person is told after acting: a headline, sentences below it, and how well it went. */
export type Outcome = {
  readonly intent: 'success' | 'warning' | 'error';
  readonly headline: string;
  readonly sentences: readonly string[];
};

const sentencesShown = 3;

/** The server's sentences as one message: one target speaks for itself, many are counted. */
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
