import { expect, it } from 'vitest';
import { smallTree } from '../figures/tree/smallTree.suite.ts';
import { faultsIn } from './structure.ts';

it('names files that import each other, also when they import only types', () => {
  const tree = smallTree({
    'one/a.ts': "import type { B } from './b.ts';\nexport type A = B;\n",
    'one/b.ts': "import { type A } from './a.ts';\nexport type B = A | 1;\n",
    'one/c.ts': "import type { A } from './a.ts';\nexport type C = A;\n",
  });
  expect(faultsIn(tree)).toEqual([
    'These files import each other: one/a.ts, one/b.ts. Move what they share, also types, to the file that it describes.',
  ]);
});

it('counts the source files of a folder, without tests', () => {
  const files = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`one/f${at}.ts`, 'export const f = 1;\n']),
    );
  const withTest = { ...files(12), 'one/f1.test.ts': 'export const g = 1;\n' };
  expect(faultsIn(smallTree(withTest))).toEqual([]);
  expect(faultsIn(smallTree(files(13)))).toEqual([
    'one has 13 source files; divide it by nouns (limit 12).',
  ]);
});
