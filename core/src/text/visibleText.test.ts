/** Cleaned and shortened text keeps emoji whole and contains no deceptive characters. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitizeDetail } from './deviceText.ts';
import { sanitizeFileName } from './fileName.ts';
import { clip, withoutFormats, withoutHidden } from './visibleText.ts';

const emoji = ['👨‍👩‍👧‍👦', '👩🏽‍🔧', '🏳️‍🌈', '🇩🇪', '👍🏿', '❤️', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🧑🏻‍🤝‍🧑🏿', '👁️‍🗨️'];
const hostile = ['\u202e', '\u2066', '\u200b', '\u200d', '\u2060', '\ufeff', '\u{e0041}', '\u00ad'];
const graphemes = (text: string) =>
  Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

describe('an emoji of several parts', () => {
  it.each(emoji)('%s stays whole where text is cleaned', (one) => {
    const text = `Room ${one} 4`;
    expect([sanitizeDetail(text), withoutHidden(text), sanitizeFileName(`${text}.png`)]).toEqual([
      text,
      text,
      `${text}.png`,
    ]);
  });

  it('is never cut in part when text is shortened', () => {
    const part = fc.constantFrom(...emoji, 'a', 'é', 'e\u0301', ' ');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.nat(60), (parts, most) => {
        const text = parts.join('');
        for (const at of ['units', 'points'] as const) {
          const cut = clip(text, most, at);
          expect(graphemes(text).slice(0, graphemes(cut).length).join('')).toBe(cut);
          const used = at === 'units' ? cut.length : Array.from(cut).length;
          expect(used).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  it('fills the available length', () => {
    expect(clip('ab👨‍👩‍👧c', 10)).toBe('ab👨‍👩‍👧');
    expect(clip('ab👨‍👩‍👧c', 9)).toBe('ab');
    expect(clip('ab👨‍👩‍👧c', 7, 'points')).toBe('ab👨‍👩‍👧');
    expect(clip(`a${'\u0301'.repeat(500)}`, 100)).toHaveLength(100);
    expect(clip('👍'.repeat(9), 3)).toBe('👍');
  });
});

describe('deceptive characters are removed', () => {
  it.each(hostile)('%j, between letters and beside emoji', (mark) => {
    expect(withoutFormats(`a${mark}b`)).toBe('ab');
    expect(withoutFormats(`👍${mark}b${mark}👍${mark}`)).toBe('👍b👍');
    expect(withoutHidden(`a${mark}b`)).toBe('a b');
    expect(sanitizeDetail(`${mark}a${mark}${mark}b`)).toBe('ab');
  });

  it('also as tags after a flag', () => {
    const tags = Array.from('ignore', (one) => String.fromCodePoint(0xe0000 + one.charCodeAt(0)));
    expect(withoutFormats(`🏴${tags.join('')}\u{e007f}`)).toBe('🏴');
  });
});
