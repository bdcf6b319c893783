import { expect, it } from 'vitest';
import { parseChat } from '../chat/parseChat.ts';
import { cleanSearch } from '../chat/searchWords.ts';
import { plain } from './plainText.ts';

it('keeps an emoji of several parts whole in cards, chat and searches', () => {
  const text = 'Room 👨‍👩‍👧‍👦 🏳️‍🌈 👩🏽‍🔧 🇩🇪';
  expect([plain(text, 80), cleanSearch(text), parseChat(`room ${text}`)]).toEqual([
    text,
    text,
    { name: 'room', text },
  ]);
  expect(plain('Room 👨‍👩‍👧‍👦 and more', 10)).toBe('Room…');
  expect(plain('Room 👨‍👩‍👧‍👦 and more', 13)).toBe('Room 👨‍👩‍👧‍👦…');
});

it('leaves out what deceives', () => {
  expect(plain('a\u202eb\u200dc\u2066d\u0007e', 80)).toBe('a b c d e');
  expect(parseChat('room a\u200bb\u200dc')).toEqual({ name: 'room', text: 'a b c' });
});
