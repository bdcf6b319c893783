/**
 * The only functions that create card elements. Every text is cut and escaped here, and nowhere
 * else.
 */
import type {
  Action,
  AdaptiveCard,
  ColumnSet,
  Container,
  ContainerStyle,
  Element,
  FactSet,
  Spacing,
  SubmitAction,
  TextBlock,
} from './adaptiveCard.ts';
import { plain, shown } from './plainText.ts';

/** One glyph for each severity, so that a person can distinguish them without colour. */
export const severityGlyphs = { important: '❗', warning: '⚠️' } as const;

type TextLook = Partial<Omit<TextBlock, 'type' | 'text' | 'wrap'>> & { readonly max?: number };

/** A paragraph that shows `text` as it is, cut to `max` characters (600). */
export function paragraph(text: string, look: TextLook = {}): TextBlock {
  const { max = 600, ...style } = look;
  return { type: 'TextBlock', text: shown(text, max), wrap: true, ...style };
}

/** A heading, announced as such by screen readers. */
export function heading(text: string, look: TextLook = {}): TextBlock {
  return paragraph(text, { size: 'medium', weight: 'bolder', style: 'heading', max: 120, ...look });
}

/** Label and value side by side. Pairs without a value are left out. */
export function facts(
  pairs: readonly (readonly [title: string, value: string | null])[],
  spacing: Spacing = 'medium',
): FactSet {
  return {
    type: 'FactSet',
    spacing,
    facts: pairs.flatMap(([title, value]) =>
      value === null || value === '' ? [] : [{ title: shown(title, 40), value: shown(value, 240) }],
    ),
  };
}

/** Texts below each other, each with a bullet. */
export function bullets(texts: readonly string[]): TextBlock[] {
  return texts.map((text) => paragraph(`• ${text}`, { spacing: 'small', max: 220 }));
}

/** Elements that belong together, on a tinted background if a style is given. */
export function container(
  items: readonly Element[],
  look: Partial<Omit<Container, 'type' | 'items'>> = {},
): Container {
  return { type: 'Container', items, ...look };
}

/**
 * One row of a list: title, state and a small line below. A click opens it, if there is a target.
 */
export function listRow(
  [title, state, detail]: readonly [string, string, string],
  selectAction?: Container['selectAction'],
): Container {
  return container(
    [
      paragraph(title, { weight: 'bolder', max: 140 }),
      paragraph(state, { spacing: 'none', max: 160 }),
      paragraph(detail, { spacing: 'none', isSubtle: true, size: 'small', max: 160 }),
    ],
    { separator: true, spacing: 'medium', ...(selectAction ? { selectAction } : {}) },
  );
}

/** The coloured strip on top of a card. Its words have the same meaning as its colour. */
export function band(glyph: string, words: string, style: ContainerStyle): Container {
  return container([paragraph(`${glyph} ${words}`, { weight: 'bolder', max: 120 })], {
    style,
    bleed: true,
  });
}

/** Figures side by side, each above its label. */
export function figures(pairs: readonly (readonly [count: number, label: string])[]): ColumnSet {
  return {
    type: 'ColumnSet',
    columns: pairs.map(([count, label]) => ({
      type: 'Column',
      width: 'stretch',
      items: [
        paragraph(count.toLocaleString('en-GB'), { size: 'extraLarge', weight: 'bolder' }),
        paragraph(label, { size: 'small', isSubtle: true, spacing: 'none' }),
      ],
    })),
  };
}

/** A button that sends a command as if the person had typed it. */
export function formatButton(title: string, command: string): SubmitAction {
  const text = plain(command, 200);
  return {
    type: 'Action.Submit',
    title,
    data: { say: text },
  };
}

/** A whole card: always version 1.5, with a text for a client that shows no cards. */
export function card(
  body: readonly Element[],
  options: { readonly actions?: readonly Action[]; readonly fallbackText?: string } = {},
): AdaptiveCard {
  const { actions = [], fallbackText } = options;
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    ...(fallbackText === undefined ? {} : { fallbackText: plain(fallbackText, 300) }),
    body,
    ...(actions.length === 0 ? {} : { actions }),
  };
}
