/** The theme in force. Inside Teams, Teams decides; outside, the person or their system decides. */

/** The themes of the tab. */
export type HostTheme = 'light' | 'dark' | 'contrast';

export const themeChoices = ['system', 'light', 'dark', 'contrast'] as const;
/** The themes that a person can choose outside Teams. */
export type ThemeChoice = (typeof themeChoices)[number];

/** Converts the theme name of Teams: `glass` becomes dark, and an unknown name becomes light. */
export function parseHostTheme(name: string): HostTheme {
  if (name === 'dark' || name === 'glass') return 'dark';
  return name === 'contrast' ? 'contrast' : 'light';
}

/** The remembered choice, or `system`. */
export function parseThemeChoice(remembered: string | null): ThemeChoice {
  return themeChoices.find((choice) => choice === remembered) ?? 'system';
}

/** The preferred theme of the system. */
export type SystemWish = { readonly dark: boolean; readonly contrast: boolean };

/** The theme that results from a choice. */
export function resolveTheme(choice: ThemeChoice, system: SystemWish): HostTheme {
  if (choice !== 'system') return choice;
  if (system.contrast) return 'contrast';
  return system.dark ? 'dark' : 'light';
}
