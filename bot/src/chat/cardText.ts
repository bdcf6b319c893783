/** The text of a card, line by line, as a person reads it. */
import type { AdaptiveCard } from '../cards/index.ts';

/** The texts of a card, then the titles of its buttons in brackets. */
export function cardText({ body, actions = [] }: AdaptiveCard): string {
  const lines = textsIn(body).map((line) =>
    line.replaceAll('\u2060', '').replace(/\\([^\w\s])/g, '$1'),
  );
  const buttons = actions.flatMap((action) =>
    'title' in action && action.title ? [`[${action.title}]`] : [],
  );
  return [...lines, ...(buttons.length > 0 ? [buttons.join(' ')] : [])].join('\n');
}

/** Every text of an element and of the elements inside it, in reading order. */
function textsIn(element: unknown): string[] {
  if (Array.isArray(element)) return element.flatMap(textsIn);
  if (typeof element !== 'object' || element === null) return [];
  const { text, title, value, items, columns, facts, body } = element as Readonly<
    Record<string, unknown>
  >;
  const own =
    typeof text === 'string'
      ? [text]
      : typeof title === 'string' && typeof value === 'string'
        ? [`${title}: ${value}`]
        : [];
  return [
    ...own,
    ...[items, columns, facts, body].flatMap((part) => (part === undefined ? [] : textsIn(part))),
  ];
}
