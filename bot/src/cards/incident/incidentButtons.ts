/**
 * The buttons of an incident card: only actions that the lifecycle accepts now, at most six
 * buttons.
 */
import {
  actionLabels,
  defaultSuppressUntil,
  type PersonAction,
  stateRejection,
  suppressForLabels,
  type TextKind,
  textLimits,
} from '@rooms-pro/core';
import type { Action, ChoiceInput, ExecuteAction, TextInput } from '../adaptiveCard.ts';
import { card } from '../elements.ts';
import { figure } from '../notices/plainCards.ts';
import { plain } from '../plainText.ts';
import type { Incident } from './incidentView.ts';

// No `maxLength`: clients cut a pasted text without a message. The server rejects a longer text.
const notesInput: TextInput = {
  type: 'Input.Text',
  id: 'notes',
  label: `What did you do? (${formatLimit('notes')})`,
  placeholder: 'For example: plugged the HDMI cable in again',
  isMultiline: true,
  isRequired: true,
  errorMessage: 'Please write a few words about what you did.',
};

const untilInput: ChoiceInput = {
  type: 'Input.ChoiceSet',
  id: 'until',
  label: 'For how long?',
  style: 'compact',
  value: defaultSuppressUntil,
  choices: Object.entries(suppressForLabels).map(([value, title]) => ({ title, value })),
  isRequired: true,
  errorMessage: 'Please choose how long.',
};

const reasonInput: TextInput = {
  type: 'Input.Text',
  id: 'reason',
  label: `Why? (optional, ${formatLimit('reason')})`,
  placeholder: 'For example: the display is replaced on Friday',
  isMultiline: false,
  isRequired: false,
};

const otherReasonInput: TextInput = {
  ...reasonInput,
  placeholder: 'Empty: the reason stays as it is',
};

const whatFixedItInput: TextInput = {
  type: 'Input.Text',
  id: 'because',
  label: `Why is it over? (${formatLimit('reason')})`,
  placeholder: 'For example: the speaker was muted, it plays again',
  isMultiline: true,
  isRequired: true,
  errorMessage: 'Please write why it is over, so that others can learn from it.',
};

function formatLimit(kind: TextKind): string {
  return `at most ${figure(textLimits[kind])} characters`;
}

/** The buttons of this incident. A card without a current incident has none. */
export function buttonsOf(incident: Incident): Action[] {
  const { face, ticket, room, signal, rules, actions, openUrl } = incident;
  if (face === 'resolved' || face === 'superseded' || face === 'outage') return [];
  const context = { room, target: signal, actor: { kind: 'platform' }, rules } as const;
  const isOffered = (action: PersonAction) =>
    actions.includes(action) && stateRejection(action, context, null) === null;
  const buttons: Action[] = [];
  // A person resolves an incident that telemetry cannot resolve.
  if (isOffered('resolve')) buttons.push(resolveButton(incident));
  if (isOffered('respond')) buttons.push(respondButton(incident));
  if (isOffered('assign')) {
    buttons.push(assignButton(incident));
  } else if (isOffered('unassign') && ticket.assignee !== null) {
    const from = ticket.assignee.id;
    buttons.push(execute(incident, 'unassign', actionLabels.unassign, { from }));
  }
  if (isOffered('suppress')) buttons.push(suppressButton(incident));
  if (isOffered('changeSuppression')) {
    buttons.push(endPanel(execute(incident, 'changeSuppression', 'Change now')));
  }
  if (isOffered('unsuppress')) {
    buttons.push(execute(incident, 'unsuppress', actionLabels.unsuppress));
  }
  buttons.push({ type: 'Action.OpenUrl', title: 'Open', url: openUrl });
  return buttons;
}

/**
 * Names the present assignee, so that the ticket is not taken over if another person has it by
 * then.
 */
function assignButton(incident: Incident): ExecuteAction {
  const { assignee } = incident.ticket;
  if (assignee === null) return execute(incident, 'assign', actionLabels.assign);
  const title = `Take over from ${plain(assignee.name, 40)}`;
  return execute(incident, 'assign', title, { takeOverFrom: assignee.id });
}

function execute(
  incident: Incident,
  verb: PersonAction,
  title: string,
  more: ExecuteAction['data'] = {},
): ExecuteAction {
  const { number, episode, activation } = incident.ticket;
  return {
    type: 'Action.Execute',
    title,
    verb,
    data: { ticket: number, episode, activation, ...more },
  };
}

function respondButton(incident: Incident): Action {
  const send = execute(incident, 'respond', 'Send response');
  return respondPanel(send, incident.rule.resolvedBy !== 'person');
}

/** A button that opens an input for notes, then sends `send`. `isMain`: it is highlighted. */
export function respondPanel(send: ExecuteAction, isMain: boolean): Action {
  return {
    type: 'Action.ShowCard',
    title: actionLabels.respond,
    ...(isMain ? { style: 'positive' as const } : {}),
    card: card([notesInput], { actions: [{ ...send, style: 'positive' }] }),
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

/** A button that opens inputs for duration and reason, then sends `send`. */
export function suppressPanel(title: string, send: ExecuteAction): Action {
  return {
    type: 'Action.ShowCard',
    title,
    card: card([untilInput, reasonInput], { actions: [send] }),
  };
}

/** A button that opens an input for the new end of a suppression, then sends `send`. */
export function endPanel(send: ExecuteAction): Action {
  return {
    type: 'Action.ShowCard',
    title: actionLabels.changeSuppression,
    card: card([{ ...untilInput, label: 'From now on, for how long?' }, otherReasonInput], {
      actions: [send],
    }),
  };
}
