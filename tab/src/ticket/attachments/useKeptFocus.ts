/** Keeps the keyboard position when the focused element is removed together with its row. */
import { type RefObject, useEffect, useRef } from 'react';

/**
 * The returned ref belongs to a heading, which then gets the focus. Only elements of the same section
 * count.
 */
export function useKeptFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const place = heading.current?.closest('section');
    if (!place) return;
    let last: Element | null = null;
    const note = () => {
      last = document.activeElement;
    };
    const rescue = new MutationObserver(() => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return;
      last = null;
      heading.current?.focus({ preventScroll: true });
    });
    place.addEventListener('focusin', note);
    rescue.observe(place, { childList: true, subtree: true });
    return () => {
      place.removeEventListener('focusin', note);
      rescue.disconnect();
    };
  }, []);
  return heading;
}
