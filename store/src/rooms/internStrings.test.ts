import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createStringInterner } from './internStrings.ts';

it('changes nothing that can be seen', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (values) => {
      const share = createStringInterner();
      const texts = values.map((value) => JSON.stringify(value));
      expect(texts.map((text) => JSON.stringify(share(JSON.parse(text))))).toEqual(texts);
    }),
  );
});

it('keeps empty lists and records once, and lets nobody fill them', () => {
  const share = createStringInterner();
  const [one, other] = ['{"late":[],"advice":{}}', '{"late":[],"advice":{}}'].map((text) =>
    share(JSON.parse(text) as { late: string[]; advice: object }),
  );
  expect(one).not.toBe(other);
  expect(one?.late).toBe(other?.late);
  expect(one?.advice).toBe(other?.advice);
  expect(() => one?.late.push('late')).toThrow(TypeError);
});
