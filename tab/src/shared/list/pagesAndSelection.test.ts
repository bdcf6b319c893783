import type { TicketNumber } from '@rooms-pro/core';
import type { IncidentRow } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import { anIncident } from '../../testing/answers.suite.ts';
import { pageSize, pagesCovering } from './pages.ts';
import {
  mostSelected,
  type Selection,
  selectAll,
  toggleRow,
  updateSelection,
} from './selection.ts';

const row = (number: number, openedAt = '2026-11-22T08:00:00.000Z'): IncidentRow =>
  anIncident({ ticket: `${number}-1` as TicketNumber, openedAt });
const tickets = (selection: Selection) => [...selection.keys()];

describe('pagesCovering', () => {
  it('returns the pages that contain the rows', () => {
    expect(pagesCovering(0, 0)).toEqual([0]);
    expect(pagesCovering(pageSize - 1, pageSize)).toEqual([0, 1]);
    expect(pagesCovering(99_990, 99_999)).toEqual([1999]);
  });
});

describe('selection', () => {
  it('adds and removes a row', () => {
    const once = toggleRow(new Map(), row(1));
    expect(tickets(once)).toEqual(['1-1']);
    expect(tickets(toggleRow(once, row(1)))).toEqual([]);
  });

  it('is limited to the targets of one command', () => {
    const full = selectAll(Array.from({ length: 300 }, (_, index) => row(index + 1)));
    expect(full.size).toBe(mostSelected);
    expect(toggleRow(full, row(999)).size).toBe(mostSelected);
    expect(toggleRow(full, row(1)).size).toBe(mostSelected - 1);
  });

  it('drops missing rows only when the whole list is loaded', () => {
    const both = selectAll([row(1), row(2)]);
    expect(tickets(updateSelection(both, [row(2)], true))).toEqual(['2-1']);
    expect(tickets(updateSelection(both, [row(2)], false))).toEqual(['1-1', '2-1']);
  });

  it('updates changed rows, and stays the same object when no row changed', () => {
    const before = row(1);
    const selection = selectAll([before]);
    expect(updateSelection(selection, [before], true)).toBe(selection);
    const after = row(1, '2026-11-22T09:00:00.000Z');
    expect(updateSelection(selection, [after], true).get('1-1')).toBe(after);
  });
});
