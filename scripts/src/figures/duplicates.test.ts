import { describe, expect, it } from 'vitest';
import { findDuplicates } from './duplicates.ts';

/** One letter is one line of code. */
const lines = (letters: string) =>
  [...letters].map((text, index) => ({ line: 10 * (index + 1), text }));
const find = (files: Readonly<Record<string, string>>) => {
  const code = new Map(Object.entries(files).map(([file, letters]) => [file, lines(letters)]));
  return findDuplicates(code).map(
    ({ one, other, lines: shared }) =>
      `${shared} ${one.file}:${one.line} ${other.file}:${other.line}`,
  );
};

describe('duplicates', () => {
  it('are the longest runs of six or more lines, once each', () => {
    expect(find({ a: 'xabcdefgh', b: 'abcdefghy' })).toEqual(['8 a:20 b:10']);
  });

  it('are no runs of five lines', () => {
    expect(find({ a: 'abcdex', b: 'abcdey' })).toEqual([]);
  });

  it('are every pair of several places', () => {
    expect(find({ a: 'abcdef', b: 'abcdef', c: 'zabcdef' })).toEqual([
      '6 a:10 b:10',
      '6 a:10 c:20',
      '6 b:10 c:20',
    ]);
  });

  it('are two runs where one line between them differs', () => {
    expect(find({ a: 'abcdef1ghijkl', b: 'abcdef2ghijkl' })).toEqual([
      '6 a:10 b:10',
      '6 a:80 b:80',
    ]);
  });

  it('do not overlap in one file', () => {
    expect(find({ a: 'abcdef-abcdef' })).toEqual(['6 a:10 a:80']);
    expect(find({ a: 'aaaaaaaa' })).toEqual([]);
  });
});
