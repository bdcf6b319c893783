/** The media queries that match on the page of a test. By default none matches. */

const holding = new Set<string>();
const listeners = new Map<string, Set<() => void>>();

/** The width of a phone. */
export const phone = '(max-width: 639px)';
export const prefersDark = '(prefers-color-scheme: dark)';
export const forcedColours = '(forced-colors: active)';

/** Makes a media query match or not, and notifies the page. */
export function setMedia(query: string, holds: boolean): void {
  if (holds) holding.add(query);
  else holding.delete(query);
  for (const listener of listeners.get(query) ?? []) listener();
}

export function resetMedia(): void {
  holding.clear();
  listeners.clear();
}

/** Replaces `matchMedia` of the browser. */
export function matchMedia(query: string) {
  const own = listeners.get(query) ?? new Set();
  listeners.set(query, own);
  return {
    matches: holding.has(query),
    media: query,
    addEventListener: (_: string, listener: () => void) => void own.add(listener),
    removeEventListener: (_: string, listener: () => void) => void own.delete(listener),
  };
}
