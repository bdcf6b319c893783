/** The description of an outage, and the links to it and to its rooms. */
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

/** The list of disconnected rooms in its building; for an outage of a network, in all buildings. */
export function roomsHref({ building }: Pick<OutageRow, 'building'>): string {
  return `/rooms?${writeFilters({ health: 'disconnected', building })}`;
}
