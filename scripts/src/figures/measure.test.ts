import { expect, it } from 'vitest';
import { distribution, measure } from './measure.ts';
import { writeTree } from './tree/smallTree.suite.ts';

it('finds the value in the middle, the one at nine tenths and the last', () => {
  const oneToTwenty = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect(distribution(oneToTwenty)).toEqual({ count: 20, median: 10, p90: 18, max: 20 });
  expect(distribution([7])).toEqual({ count: 1, median: 7, p90: 7, max: 7 });
  expect(distribution([])).toEqual({ count: 0, median: 0, p90: 0, max: 0 });
});

const any = 'any';
const repeated = ['let a;', 'let b;', 'let c;', 'let d;', 'let e;', 'let f;'].join('\n');
const files = {
  // 3 lines.
  'one/src/index.ts': `export * from './part/a.ts';\nexport const shared = 1;\nexport type Own = ${any};\n`,
  // 8 lines: two functions that count, of 3 and 1 lines, and one that does not.
  'one/src/part/a.ts':
    'export function long() {\n  return 1;\n}\nexport const short = () => {};\nexport default () => 1;\n\n\n\n',
  // 6 lines each, alike.
  'two/b.ts': `${repeated}\n`,
  'two/c.ts': `${repeated}\n`,
  // 2 lines.
  'two/d.ts': 'export const shared = 2;\nexport const other = 2;\n',
  // 5 lines of tests.
  'two/d.test.ts': `import './story.ts';\nconst e: ${any} = 1;\nconst f: ${any} = 2;\n\n`,
  'two/story.ts': 'export const shared = 3;\n',
  'two/styles.css': 'a {}',
};

it('counts every figure of a checkout', () => {
  const figures = measure(writeTree(files));
  const { packages, fileLines, functionLines, longest, folders, exports, sharedNames } = figures;
  expect(packages).toEqual([
    { name: 'one', sourceFiles: 2, testFiles: 0, sourceLines: 11, testLines: 0 },
    { name: 'two', sourceFiles: 3, testFiles: 2, sourceLines: 14, testLines: 5 },
  ]);
  expect(fileLines).toEqual({ count: 5, median: 6, p90: 8, max: 8 });
  expect(functionLines).toEqual({ count: 2, median: 1, p90: 3, max: 3 });
  expect(longest).toEqual(['3 long (one/src/part/a.ts:1)', '1 short (one/src/part/a.ts:4)']);
  // `story.ts` is no test by its name.
  expect(folders).toEqual([
    { folder: 'two', files: 4 },
    { folder: 'one/src', files: 1 },
    { folder: 'one/src/part', files: 1 },
  ]);
  // shared, Own, long, short, default, shared, other; not what `export *` passes on.
  expect(exports).toBe(7);
  expect(sharedNames).toEqual([{ name: 'shared', packages: ['one', 'two'] }]);
  expect(figures.anys).toEqual({ source: 1, tests: 2 });
  expect([figures.valueCycles, figures.allCycles]).toEqual([[], []]);
  const place = (file: string) => ({ file, line: 1 });
  const pair = { one: place('two/b.ts'), other: place('two/c.ts'), lines: 6 };
  expect(figures.duplicates).toEqual({ source: [pair], tests: [] });
});

it('gives the reason for every walk that does not fit a checkout', () => {
  const { flows, additions } = measure(writeTree(files));
  const faults = [...flows, ...additions].map(({ walked }) => 'fault' in walked);
  expect(faults).toEqual(faults.map(() => true));
});
