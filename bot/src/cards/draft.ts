/**
 * A rejected card that still contains the text of the person, so that the person does not type it
 * again.
 */
import type { Action, AdaptiveCard, Element } from './adaptiveCard.ts';

/** In characters. A longer text is not sent back: a message of Teams has at most 80 kB. */
export const longestDraft = 10_000;

/** Puts the data of a click into the inputs beside the button with this verb. */
export function withDraft(
  about: AdaptiveCard,
  verb: string,
  written: Readonly<Record<string, unknown>>,
): AdaptiveCard {
  const { actions = [] } = about;
  return { ...about, actions: actions.map((action) => filled(action, verb, written)) };
}

function filled(action: Action, verb: string, written: Readonly<Record<string, unknown>>): Action {
  if (action.type !== 'Action.ShowCard') return action;
  const { card } = action;
  const sends = card.actions?.some((one) => one.type === 'Action.Execute' && one.verb === verb);
  if (!sends) return action;
  const body = card.body.map((element) => filledInput(element, written));
  return { ...action, card: { ...card, body } };
}

function filledInput(element: Element, written: Readonly<Record<string, unknown>>): Element {
  if (element.type !== 'Input.Text' && element.type !== 'Input.ChoiceSet') return element;
  const value = Object.hasOwn(written, element.id) ? written[element.id] : undefined;
  if (typeof value !== 'string') return element;
  if (element.type === 'Input.Text') return { ...element, value: value.toWellFormed() };
  return element.choices.some((choice) => choice.value === value) ? { ...element, value } : element;
}
