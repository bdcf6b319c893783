/** The queries of the fleet's lists, and the checks that queries for incidents and for rooms share. */
import type { Room } from '@rooms-pro/core';
import { incidentsQuery, roomsQuery } from '@rooms-pro/core/contracts';
import type { z } from 'zod';

export type ParsedIncidentsQuery = z.output<typeof incidentsQuery>;
export type ParsedRoomsQuery = z.output<typeof roomsQuery> & {
  /** Whether the search ignores devices and addresses. */
  readonly isByName?: boolean;
};

/** Queries with default values and the largest page size; rooms are sorted by name. */
export const wholeIncidentsQuery = (filter: object = {}): ParsedIncidentsQuery =>
  incidentsQuery.parse({ limit: 200, ...filter });
export const wholeRoomsQuery = (filter: object = {}): ParsedRoomsQuery =>
  roomsQuery.parse({ limit: 200, sort: 'name', order: 'asc', ...filter });

/** Whether a room has the building and the group of the query. */
export function isAtPlace(
  room: Room,
  { building, group }: { building?: string | undefined; group?: string | undefined },
): boolean {
  return (
    (building === undefined || building === '' || room.building === building) &&
    (group === undefined || group === '' || room.groups.includes(group))
  );
}
