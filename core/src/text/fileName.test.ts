import { describe, expect, it } from 'vitest';
import { sanitizeFileName } from './fileName.ts';

describe('the name of a file', () => {
  it.each([
    ['a family', 'Family 👨\u200d👩\u200d👧.jpg'],
    ['Persian', 'می\u200cخواهم.pdf'],
    ['Hindi', 'क्\u200dष.txt'],
    ['Arabic', 'تقرير.log'],
    ['markup', '<img src=x onerror=alert(1)>.png'],
    ['dots', '.gitignore'],
  ])('stays unchanged: %s', (_what, name) => expect(sanitizeFileName(name)).toBe(name));

  it.each([
    ['turns the reading direction', 'photo\u202egnp.exe', 'photognp.exe'],
    ['isolates', '\u2066a\u2069\u200e\u200f\u061c.txt', 'a.txt'],
    ['has no width', 'a\u200b\u2060\ufeffb.txt', 'ab.txt'],
    ['is a tag', `a\u{e0041}\u{e007f}.txt`, 'a.txt'],
    ['is half a character', 'a\ud83d.txt', 'a.txt'],
  ])('loses what %s', (_what, name, tame) => expect(sanitizeFileName(name)).toBe(tame));

  it.each([
    ['a\r\nset-cookie: b=c', 'a set-cookie: b=c'],
    ['two\tcolumns.csv', 'two columns.csv'],
    ['one\u2028two\u2029three.txt', 'one two three.txt'],
    ['\u0000log.txt\n', 'log.txt'],
  ])('has a blank in place of a line break: %j', (name, tame) =>
    expect(sanitizeFileName(name)).toBe(tame),
  );

  it.each(['', ' ', '.', '..', '. .', '\u202e', '\u200d', '\u3164', '\ufe0f.'])(
    'says nothing in %j',
    (name) => expect(sanitizeFileName(name)).toBe('file'),
  );

  it('keeps its extension when it is shortened, and never half a character', () => {
    expect(sanitizeFileName(`${'x'.repeat(296)}.png`)).toBe(`${'x'.repeat(250)}….png`);
    expect(sanitizeFileName(`${'x'.repeat(251)}.png`)).toBe(`${'x'.repeat(251)}.png`);
    expect(sanitizeFileName(`${'😀'.repeat(300)}.tar.gz`)).toBe(`${'😀'.repeat(247)}….tar.gz`);
    expect(sanitizeFileName('x'.repeat(400))).toBe(`${'x'.repeat(254)}…`);
    expect(sanitizeFileName(`a.${'x'.repeat(400)}`)).toBe(`a.${'x'.repeat(252)}…`);
    const family = sanitizeFileName(`${'👨\u200d'.repeat(200)}.jpg`);
    expect(family).toMatch(/👨….jpg$/u);
  });

  it('stays unchanged when it is sanitized again', () => {
    const hostile = ['a\u202e\r\n b', `${'x '.repeat(300)}.png`, '..', '\u200d', 'x'.repeat(999)];
    for (const name of hostile) {
      const tame = sanitizeFileName(name);
      expect(sanitizeFileName(tame)).toBe(tame);
      expect([...tame].length).toBeLessThanOrEqual(255);
    }
  });
});
