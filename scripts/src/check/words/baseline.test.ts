import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Counts, formatBaseline, lowerBaseline, parseBaseline } from './baseline.ts';

const all = () => true;

/** Counts from lines such as `a.ts nobody 2`. */
function counts(...lines: readonly string[]): Counts {
  return parseBaseline(lines.map((line) => `${line.replaceAll(' ', '\t')}\n`).join(''));
}

describe('lowerBaseline', () => {
  it('lowers a count that fell', () => {
    const after = lowerBaseline(counts('a.ts nobody 3'), counts('a.ts nobody 1'), all);
    expect(after).toEqual(counts('a.ts nobody 1'));
  });

  it('removes a count that fell to zero', () => {
    expect(lowerBaseline(counts('a.ts nobody 3'), counts(), all)).toEqual(counts());
  });

  it('never raises a count', () => {
    const after = lowerBaseline(counts('a.ts nobody 1'), counts('a.ts nobody 5'), all);
    expect(after).toEqual(counts('a.ts nobody 1'));
  });

  it('gives a new file nothing', () => {
    const now = counts('a.ts nobody 1', 'new.ts nobody 1');
    expect(lowerBaseline(counts('a.ts nobody 2'), now, all)).toEqual(counts('a.ts nobody 1'));
  });

  it('gives a moved file the counts of the old one, and no more', () => {
    const after = lowerBaseline(
      counts('old.ts nobody 2', 'old.ts told 1'),
      counts('new.ts nobody 3', 'new.ts things 1'),
      (file) => file !== 'old.ts',
    );
    expect(after).toEqual(counts('new.ts nobody 2'));
  });

  it('shares the counts of a file that was divided', () => {
    const after = lowerBaseline(
      counts('old.ts nobody 2'),
      counts('one.ts nobody 1', 'two.ts nobody 2'),
      (file) => file !== 'old.ts',
    );
    expect(after).toEqual(counts('one.ts nobody 1', 'two.ts nobody 1'));
  });

  it('never raises the total of a word after any change', () => {
    const some = fc
      .dictionary(fc.constantFrom('a.ts', 'b.ts', 'c.ts', 'd.ts'), fc.integer({ min: 1, max: 5 }))
      .map((byFile) => counts(...Object.entries(byFile).map(([file, n]) => `${file} told ${n}`)));
    const gone = fc.subarray(['a.ts', 'b.ts', 'c.ts', 'd.ts']);
    fc.assert(
      fc.property(some, some, gone, (before, now, missing) => {
        const present: Counts = new Map([...now].filter(([file]) => !missing.includes(file)));
        const after = lowerBaseline(before, present, (file) => !missing.includes(file));
        expect(total(after)).toBeLessThanOrEqual(Math.min(total(before), total(present)));
      }),
    );
  });
});

describe('the text of a baseline', () => {
  it('is sorted and reads back as the same counts', () => {
    const some = counts('b.ts told 1', 'a.ts nobody 2', 'a.ts for-ever 1');
    const text = formatBaseline(some);
    expect(text.split('\n').map((line) => line.split('\t')[0])).toEqual([
      'a.ts',
      'a.ts',
      'b.ts',
      '',
    ]);
    expect(parseBaseline(text)).toEqual(some);
  });

  it.each(['a.ts\tnobody', 'a.ts\tnobody\t0', 'a.ts\tnobody\tmany', '<<<<<<< HEAD'])(
    'rejects the line %j',
    (line) => {
      expect(() => parseBaseline(`${line}\n`)).toThrow('invalid line');
    },
  );
});

function total(some: Counts): number {
  return [...some.values()].flatMap((ofFile) => [...ofFile.values()]).reduce((a, b) => a + b, 0);
}
