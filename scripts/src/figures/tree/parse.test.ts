import { describe, expect, it } from 'vitest';
import { parseFile } from './parse.ts';

const lines = (...each: readonly string[]) => `${each.join('\n')}\n`;

describe('functions', () => {
  it('are declarations, methods, arrow functions and components, each with its own lines', () => {
    const text = lines(
      'export function first() {', // 1
      '  return [1].map((one) => one);', // 2
      '}', // 3
      'const second = async () => {', // 4
      '};', // 5
      'class Third {', // 6
      '  method(', // 7
      '    value: number,', // 8
      '  ): void {', // 9
      '  }', // 10
      '}', // 11
      'const table = { fourth() { return 1; } };', // 12
      'const Part = () => (', // 13
      '  <p>', // 14
      '  </p>', // 15
      ');', // 16
      'declare function typeOnly(): void;', // 17
    );
    expect(parseFile('a.tsx', text).functions).toEqual([
      { name: 'first', line: 1, lines: 3, isBraced: true },
      { name: '', line: 2, lines: 1, isBraced: false },
      { name: 'second', line: 4, lines: 2, isBraced: true },
      { name: 'method', line: 7, lines: 4, isBraced: true },
      { name: 'fourth', line: 12, lines: 1, isBraced: true },
      { name: 'Part', line: 13, lines: 4, isBraced: false },
    ]);
  });
});

describe('imports and exports', () => {
  it('show whether they load the other file, and which names they use', () => {
    const text = lines(
      "import type { A } from './a.ts';",
      "import { type B, type C } from './b.ts';",
      "import d, { type E, f as other } from './d.ts';",
      "import * as g from './g.ts';",
      "import './h.css';",
      "export { i } from './i.ts';",
      "export type { J } from './j.ts';",
      "export * from './k.ts';",
      "type L = import('./l.ts').L;",
      "const m = import('./m.ts');",
    );
    expect(parseFile('a.ts', text).imports).toEqual([
      { from: './a.ts', kind: 'type', names: ['A'] },
      { from: './b.ts', kind: 'type', names: ['B', 'C'] },
      { from: './d.ts', kind: 'value', names: ['default', 'E', 'f'] },
      { from: './g.ts', kind: 'value', names: ['*'] },
      { from: './h.css', kind: 'value', names: [] },
      { from: './i.ts', kind: 'value', names: ['i'] },
      { from: './j.ts', kind: 'type', names: ['J'] },
      { from: './k.ts', kind: 'value', names: ['*'] },
      { from: './l.ts', kind: 'type', names: ['*'] },
      { from: './m.ts', kind: 'later', names: ['*'] },
    ]);
  });

  it('show which names are declared here', () => {
    const text = lines(
      'export const a = 1, b = 2;',
      'export type C = string;',
      "import { d } from './d.ts';",
      'export { d as e };',
      "export * as f from './f.ts';",
      'export default a;',
    );
    const reexport = (from: string, name: string) => ({ from, name });
    expect(parseFile('a.ts', text).exports).toEqual([
      { name: 'a', reexport: null },
      { name: 'b', reexport: null },
      { name: 'C', reexport: null },
      { name: 'e', reexport: reexport('./d.ts', 'd') },
      { name: 'f', reexport: reexport('./f.ts', '*') },
      { name: 'default', reexport: null },
    ]);
  });
});

it('counts annotations, not words in texts', () => {
  const type = 'any';
  const text = lines(`const a: ${type} = 'any';`, `// any`, `type B = Map<string, ${type}>;`);
  expect(parseFile('a.ts', text).anys).toBe(2);
});

it('collects identifiers, properties and strings as they are', () => {
  const text =
    "const { alpha: beta } = gamma.delta; type E = { 'zeta-1': 'eta' }; // theta\n`iota kappa`;";
  const { words } = parseFile('a.ts', text);
  const found = ['alpha', 'beta', 'gamma', 'delta', 'E', 'zeta-1', 'eta', 'iota kappa'];
  expect([...words].toSorted()).toEqual(found.toSorted());
});

it('keeps the lines that can be duplicates, with their numbers', () => {
  const text = lines(
    '/** “What” it is. */', // 1
    'import {', // 2
    '  a,', // 3
    "} from './a.ts';", // 4
    '', // 5
    'export const b = [ // why', // 6
    '  a,   /* not',
    '  this */ 1,', // 8
    '];', // 9
    "export { c } from './c.ts';", // 10
  );
  expect(parseFile('a.ts', text).code).toEqual([
    { line: 6, text: 'export const b = [' },
    { line: 7, text: 'a,' },
    { line: 8, text: '1,' },
  ]);
});

it('names the file that it cannot parse', () => {
  expect(() => parseFile('bad.ts', 'const = 1;')).toThrow('bad.ts cannot be parsed');
});

it('counts the lines of a file as an editor does', () => {
  expect(parseFile('a.ts', 'const a = 1;\nconst b = 2;\n').lines).toBe(2);
});
