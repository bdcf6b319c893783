import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createStringInterner } from './internStrings.ts';

it('returns an equal value', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (values) => {
      const share = createStringInterner();
      const texts = values.map((value) => JSON.stringify(value));
      expect(texts.map((text) => JSON.stringify(share(JSON.parse(text))))).toEqual(texts);
    }),
  );
});

it('shares one empty list and one empty record, and both are frozen', () => {
  const share = createStringInterner();
  const [one, other] = ['{"late":[],"advice":{}}', '{"late":[],"advice":{}}'].map((text) =>
    share(JSON.parse(text) as { late: string[]; advice: object }),
  );
  expect(one).not.toBe(other);
  expect(one?.late).toBe(other?.late);
  expect(one?.advice).toBe(other?.advice);
  expect(() => one?.late.push('late')).toThrow(TypeError);
});
