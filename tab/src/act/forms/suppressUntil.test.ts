import { suppressForChoices } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import { checkDate, toChoice, toLocalField, toUntil, untilChoices } from './suppressUntil.ts';

const now = Date.parse('2026-11-22T08:00:00.000Z');

describe('how long a suppression lasts', () => {
  it('offers every choice of the contract, and a date', () => {
    const offered = untilChoices.map(({ value }) => value);
    expect(new Set(offered)).toEqual(new Set([...suppressForChoices, 'date']));
  });

  it('reads a date in the format in which it shows it, to the minute', () => {
    const field = toLocalField(now);
    expect(field).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
    expect(toUntil('date', field)).toEqual({ at: '2026-11-22T08:00:00.000Z' });
    expect(toUntil('8h', field)).toBe('8h');
  });

  it('shows the present end', () => {
    const at = '2026-11-23T08:00:00.000Z' as const;
    expect(toChoice({ kind: 'time', at })).toBe('date');
    expect(toChoice({ kind: 'recovery' })).toBe('recovery');
  });

  it('refuses invalid and past dates', () => {
    expect(checkDate('', now)).toContain('date');
    expect(checkDate(toLocalField(now - 60_000), now)).toContain('in the future');
    expect(checkDate(toLocalField(now + 60_000), now)).toBeNull();
  });
});
