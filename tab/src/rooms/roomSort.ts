/** The order of the list of rooms as it stands in the address, and how people choose it. */
import {
  defaultRoomSort,
  type RoomOrder,
  type RoomSort,
  roomSorts,
  type SortOrder,
} from '@rooms-pro/core';
import { changeFilters, type RoomFilters } from '../shared/list/filters.ts';

/** The order that a first press on a column chooses: what people look for stands first. */
const firstOrders: Readonly<Record<RoomSort, SortOrder>> = {
  health: 'desc',
  name: 'asc',
  since: 'desc',
  place: 'asc',
  lastSeen: 'asc',
};

/** The order that an address asks for. One without an order means the first of its column. */
export function orderOf({ sort, order }: RoomFilters): RoomOrder {
  const chosen = sort ?? defaultRoomSort.sort;
  return { sort: chosen, order: order ?? firstOrders[chosen] };
}

/** The filters with another order, which the address leaves out where it is the default. */
export function withOrder(filters: RoomFilters, { sort, order }: RoomOrder): RoomFilters {
  const isDefault = sort === defaultRoomSort.sort && order === defaultRoomSort.order;
  return changeFilters(filters, {
    sort: isDefault ? undefined : sort,
    order: isDefault ? undefined : order,
  });
}

/** The order after a press on a column: its first one, and the other one when it is in force. */
export function pressColumn(filters: RoomFilters, column: RoomSort): RoomFilters {
  const { sort, order } = orderOf(filters);
  if (sort !== column) return withOrder(filters, { sort: column, order: firstOrders[column] });
  return withOrder(filters, { sort, order: order === 'asc' ? 'desc' : 'asc' });
}

const words: Readonly<Record<RoomSort, Readonly<Record<SortOrder, string>>>> = {
  health: { desc: 'Worst first', asc: 'Best first' },
  name: { asc: 'Name A to Z', desc: 'Name Z to A' },
  since: { desc: 'Changed last first', asc: 'Changed longest ago first' },
  place: { asc: 'Place A to Z', desc: 'Place Z to A' },
  lastSeen: { asc: 'Seen longest ago first', desc: 'Seen last first' },
};

/** Every order, for a width without columns. */
export const roomOrders: readonly (RoomOrder & { readonly label: string })[] = roomSorts.flatMap(
  (sort) => {
    const first = firstOrders[sort];
    const orders = [first, first === 'asc' ? 'desc' : 'asc'] as const;
    return orders.map((order) => ({ sort, order, label: words[sort][order] }));
  },
);
