/** Which actions are offered for what is selected, how they are called, and how they are undone. */
import { actionLabels, type PersonAction } from '@rooms-pro/core';
import type { CommandsAnswer, WireAction } from '@rooms-pro/core/contracts';

/** What a button can stand for: a person's action on a ticket or room, or taking a room on. */
export type Offered = Exclude<PersonAction, 'message' | 'remediate' | 'resolve'> | 'enrol';

/** How each action is called on its button. */
export const offeredLabels: Readonly<Record<Offered, string>> = {
  respond: actionLabels.respond,
  assign: actionLabels.assign,
  unassign: actionLabels.unassign,
  investigate: actionLabels.investigate,
  suppress: actionLabels.suppress,
  unsuppress: actionLabels.unsuppress,
  enrol: 'Enrol',
};

const buttonOrder = Object.keys(offeredLabels) as Offered[];

/** The actions that every one of the rows may take, in the order their buttons stand. */
export function commonActions(
  rows: readonly { readonly actions: readonly string[] }[],
): readonly Offered[] {
  if (rows.length === 0) return [];
  return buttonOrder.filter((action) => rows.every((row) => row.actions.includes(action)));
}

/** Whether an action needs words from the person before it can be sent. */
export function asksFirst(action: Offered): action is 'respond' | 'suppress' {
  return action === 'respond' || action === 'suppress';
}

/** What takes an action back, or `null` when nothing does. */
export function undoOf(action: WireAction['action']): WireAction | null {
  if (action === 'suppress') return { action: 'unsuppress' };
  if (action === 'assign') return { action: 'unassign' };
  return null;
}

/** What a person is told after acting: a headline, sentences below it, and how well it went. */
export type Outcome = {
  readonly intent: 'success' | 'warning' | 'error';
  readonly headline: string;
  readonly sentences: readonly string[];
};

const sentencesShown = 3;

/** The server's sentences as one message: one target speaks for itself, many are counted. */
export function sayOutcome(results: CommandsAnswer['results']): Outcome {
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
