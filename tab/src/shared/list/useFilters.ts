/** The filters of a list in the address, and the function that changes them. */
import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { type IncidentFilters, type RoomFilters, writeFilters } from './filters.ts';

/** The present filters. A change replaces the address and adds no entry to the history of the browser. */
export function useFilters<F extends IncidentFilters | RoomFilters>(
  read: (params: URLSearchParams) => F,
): readonly [F, (filters: F) => void] {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => read(params), [read, params]);
  return [filters, (next) => setParams(writeFilters(next), { replace: true })] as const;
}
