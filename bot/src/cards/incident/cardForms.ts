/** For each action with a button on cards: its inputs, and the request that a click on it makes. */
import {
  type ActionName,
  actionLabels,
  defaultSuppressUntil,
  suppressForLabels,
  type TextKind,
  textLimits,
} from '@rooms-pro/core';
import type { Action, ChoiceInput, ExecuteAction, TextInput } from '../adaptiveCard.ts';
import { card } from '../elements.ts';
import { figure } from '../notices/plainCards.ts';

/** The data of a click, not yet validated. */
type Fields = Readonly<Record<string, unknown>>;

type CardForm = {
  /** Without inputs, the button sends the action at once. */
  readonly inputs: readonly (TextInput | ChoiceInput)[];
  /** The text of the button that sends the inputs. */
  readonly send: string;
  /** The members of the request beside `action`. */
  toMembers(fields: Fields): object;
  /** What is wrong with the inputs, for the person who clicked; `null`: the card itself is not valid. */
  toFault(fields: Fields): string | null;
};

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

/** This member where the card contains it. Cards of earlier versions do not name the person. */
const person = (name: string) => (fields: Fields) =>
  fields[name] === undefined ? {} : { [name]: fields[name] };

const withoutInput = { inputs: [], send: '', toFault: () => null };

function untilFault({ until }: Fields): string | null {
  const isKnownEnd = typeof until === 'string' && Object.hasOwn(suppressForLabels, until);
  return isKnownEnd
    ? null
    : 'Nothing was suppressed yet. Please choose how long, then send it again.';
}

/** By action, in the order of the buttons. */
export const cardForms = {
  resolve: {
    inputs: [whatFixedItInput],
    send: 'Resolve now',
    toMembers: ({ because }) => ({ reason: because }),
    toFault: () =>
      'There was no reason, so nothing was resolved. Please write in a few words why it is over.',
  },
  respond: {
    inputs: [notesInput],
    send: 'Send response',
    toMembers: ({ notes }) => ({ notes }),
    toFault: () =>
      'There were no notes, so nothing was saved. Please write a few words about what you did.',
  },
  assign: { ...withoutInput, toMembers: person('takeOverFrom') },
  unassign: { ...withoutInput, toMembers: person('from') },
  suppress: {
    inputs: [untilInput, reasonInput],
    send: 'Suppress now',
    toMembers: ({ until, reason }) => ({ until, reason }),
    toFault: untilFault,
  },
  changeSuppression: {
    inputs: [{ ...untilInput, label: 'From now on, for how long?' }, otherReasonInput],
    send: 'Change now',
    toMembers({ until, reason }) {
      // An empty field leaves the present reason unchanged.
      const isKept = reason === undefined || (typeof reason === 'string' && reason.trim() === '');
      return { until, ...(isKept ? {} : { reason }) };
    },
    toFault: untilFault,
  },
  unsuppress: { ...withoutInput, toMembers: () => ({}) },
} as const satisfies Partial<Record<ActionName, CardForm>>;

/** An action with a button on cards. */
export type CardVerb = keyof typeof cardForms;
export const cardVerbs = Object.keys(cardForms) as readonly CardVerb[];

/** The form of an action. */
export function cardForm(verb: CardVerb): CardForm {
  return cardForms[verb];
}

/** Makes the action that a button sends. */
export type Execute = (verb: CardVerb, title: string) => ExecuteAction;

/** A button that opens the inputs of an action, and then sends it. `title`: its label, unless it is the usual one. */
export function inputPanel(verb: CardVerb, execute: Execute, title?: string): Action {
  const { inputs, send } = cardForm(verb);
  return {
    type: 'Action.ShowCard',
    title: title ?? actionLabels[verb],
    card: card([...inputs], { actions: [execute(verb, send)] }),
  };
}

/** The buttons of a suppression that ends soon: another end, or none. */
export function endingButtons(execute: Execute): Action[] {
  return [inputPanel('changeSuppression', execute), execute('unsuppress', actionLabels.unsuppress)];
}
