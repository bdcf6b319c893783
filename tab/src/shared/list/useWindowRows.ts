/** Determines which rows of a long list are visible while the page scrolls. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useState } from 'react';

/** The visible rows, and a few around them, of a list that starts at `anchor` on the page. */
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
    // The content above the list changes its height when responses arrive.
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
