/** How an outage is told, and where its rooms are listed. */
import type { OutageRow } from '@rooms-pro/core/contracts';
import { writeFilters } from '../filters.ts';

/** `12 rooms silent`. */
export function saySilent(rooms: number): string {
  return `${rooms} ${rooms === 1 ? 'room' : 'rooms'} silent`;
}

/** The list of silent rooms of its building; of a network, of all buildings. */
export function outageHref({ building }: OutageRow): string {
  return `/rooms?${writeFilters({ health: 'disconnected', building })}`;
}
