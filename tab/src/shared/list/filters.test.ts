import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeFilters,
  type IncidentFilters,
  isFiltered,
  readIncidentFilters,
  readRoomFilters,
  toggleFilter,
  writeFilters,
} from './filters.ts';

const read = (query: string) => readIncidentFilters(new URLSearchParams(query));

describe('filters in the address', () => {
  it('reads known values and leaves out unknown ones', () => {
    expect(read('assigned=mine&issue=camera')).toEqual({ assigned: 'mine', issue: 'camera' });
    expect(read('assigned=all&issue=chairs')).toEqual({});
    expect(read('state=needsAction&severity=fatal&category=audio&text=%20a%20&x=1')).toEqual({
      state: 'needsAction',
      category: 'audio',
      text: 'a',
    });
    expect(readRoomFilters(new URLSearchParams('health=onboarding&state=needsAction'))).toEqual({
      health: 'onboarding',
    });
  });

  it('cuts a text that the server would refuse', () => {
    expect(read(`text=${'x'.repeat(500)}`).text).toHaveLength(200);
  });

  it('writes what it reads', () => {
    const place = fc.string({ minLength: 1, maxLength: 50 }).filter((text) => text === text.trim());
    const filters = fc.record(
      {
        state: fc.constantFrom('needsAction' as const, 'systemInvestigating' as const),
        severity: fc.constantFrom('important' as const, 'warning' as const),
        building: place,
        text: place,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filters, (given) => {
        expect(read(writeFilters(given).toString())).toEqual(given);
      }),
    );
  });

  it('adds no empty values to the address', () => {
    expect(writeFilters({ text: '' }).toString()).toBe('');
    expect(isFiltered({ text: '' })).toBe(false);
    expect(isFiltered({ building: 'North' })).toBe(true);
  });
});

describe('changing filters', () => {
  const before: IncidentFilters = { state: 'needsAction', text: 'a' };

  it('removes a value that is pressed again', () => {
    expect(toggleFilter(before, 'state', 'needsAction')).toEqual({ text: 'a' });
    expect(toggleFilter(before, 'state', 'systemInvestigating').state).toBe('systemInvestigating');
  });

  it('replaces some and keeps the others', () => {
    expect(changeFilters(before, { text: undefined, category: 'camera' })).toEqual({
      state: 'needsAction',
      category: 'camera',
    });
  });
});
