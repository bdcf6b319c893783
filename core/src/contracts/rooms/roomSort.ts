/** How a list of rooms can be sorted. */

export const roomSorts = ['health', 'name', 'since', 'place', 'lastSeen'] as const;
/** `health`: by how bad it is; `since`: by when the present health began. */
export type RoomSort = (typeof roomSorts)[number];

export const sortOrders = ['asc', 'desc'] as const;
export type SortOrder = (typeof sortOrders)[number];

export type RoomOrder = { readonly sort: RoomSort; readonly order: SortOrder };

/** The worst rooms first. */
export const defaultRoomSort: RoomOrder = { sort: 'health', order: 'desc' };
