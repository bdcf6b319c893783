/** How an outage is described, and where it and its rooms stand. */
import type { OutageRow } from '@rooms-pro/core/contracts';
import { writeFilters } from '../shared/list/filters.ts';

/** `12 rooms disconnected`. */
export function formatDisconnected(rooms: number): string {
  return `${rooms} ${rooms === 1 ? 'room' : 'rooms'} disconnected`;
}

/** The page of an outage. */
export function outageHref({ id }: Pick<OutageRow, 'id'>): string {
  return `/outages/${id}`;
}

/** The list of disconnected rooms of its building; of a network, of all buildings. */
export function roomsHref({ building }: Pick<OutageRow, 'building'>): string {
  return `/rooms?${writeFilters({ health: 'disconnected', building })}`;
}
