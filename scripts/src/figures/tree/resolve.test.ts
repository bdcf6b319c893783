import { expect, it } from 'vitest';
import { findDeclaration, resolveImport } from './resolve.ts';
import { smallTree } from './smallTree.suite.ts';

it('follows relative paths, with and without an ending', () => {
  const tree = smallTree({
    'one/src/a.ts': '',
    'one/src/part/b.tsx': '',
    'one/src/part/index.ts': '',
  });
  const from = (specifier: string) => resolveImport(tree, 'one/src/part/b.tsx', specifier);
  expect(from('../a.ts')).toBe('one/src/a.ts');
  expect(from('./b')).toBe('one/src/part/b.tsx');
  expect(from('../part')).toBe('one/src/part/index.ts');
  expect([from('../none.ts'), from('node:fs'), from('zod')]).toEqual([null, null, null]);
});

it('follows the packages of the workspace by their exports', () => {
  const exports = {
    '.': { types: './dist/index.d.ts', default: './src/index.ts' },
    './part': './src/part/index.ts',
    './each/*': './src/each/*.ts',
  };
  const tree = smallTree({
    'three/package.json': JSON.stringify({ name: '@small/three', exports }),
    'three/src/index.ts': '',
    'three/src/part/index.ts': '',
    'three/src/each/a.ts': '',
    'three/src/hidden.ts': '',
    'four/package.json': JSON.stringify({ name: '@small/four', exports: './main.ts' }),
    'four/main.ts': '',
  });
  const from = (specifier: string) => resolveImport(tree, 'one/src/index.ts', specifier);
  expect(from('@small/three')).toBe('three/src/index.ts');
  expect(from('@small/three/part')).toBe('three/src/part/index.ts');
  expect(from('@small/three/each/a')).toBe('three/src/each/a.ts');
  expect(from('@small/four')).toBe('four/main.ts');
  expect([from('@small/three/hidden'), from('@small/threefold')]).toEqual([null, null]);
});

it('finds where a name is declared, through index files and other names', () => {
  const tree = smallTree({
    'one/src/index.ts': "export * from './a.ts';\nexport { c as d } from './b.ts';\n",
    'one/src/a.ts': "export const a = 1;\nexport * from './index.ts';\n",
    'one/src/b.ts': 'export const c = 1;\n',
  });
  const find = (name: string) => findDeclaration(tree, 'one/src/index.ts', name);
  expect([find('a'), find('d'), find('c')]).toEqual(['one/src/a.ts', 'one/src/b.ts', null]);
});
