/** The orders of a list of rooms. */

export const roomSorts = ['health', 'name', 'since', 'place', 'lastSeen'] as const;
/** `health`: by severity of the health; `since`: by the time at which the present health began. */
export type RoomSort = (typeof roomSorts)[number];

export const sortOrders = ['asc', 'desc'] as const;
export type SortOrder = (typeof sortOrders)[number];

export type RoomOrder = { readonly sort: RoomSort; readonly order: SortOrder };

/** The worst rooms first. */
export const defaultRoomSort: RoomOrder = { sort: 'health', order: 'desc' };
