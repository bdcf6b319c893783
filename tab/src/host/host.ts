/** The environment of the tab: a plain browser, or Teams. The views depend only on this interface. */
import type { HostTheme } from './theme.ts';

/** The parts of a Teams client that the tab needs. */
export type TeamsHost = {
  readonly theme: HostTheme;
  /** The page of the deep link, or `null`. */
  readonly path: string | null;
  readonly onTheme: (listener: (theme: HostTheme) => void) => void;
  /** Teams calls `suspend` before it freezes the page, and `resume` (with an optional path) after that. */
  readonly onSleep: (suspend: () => void, resume: (path: string | null) => void) => void;
  /**
   * Returns a token that identifies the person. It may ask for consent, and rejects with the reason of
   * Teams.
   */
  readonly getToken: () => Promise<string>;
  readonly sayReady: () => void;
  readonly sayFailed: (message: string) => void;
};

/** Origins that may embed the tab in addition to those of Teams (test hosts). */
export function readHostOrigins(page: Document): string[] {
  const content = page.querySelector<HTMLMetaElement>('meta[name="tab-host-origins"]')?.content;
  return (content ?? '').split(/[\s,]+/).filter((origin) => /^https?:\/\/[^/]+$/.test(origin));
}

/** Whether another page embeds this one. Only then does the tab look for Teams. */
export function isFramed(view: Window): boolean {
  return view.parent !== view || 'nativeInterface' in view;
}

/** The embedding Teams client, or `null` in a plain browser. */
export async function findHost(): Promise<TeamsHost | null> {
  if (!isFramed(window)) return null;
  const { joinTeams } = await import('./teams.ts');
  return joinTeams(readHostOrigins(document));
}
