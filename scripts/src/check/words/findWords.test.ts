import { describe, expect, it } from 'vitest';
import { findWords } from './findWords.ts';

/** The words found in a source file with one line. */
function wordsIn(content: string, file = 'bot/src/x.ts'): string[] {
  return findWords(file, content).map(({ word }) => word.word);
}

describe('findWords', () => {
  it.each([
    ['// Nobody reads this.', 'nobody'],
    ['/** Whatever the device sends. */', 'whatever'],
    ['// It is told at once.', 'told'],
    ['const toldAgain = 1;', 'told'],
    ['const lastHeardAtMs = 1;', 'heard'],
    ["log.warn({ event: 'device.heard' });", 'heard'],
    ['// Maps of the house.', 'house'],
    ['// Settings say otherwise.', 'has otherwise'],
    ['function sayDone() {}', 'say…'],
    ['// This is no click on a card.', 'is no'],
    ['// What became of the command.', 'became of'],
  ])('%s', (content, word) => {
    expect(wordsIn(content)).toEqual([word]);
  });

  it.each([
    '// Otherwise, the room stays as it is.',
    '// The building is Harbour House.',
    '// People type: status harbour house',
    '// This is no longer valid.',
    '// A summary at a glance.',
    "const phrase = 'nobody’s incidents';",
    'const essays = 1; const sayings = 2;',
    '// Nothing is sent; the card is somewhere else.',
  ])('accepts: %s', (content) => {
    expect(wordsIn(content)).toEqual([]);
  });

  it('finds a word in the name of a file, as line 0', () => {
    const [found] = findWords('core/src/signals/glance.ts', 'export const x = 1;\n');
    expect(found).toMatchObject({ line: 0, text: 'glance' });
  });

  it('does not search the folders of a file', () => {
    expect(findWords('core/glance/x.ts', '')).toEqual([]);
  });

  it('names the line of each place', () => {
    const found = findWords('x.ts', 'const a = 1;\n// nobody\n\n// nobody and nobody\n');
    expect(found.map(({ line }) => line)).toEqual([2, 4, 4]);
  });

  it('skips the names of code in Markdown, and nothing else', () => {
    expect(wordsIn('The function `sayDone` was renamed.', 'docs/x.md')).toEqual([]);
    expect(wordsIn('Nobody reads `x`.', 'docs/x.md')).toEqual(['nobody']);
    expect(wordsIn('const x = `nobody`;')).toEqual(['nobody']);
  });
});
