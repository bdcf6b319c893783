import { describe, expect, it } from 'vitest';
import { cardText } from '../cardText.ts';
import { de } from '../texts/de.ts';
import { en } from '../texts/en.ts';
import { answerTour, tourPage } from './tour.ts';

describe('the tour', () => {
  it('is asked for in words, also by the words of its own buttons', () => {
    expect(
      ['tour', 'Start the tour please', 'Rundgang', 'tour 2', 'Rundgang 3!'].map(tourPage),
    ).toEqual([0, 0, 0, 1, 2]);
    expect(['tour of Ferry', 'tour 4', 'who does the tour?', ''].map(tourPage)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it.each([
    ['en' as const, en],
    ['de' as const, de],
  ])('has three messages, and each but the last leads to the next one: %s', (language, texts) => {
    expect(texts.tour).toHaveLength(3);
    const pages = texts.tour.map((_, page) => cardText(answerTour(page, language)));
    expect(pages.map((text, page) => text.includes(texts.tour[page] ?? '-'))).toEqual([
      true,
      true,
      true,
    ]);
    expect(pages.map((text) => text.includes(`[${texts.buttons.next}]`))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
