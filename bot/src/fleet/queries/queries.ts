/** What is asked of the fleet's lists, and what queries for incidents and for rooms have in common. */
import type { Room } from '@rooms-pro/core';
import { incidentsQuery, roomsQuery } from '@rooms-pro/core/contracts';
import type { z } from 'zod';

export type ParsedIncidentsQuery = z.output<typeof incidentsQuery>;
export type ParsedRoomsQuery = z.output<typeof roomsQuery> & {
  /** Only what people call a room is looked into, not its devices and addresses. */
  readonly isByName?: boolean;
};

/** A query with everything at its default and as many rows as a page may have; rooms by name. */
export const wholeIncidentsQuery = (filter: object = {}): ParsedIncidentsQuery =>
  incidentsQuery.parse({ limit: 200, ...filter });
export const wholeRoomsQuery = (filter: object = {}): ParsedRoomsQuery =>
  roomsQuery.parse({ limit: 200, sort: 'name', order: 'asc', ...filter });

/** Whether a room is where the query looks. */
export function isAtPlace(
  room: Room,
  { building, group }: { building?: string | undefined; group?: string | undefined },
): boolean {
  return (
    (building === undefined || building === '' || room.building === building) &&
    (group === undefined || group === '' || room.groups.includes(group))
  );
}
