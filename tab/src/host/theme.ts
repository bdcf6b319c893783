/** Which theme is in force: Teams decides inside Teams, the person (or their system) outside. */

/** What the tab can look like. */
export type HostTheme = 'light' | 'dark' | 'contrast';

export const themeChoices = ['system', 'light', 'dark', 'contrast'] as const;
/** What a person may choose outside Teams. */
export type ThemeChoice = (typeof themeChoices)[number];

/** Teams' name of a theme as ours: `glass` is dark, what is unknown is light. */
export function parseHostTheme(name: string): HostTheme {
  if (name === 'dark' || name === 'glass') return 'dark';
  return name === 'contrast' ? 'contrast' : 'light';
}

/** The remembered choice, or `system`. */
export function parseThemeChoice(remembered: string | null): ThemeChoice {
  return themeChoices.find((choice) => choice === remembered) ?? 'system';
}

/** What the system wishes for. */
export type SystemWish = { readonly dark: boolean; readonly contrast: boolean };

/** The theme that a choice comes to. */
export function resolveTheme(choice: ThemeChoice, system: SystemWish): HostTheme {
  if (choice !== 'system') return choice;
  if (system.contrast) return 'contrast';
  return system.dark ? 'dark' : 'light';
}
