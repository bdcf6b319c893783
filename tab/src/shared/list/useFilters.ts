/** The filters of a list as they stand in the address, and how to change them there. */
import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { type IncidentFilters, type RoomFilters, writeFilters } from './filters.ts';

/** The filters now in force. Changing them adds no step to the browser's history. */
export function useFilters<F extends IncidentFilters | RoomFilters>(
  read: (params: URLSearchParams) => F,
): readonly [F, (filters: F) => void] {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => read(params), [read, params]);
  return [filters, (next) => setParams(writeFilters(next), { replace: true })] as const;
}
