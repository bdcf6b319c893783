import { expect, it } from 'vitest';
import { pairsIn } from './expression.ts';

it('reads the names and plain texts of what an expression makes', () => {
  const expression =
    "[union(createObject('HOST', '0.0.0.0', 'ID', reference('/a, b)', '2020').id, 'SAID', 'it''s, ok'), " +
    "createObject('INNER', createObject('DEEP', '1'), 'EMPTY', ''), parameters('more'))]";
  expect(pairsIn(expression)).toEqual([
    ['HOST', '0.0.0.0'],
    ['ID', null],
    ['SAID', "it's, ok"],
    ['INNER', null],
    ['EMPTY', ''],
    ['DEEP', '1'],
  ]);
});

it('reads nothing where no object is made', () => {
  expect(pairsIn("[parameters('name')]")).toEqual([]);
});
