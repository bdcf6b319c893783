import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateJsonFault } from './locateJsonFault.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('locateJsonFault', () => {
  it.each([
    ['', 0],
    ['  ', 2],
    ['{', 1],
    ['{"a":1,}', 7],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['"ab', 3],
    ['"a\nb"', 2],
    ['"a\\x"', 2],
    ['"\\u12G4"', 1],
    ['01', 1],
    ['1.', 1],
    ['nul', 0],
    ['{} {}', 3],
    ['[}', 1],
    ['{"a":[1,{"b":tru}]}', 13],
  ])('finds where %j stops being JSON', (text, position) => {
    expect(locateJsonFault(text)).toBe(position);
  });

  it('agrees with the engine on what is JSON, for JSON with one character spoilt', () => {
    const spoilt = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', '\\', '\u0001', 'e', '-'))
      .map(([text, at, mark]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + mark + text.slice(cut + 1);
      });
    fc.assert(
      fc.property(fc.oneof(spoilt, fc.json(), fc.string()), (text) => {
        expect(locateJsonFault(text) === null).toBe(parses(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('copes with nesting as deep as a body can hold', () => {
    expect(locateJsonFault('['.repeat(262_144))).toBe(262_144);
  });
});
