/**
 * The buttons of an incident card: only actions that the lifecycle accepts now, at most six
 * buttons.
 */
import { actionLabels, stateRejection } from '@rooms-pro/core';
import type { Action, ExecuteAction } from '../adaptiveCard.ts';
import { card } from '../elements.ts';
import { plain } from '../plainText.ts';
import { type CardVerb, cardForms, cardVerbs, inputPanel } from './cardForms.ts';
import type { Incident } from './incidentView.ts';

/** The buttons of this incident. A card without a current incident has none. */
export function buttonsOf(incident: Incident): Action[] {
  const { face, room, signal, rules, actions, openUrl } = incident;
  if (face === 'resolved' || face === 'superseded' || face === 'outage') return [];
  const context = { room, target: signal, actor: { kind: 'platform' }, rules } as const;
  const isOffered = (verb: CardVerb) =>
    actions.includes(verb) && stateRejection(verb, context, null) === null;
  // The button for the assignee is either to take the ticket or to hand it back.
  const verbs = cardVerbs
    .filter(isOffered)
    .filter((verb, _, all) => verb !== 'unassign' || !all.includes('assign'));
  return [
    ...verbs.map((verb) => buttonFor(verb, incident)),
    { type: 'Action.OpenUrl', title: 'Open', url: openUrl },
  ];
}

function buttonFor(verb: CardVerb, incident: Incident): Action {
  const { ticket, rule } = incident;
  const execute = (one: CardVerb, title: string, more: ExecuteAction['data'] = {}) => {
    const { number, episode, activation } = ticket;
    const data = { ticket: number, episode, activation, ...more };
    return { type: 'Action.Execute' as const, title, verb: one, data };
  };
  switch (verb) {
    case 'assign':
      return assignButton(incident, execute);
    case 'unassign':
      return execute(verb, actionLabels.unassign, { from: ticket.assignee?.id ?? '' });
    case 'respond':
      return respondPanel(execute(verb, cardForms.respond.send), rule.resolvedBy !== 'person');
    case 'resolve':
      return resolvePanel(execute(verb, cardForms.resolve.send));
    default: {
      const hasInputs = cardForms[verb].inputs.length > 0;
      return hasInputs ? inputPanel(verb, execute) : execute(verb, actionLabels[verb]);
    }
  }
}

/**
 * Names the present assignee, so that the ticket is not taken over if another person has it by
 * then.
 */
function assignButton(
  { ticket: { assignee } }: Incident,
  execute: (verb: CardVerb, title: string, more?: ExecuteAction['data']) => ExecuteAction,
): ExecuteAction {
  if (assignee === null) return execute('assign', actionLabels.assign);
  const title = `Take over from ${plain(assignee.name, 40)}`;
  return execute('assign', title, { takeOverFrom: assignee.id });
}

/** A button that opens an input for notes, then sends `send`. `isMain`: it is highlighted. */
export function respondPanel(send: ExecuteAction, isMain: boolean): Action {
  return {
    type: 'Action.ShowCard',
    title: actionLabels.respond,
    ...(isMain ? { style: 'positive' as const } : {}),
    card: card([...cardForms.respond.inputs], { actions: [{ ...send, style: 'positive' }] }),
  };
}

/** A person resolves an incident that telemetry cannot resolve. */
function resolvePanel(send: ExecuteAction): Action {
  return {
    type: 'Action.ShowCard',
    title: actionLabels.resolve,
    style: 'positive',
    card: card([...cardForms.resolve.inputs], { actions: [{ ...send, style: 'positive' }] }),
  };
}
