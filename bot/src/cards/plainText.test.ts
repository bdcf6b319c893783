import { expect, it } from 'vitest';
import { cleanSearch } from '../chat/search/searchWords.ts';
import { cleanText } from '../chat/understanding/text/cleanText.ts';
import { plain } from './plainText.ts';

it('keeps an emoji of several parts whole in cards, chat and searches', () => {
  const text = 'Room 👨‍👩‍👧‍👦 🏳️‍🌈 👩🏽‍🔧 🇩🇪';
  expect([plain(text, 80), cleanSearch(text), cleanText(text)]).toEqual([text, text, text]);
  expect(plain('Room 👨‍👩‍👧‍👦 and more', 10)).toBe('Room…');
  expect(plain('Room 👨‍👩‍👧‍👦 and more', 13)).toBe('Room 👨‍👩‍👧‍👦…');
});

it('leaves out what deceives', () => {
  expect(plain('a\u202eb\u200dc\u2066d\u0007e', 80)).toBe('a b c d e');
  expect(cleanText('room a\u200bb\u200dc')).toBe('room a b c');
});
