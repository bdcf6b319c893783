import { describe, expect, it } from 'vitest';
import { isCardAlone, withoutCards } from './stripCards.ts';

const card =
  '<span class="inline-compose-card" itemid="0" itemtype="http://schema.skype.com/InputExtension"> <span>Hopper <span>1.02</span></span> </span>';

describe('a message with a shared card', () => {
  it.each([
    [card, true],
    [` ${card}&nbsp;\n`, true],
    ['<attachment id="1f"></attachment>', true],
    ['<attachment id="1f">', true],
    [`${card}${card}`, true],
    [card.slice(0, -20), true],
    [`status ${card}`, false],
    ['status', false],
    ['', false],
    ['<span>status</span>', false],
  ])('%s: a card alone is %s', (text, isAlone) => {
    expect(isCardAlone(text)).toBe(isAlone);
  });

  it('is read without the card, and keeps the text around it', () => {
    expect(withoutCards(`status ${card} please`).replace(/\s+/g, ' ')).toBe('status please');
    expect(withoutCards('respond 1042-7 <cable> replaced')).toBe('respond 1042-7 <cable> replaced');
  });

  it('is read quickly, also when it is deeply nested', () => {
    const text = '<span class="inline-compose-card">'.repeat(100_000);
    expect(withoutCards(text).trim()).toBe('');
  });
});
