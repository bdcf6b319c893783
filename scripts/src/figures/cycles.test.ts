import { expect, it } from 'vitest';
import { findCycles, importGraph } from './cycles.ts';
import { smallTree } from './tree/smallTree.suite.ts';

it('finds cycles of values, and apart those that types and later imports close', () => {
  const tree = smallTree({
    'one/src/index.ts': "export * from './a.ts';\n",
    // Values: a → b → c → a, the last step through the package.
    'one/src/a.ts': "import './b.ts';\n",
    'one/src/b.ts': "import { c } from './c.ts';\n",
    'one/src/c.ts': "import { a } from '@small/one';\nexport const c = 1;\n",
    // A type closes d ↔ e, a later import f ↔ g; h only imports.
    'two/d.ts': "import './e.ts';\nexport type D = 1;\n",
    'two/e.ts': "import type { D } from './d.ts';\n",
    'two/f.ts': "const g = import('./g.ts');\n",
    'two/g.ts': "import './f.ts';\n",
    'two/h.ts': "import './h.ts';\nimport './d.ts';\n",
  });
  const values = ['one/src/a.ts', 'one/src/b.ts', 'one/src/c.ts', 'one/src/index.ts'];
  expect(findCycles(importGraph(tree, 'values'))).toEqual([values]);
  expect(findCycles(importGraph(tree, 'all'))).toEqual([
    values,
    ['two/d.ts', 'two/e.ts'],
    ['two/f.ts', 'two/g.ts'],
  ]);
});

it('keeps two cycles apart that one file connects in one direction', () => {
  const graph = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['a', 'c'])],
    ['c', new Set(['d'])],
    ['d', new Set(['c'])],
  ]);
  expect(findCycles(graph)).toEqual([
    ['c', 'd'],
    ['a', 'b'],
  ]);
});
