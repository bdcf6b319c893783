/** The few choices kept in this browser. Storage may be forbidden in a frame: then nothing is kept. */

type Remembered = 'theme' | 'acting-person';
const prefix = 'rooms-pro.';

/** What was remembered, or `null`. */
export function recall(what: Remembered): string | null {
  try {
    return localStorage.getItem(prefix + what);
  } catch {
    return null;
  }
}

/** Remembers a choice; `null` forgets it. */
export function remember(what: Remembered, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(prefix + what);
    else localStorage.setItem(prefix + what, value);
  } catch {
    // Only the convenience is lost.
  }
}
