/** A long list on the page: its total, its visible rows, and the pages that are loaded for them. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { type PagedSource, usePagedRows } from './usePagedRows.ts';

type Page<Row> = { readonly total: number; readonly rows: readonly Row[] };

/** `estimatePx`: the height of a row before it is measured. The list starts at the element of `anchor`. */
export function useListOnPage<Row, Answer extends Page<Row>>(
  source: PagedSource<Answer>,
  estimatePx: number,
) {
  const anchor = useRef<HTMLDivElement>(null);
  const [total, setTotal] = useState(0);
  const virtual = useWindowRows(anchor, total, estimatePx);
  const items = virtual.getVirtualItems();
  const list = usePagedRows<Row, Answer>(source, items.at(0)?.index ?? 0, items.at(-1)?.index ?? 0);
  const known = list.first?.total ?? 0;
  if (known !== total) setTotal(known);
  return { anchor, virtual, list, total: known };
}

/** The visible rows, and a few around them, of a list that starts at `anchor` on the page. */
function useWindowRows(anchor: RefObject<HTMLElement | null>, count: number, estimatePx: number) {
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
