/** How Teams dresses Adaptive Cards, light and dark, near enough to judge a card by its picture. */

export type Theme = 'light' | 'dark';

const palettes = {
  light: {
    page: '#f5f5f5',
    card: '#ffffff',
    text: '#242424',
    subtle: '#616161',
    line: '#e0e0e0',
    brand: '#5b5fc7',
    grounds: {
      emphasis: '#f5f5f5',
      good: '#e7f2da',
      attention: '#fcf4f6',
      warning: '#fbf6d9',
      accent: '#e8ebfa',
    },
  },
  dark: {
    page: '#1f1f1f',
    card: '#292929',
    text: '#ffffff',
    subtle: '#adadad',
    line: '#3d3d3d',
    brand: '#7f85f5',
    grounds: {
      emphasis: '#1f1f1f',
      good: '#0d2e0d',
      attention: '#3e1f25',
      warning: '#463100',
      accent: '#2f2f4a',
    },
  },
} as const;

/** The host configuration that the Adaptive Cards library takes. */
export function hostConfig(theme: Theme): unknown {
  const { card, text, subtle, line, grounds } = palettes[theme];
  const ink = { default: text, subtle };
  const foregroundColors = { default: ink, accent: ink, attention: ink, good: ink, warning: ink };
  const styled = Object.entries(grounds).map(([name, backgroundColor]) => [
    name,
    { backgroundColor, foregroundColors },
  ]);
  return {
    fontFamily: "'Segoe UI', 'Noto Sans', 'Liberation Sans', sans-serif, 'Noto Color Emoji'",
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: line },
    containerStyles: {
      default: { backgroundColor: card, foregroundColors },
      ...Object.fromEntries(styled),
    },
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    },
    factSet: {
      title: { weight: 'bolder', wrap: true, maxWidth: 120 },
      value: { wrap: true },
      spacing: 12,
    },
    inputs: {
      label: { requiredInputs: { suffix: ' *', suffixColor: 'default' }, inputSpacing: 'small' },
    },
  };
}

/** The style sheet around it: buttons and inputs, which Teams draws itself. */
export function hostStyle(theme: Theme): string {
  const { page, card, text, line, brand } = palettes[theme];
  return `
    body { margin: 12px; background: ${page}; color: ${text}; }
    .card { border: 1px solid ${line}; border-radius: 8px; overflow: hidden; background: ${card}; }
    .ac-pushButton { font: 600 13px 'Liberation Sans', sans-serif; padding: 6px 10px; margin-bottom: 6px;
      border: 1px solid ${line}; border-radius: 4px; background: ${card}; color: ${text}; }
    .ac-pushButton.style-positive { background: ${brand}; border-color: ${brand}; color: #fff; }
    .ac-input { font: 14px 'Liberation Sans', sans-serif; box-sizing: border-box; width: 100%; padding: 6px;
      border: 1px solid ${line}; border-radius: 4px; background: ${card}; color: ${text}; }
    .ac-actionSet { flex-wrap: wrap; }
    p { margin: 0; }`;
}
