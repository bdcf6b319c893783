import { expect, it } from 'vitest';
import { type Figures, measure } from './measure.ts';
import { formatLists, formatTable } from './report.ts';
import { writeTree } from './tree/smallTree.suite.ts';

const before = (): Figures => ({
  ...measure(
    writeTree({
      'one/src/index.ts': 'export const a = 1;\n',
      'one/a.test.ts': '\n\n\n',
      'two/b.ts': '\n',
    }),
  ),
  flows: [
    {
      flow: { name: 'a → b', goal: 3, steps: [] },
      walked: { files: ['a', 'b'], connecting: ['c'] },
    },
    { flow: { name: 'b → a', steps: [] }, walked: { fault: 'It does not fit.' } },
  ],
  additions: [
    {
      addition: { name: 'a new c', names: ['see', 'sea'], goal: { files: 2, with: 'tests' } },
      walked: { source: ['a', 'b'], tests: ['c'] },
    },
  ],
});
const rowsIn = (table: string) => new Set(table.split('\n'));

it('prints each figure with its goal', () => {
  const rows = rowsIn(formatTable([{ name: 'now', figures: before() }]));
  for (const row of [
    '| figure | now | goal |',
    '| source files | 2 |  |',
    '| test files | 1 |  |',
    '| source files of a folder: max | 1 | ≤ 12 |',
    '| files: a → b | 2 (1 more connect them) | ≤ 3 |',
    '| files: b → a | out of date |  |',
    '| files: a new c (`see`) | 2 + 1 tests | ≤ 2 with tests |',
    '| one: source files + test files | 1 + 1 |  |',
    '| one: tests to source | 3.00 |  |',
  ])
    expect(rows).toContain(row);
});

it('prints before and after side by side, with a dash for what one of them does not have', () => {
  const after = measure(
    writeTree({
      'one/src/index.ts': 'export const a = 1;\n\n',
      'three/package.json': '{}',
      'three/c.ts': '\n',
    }),
  );
  const table = formatTable([
    { name: 'before', figures: before() },
    { name: 'after', figures: after },
  ]);
  const rows = rowsIn(table);
  for (const row of [
    '| figure | before | after | goal |',
    '|---|--:|--:|---|',
    '| lines of source | 2 | 3 |  |',
    '| two: source files + test files | 1 + 0 | – |  |',
    '| three: source files + test files | – | 1 + 0 |  |',
  ])
    expect(rows).toContain(row);
  const names = table.split('\n').map((line) => line.split(' | ')[0]);
  expect(names.length).toBe(new Set(names).size);
});

it('lists what is over the limit of a folder, and on request everything behind the numbers', () => {
  const many = Array.from({ length: 13 }, (_, index) => [`two/file${index}.ts`, '\n'] as const);
  const full = measure(writeTree(Object.fromEntries(many)));
  const short = formatLists({ name: 'now', figures: full }, false);
  expect(short).toContain('## now');
  expect(short).toContain('- 13 two');
  expect(short).not.toContain('Duplicates');
  const long = formatLists({ name: 'now', figures: before() }, true);
  expect(long).toContain('### a → b\n\n- a\n- b\n- c connects');
  expect(long).toContain('### a new c (see)\n\n- a\n- b\n- c');
  expect(long).toContain('### Duplicates of source');
});
