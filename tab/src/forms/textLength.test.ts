import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCount, formatTooLong, measureText } from './textLength.ts';

describe('the length of a text beside its limit', () => {
  it('shows the count from nine tenths of the limit, and is over only beyond it', () => {
    const at = (used: number) => {
      const { isNear, isOver } = measureText('x'.repeat(used), 2000);
      return [isNear, isOver];
    };
    expect([at(0), at(1799), at(1800), at(2000), at(2001)]).toEqual([
      [false, false],
      [false, false],
      [true, false],
      [true, false],
      [true, true],
    ]);
  });

  it('counts like the server, which ignores surrounding blanks', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(50), (text, limit) => {
        expect(measureText(`  ${text}\n`, limit).isOver).toBe(text.trim().length > limit);
      }),
    );
  });

  it('formats the count and the fault', () => {
    const length = measureText('x'.repeat(1980), 2000);
    expect(formatCount(length)).toBe('1,980 of 2,000');
    expect(formatTooLong(length)).toContain('at most 2,000 characters');
  });
});
