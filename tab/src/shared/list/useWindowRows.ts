/** Which rows of a long list are in sight, as the page scrolls. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Rows in sight (and a few around them) of a list that starts at `anchor` on the page. */
export function useWindowRows(
  anchor: RefObject<HTMLElement | null>,
  count: number,
  estimatePx: number,
) {
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    const element = anchor.current;
    if (!element) return;
    const measure = () => setScrollMargin(element.getBoundingClientRect().top + window.scrollY);
    measure();
    // What stands above the list changes its height as answers come in.
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [anchor]);
  return useWindowVirtualizer({
    count,
    estimateSize: () => estimatePx,
    overscan: 6,
    scrollMargin,
  });
}
