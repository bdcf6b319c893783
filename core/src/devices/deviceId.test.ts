import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSpelling, foldDeviceId, isSameDevice } from './deviceId.ts';

describe('the id of a device', () => {
  it('names the same device in any combination of upper and lower case', () => {
    for (const [one, other] of [
      ['AAAAAAAA-BBBB', 'aaaaaaaa-bbbb'],
      ['Dev-17', 'dEV-17'],
      ['KONFERENZ-ÜBER', 'konferenz-über'],
      ['ΔΟΚΟΣ-1', 'δοκοσ-1'],
      ['КОМНАТА', 'комната'],
      ['𐐀', '𐐨'],
    ] as const)
      expect([one, isSameDevice(one, other)]).toEqual([one, true]);
  });

  it('stays another device where more than upper and lower case differs', () => {
    for (const [one, other] of [
      ['dev-1', 'dev-2'],
      ['dev-1', 'dev-1 '],
      ['über', 'uber'],
      ['dev-1', 'dev-１'],
      ['é', 'e\u0301'],
      ['straße', 'strasse'],
      ['ı', 'i'],
    ] as const)
      expect([one, isSameDevice(one, other)]).toEqual([one, false]);
  });

  it('folds each character independently of adjacent ones, and only once', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (one, other) => {
          const folded = foldDeviceId(one);
          expect(foldDeviceId(folded)).toBe(folded);
          expect(foldDeviceId(one + other)).toBe(folded + foldDeviceId(other));
        },
      ),
    );
  });

  it('has its known spelling', () => {
    expect(findSpelling(['DEV-1', 'dev-1'], 'dev-1')).toBe('dev-1');
    expect(findSpelling(['DEV-1', 'Dev-1'], 'dev-1')).toBe('DEV-1');
    expect(findSpelling(['DEV-2'], 'dev-1')).toBe('dev-1');
  });
});
