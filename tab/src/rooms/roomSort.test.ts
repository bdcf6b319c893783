import { defaultRoomSort, roomSorts } from '@rooms-pro/core';
import { expect, it } from 'vitest';
import { clearFilters, isFiltered, readRoomFilters, writeFilters } from '../shared/list/filters.ts';
import { pressColumn, readOrder, roomOrders, withOrder } from './roomSort.ts';

const read = (query: string) => readRoomFilters(new URLSearchParams(query));

it('sorts the worst rooms first if the address has no order', () => {
  expect(readOrder(read(''))).toEqual(defaultRoomSort);
  expect(readOrder(read('sort=colour&order=up'))).toEqual(defaultRoomSort);
  expect(writeFilters(withOrder({}, defaultRoomSort)).toString()).toBe('');
});

it.each(roomOrders)('keeps $label in the address', ({ sort, order }) => {
  const filters = withOrder({ building: 'Pier West' }, { sort, order });
  expect(readOrder(read(writeFilters(filters).toString()))).toEqual({ sort, order });
});

it.each(roomSorts)(
  'turns the order around with a second press on %s, and back with a third',
  (column) => {
    const from = column === 'health' ? read('sort=name') : {};
    const once = pressColumn(from, column);
    const twice = pressColumn(once, column);
    expect(readOrder(once).sort).toBe(column);
    expect(readOrder(twice)).toEqual({
      sort: column,
      order: readOrder(once).order === 'asc' ? 'desc' : 'asc',
    });
    expect(pressColumn(twice, column)).toEqual(once);
  },
);

it('is no filter, and stays when the filters are cleared', () => {
  const filters = read('sort=place&order=desc&text=lab');
  expect(isFiltered(filters)).toBe(true);
  expect(clearFilters(filters)).toEqual({ sort: 'place', order: 'desc' });
  expect(isFiltered(clearFilters(filters))).toBe(false);
});
