/** Keeps the keyboard's place on the page when what had the focus is gone with its row. */
import { type RefObject, useEffect, useRef } from 'react';

/** The heading it is given to takes the focus then; only what stood in the same section counts. */
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
