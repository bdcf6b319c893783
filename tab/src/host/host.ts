/** What the tab stands in: a plain browser, or Teams. The views know only this. */
import type { HostTheme } from './theme.ts';

/** A Teams client as far as the tab needs it. */
export type TeamsHost = {
  readonly theme: HostTheme;
  /** The page a deep link asked for, or `null`. */
  readonly path: string | null;
  readonly onTheme: (listener: (theme: HostTheme) => void) => void;
  /** `suspend` before the page is frozen, `resume` (with a path to go to, if any) after. */
  readonly onSleep: (suspend: () => void, resume: (path: string | null) => void) => void;
  /** A token that says who the person is; may ask them to consent, and rejects with Teams' reason. */
  readonly getToken: () => Promise<string>;
  readonly sayReady: () => void;
  readonly sayFailed: (message: string) => void;
};

/** Origins the server lets stand around the tab beside Teams' own (test hosts). */
export function readHostOrigins(page: Document): string[] {
  const content = page.querySelector<HTMLMetaElement>('meta[name="tab-host-origins"]')?.content;
  return (content ?? '').split(/[\s,]+/).filter((origin) => /^https?:\/\/[^/]+$/.test(origin));
}

/** Whether another page stands around this one; only then is Teams looked for. */
export function isFramed(view: Window): boolean {
  return view.parent !== view || 'nativeInterface' in view;
}

/** The Teams client around us, or `null` in a plain browser. */
export async function findHost(): Promise<TeamsHost | null> {
  if (!isFramed(window)) return null;
  const { joinTeams } = await import('./teams.ts');
  return joinTeams(readHostOrigins(document));
}
