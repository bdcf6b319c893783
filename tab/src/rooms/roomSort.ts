/** The order of the list of rooms in the address, and the labels of the orders. */
import {
  defaultRoomSort,
  type RoomOrder,
  type RoomSort,
  roomSorts,
  type SortOrder,
} from '@rooms-pro/core';
import { changeFilters, type RoomFilters } from '../shared/list/filters.ts';

/** The order after the first press on a column header: the most useful rows first. */
const firstOrders: Readonly<Record<RoomSort, SortOrder>> = {
  health: 'desc',
  name: 'asc',
  since: 'desc',
  place: 'asc',
  lastSeen: 'asc',
};

/** The order in an address. A sort column without a direction means the first order of that column. */
export function readOrder({ sort, order }: RoomFilters): RoomOrder {
  const chosen = sort ?? defaultRoomSort.sort;
  return { sort: chosen, order: order ?? firstOrders[chosen] };
}

/** The filters with another order. The address leaves the default order out. */
export function withOrder(filters: RoomFilters, { sort, order }: RoomOrder): RoomFilters {
  const isDefault = sort === defaultRoomSort.sort && order === defaultRoomSort.order;
  return changeFilters(filters, {
    sort: isDefault ? undefined : sort,
    order: isDefault ? undefined : order,
  });
}

/** The order after a press on a column header: its first order, or the reverse if that is in force. */
export function pressColumn(filters: RoomFilters, column: RoomSort): RoomFilters {
  const { sort, order } = readOrder(filters);
  if (sort !== column) return withOrder(filters, { sort: column, order: firstOrders[column] });
  return withOrder(filters, { sort, order: order === 'asc' ? 'desc' : 'asc' });
}

const words: Readonly<Record<RoomSort, Readonly<Record<SortOrder, string>>>> = {
  health: { desc: 'Worst first', asc: 'Best first' },
  name: { asc: 'Name A to Z', desc: 'Name Z to A' },
  since: { desc: 'Last change first', asc: 'Oldest change first' },
  place: { asc: 'Place A to Z', desc: 'Place Z to A' },
  lastSeen: { asc: 'Last seen: oldest first', desc: 'Last seen: latest first' },
};

/** All orders, for a width without column headers. */
export const roomOrders: readonly (RoomOrder & { readonly label: string })[] = roomSorts.flatMap(
  (sort) => {
    const first = firstOrders[sort];
    const orders = [first, first === 'asc' ? 'desc' : 'asc'] as const;
    return orders.map((order) => ({ sort, order, label: words[sort][order] }));
  },
);
