/** The buttons of an incident card: only what the lifecycle would take right now, at most five. */
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

/** The buttons of this incident. A resolved or superseded card has none. */
export function buttonsOf(incident: Incident): Action[] {
  const { face, ticket, suppression, actions, openUrl } = incident;
  if (face === 'resolved' || face === 'superseded') return [];
  const isOffered = (action: PersonAction) =>
    actions.includes(action) && mayMove(action, ticket.status, suppression !== null);
  const buttons: Action[] = [];
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
    style: 'positive',
    card: card([notesInput], { actions: [send] }),
  };
}

function suppressButton(incident: Incident): Action {
  return {
    type: 'Action.ShowCard',
    title: actionLabels.suppress,
    card: card([untilInput, reasonInput], {
      actions: [execute(incident, 'suppress', 'Suppress now')],
    }),
  };
}
