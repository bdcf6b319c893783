/** The choices that this browser remembers. A frame may block storage: then nothing is remembered. */

type Remembered = 'theme' | 'acting-person';
const prefix = 'rooms-pro.';

/** The remembered value, or `null`. */
export function recall(what: Remembered): string | null {
  try {
    return localStorage.getItem(prefix + what);
  } catch {
    return null;
  }
}

/** Remembers a value; `null` removes it. */
export function remember(what: Remembered, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(prefix + what);
    else localStorage.setItem(prefix + what, value);
  } catch {
    // Without storage the choice is lost at the next visit.
  }
}
