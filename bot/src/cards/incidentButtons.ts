/** The buttons of an incident card: only what the lifecycle would take right now, at most six. */
import { actionLabels, mayMove, type PersonAction, suppressForLabels } from '@rooms-pro/core';
import type { Action, ChoiceInput, ExecuteAction, TextInput } from './adaptiveCard.ts';
import { card } from './elements.ts';
import type { Incident } from './incidentView.ts';

const notesInput: TextInput = {
  type: 'Input.Text',
  id: 'notes',
  label: 'What did you do?',
  placeholder: 'For example: plugged the HDMI cable in again',
  isMultiline: true,
  isRequired: true,
  errorMessage: 'Please write a few words about what you did.',
  maxLength: 2000,
};

const untilInput: ChoiceInput = {
  type: 'Input.ChoiceSet',
  id: 'until',
  label: 'For how long?',
  style: 'compact',
  value: '1d',
  choices: Object.entries(suppressForLabels).map(([value, title]) => ({ title, value })),
  isRequired: true,
  errorMessage: 'Please choose how long.',
};

const reasonInput: TextInput = {
  type: 'Input.Text',
  id: 'reason',
  label: 'Why?',
  placeholder: 'For example: the display is replaced on Friday',
  isMultiline: false,
  isRequired: true,
  errorMessage: 'Please say why, so that others understand the silence.',
  maxLength: 500,
};

const whatFixedItInput: TextInput = {
  type: 'Input.Text',
  id: 'because',
  label: 'Why is it over?',
  placeholder: 'For example: the speaker was muted, it plays again',
  isMultiline: true,
  isRequired: true,
  errorMessage: 'Please say why it is over, so that others can learn from it.',
  maxLength: 500,
};

/** The buttons of this incident. A card that has come to its end has none. */
export function buttonsOf(incident: Incident): Action[] {
  const { face, ticket, suppression, actions, openUrl, rule } = incident;
  if (face === 'resolved' || face === 'superseded' || face === 'outage') return [];
  const isOffered = (action: PersonAction) =>
    actions.includes(action) &&
    mayMove(action, ticket.status, suppression !== null) &&
    (action !== 'resolve' || rule.resolvedBy === 'person');
  const buttons: Action[] = [];
  // What no telemetry can end, people end.
  if (isOffered('resolve')) buttons.push(resolveButton(incident));
  if (isOffered('respond')) buttons.push(respondButton(incident));
  if (isOffered('assign')) {
    const title = ticket.assignee === null ? actionLabels.assign : 'Take over';
    buttons.push(execute(incident, 'assign', title));
  } else if (isOffered('unassign') && ticket.assignee !== null) {
    buttons.push(execute(incident, 'unassign', actionLabels.unassign));
  }
  if (isOffered('suppress')) buttons.push(suppressButton(incident));
  if (isOffered('unsuppress')) {
    buttons.push(execute(incident, 'unsuppress', actionLabels.unsuppress));
  }
  buttons.push({ type: 'Action.OpenUrl', title: 'Open', url: openUrl });
  return buttons;
}

function execute(incident: Incident, verb: PersonAction, title: string): ExecuteAction {
  const { number, episode, activation } = incident.ticket;
  return {
    type: 'Action.Execute',
    title,
    verb,
    data: { ticket: number, episode, activation },
  };
}

function respondButton(incident: Incident): Action {
  const send: ExecuteAction = {
    ...execute(incident, 'respond', 'Send response'),
    style: 'positive',
  };
  return {
    type: 'Action.ShowCard',
    title: actionLabels.respond,
    ...(incident.rule.resolvedBy === 'person' ? {} : { style: 'positive' }),
    card: card([notesInput], { actions: [send] }),
  };
}

function resolveButton(incident: Incident): Action {
  const send: ExecuteAction = {
    ...execute(incident, 'resolve', 'Resolve now'),
    style: 'positive',
  };
  return {
    type: 'Action.ShowCard',
    title: actionLabels.resolve,
    style: 'positive',
    card: card([whatFixedItInput], { actions: [send] }),
  };
}

function suppressButton(incident: Incident): Action {
  return suppressPanel(actionLabels.suppress, execute(incident, 'suppress', 'Suppress now'));
}

/** A button that asks for how long and why, then sends `send`. */
export function suppressPanel(title: string, send: ExecuteAction): Action {
  return {
    type: 'Action.ShowCard',
    title,
    card: card([untilInput, reasonInput], { actions: [send] }),
  };
}
