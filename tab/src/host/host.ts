/** The environment of the tab: a plain browser, or Teams. The views depend only on this interface. */
import type { TeamsHost } from './teams.ts';

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
