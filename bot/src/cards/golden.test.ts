// @vitest-environment jsdom
/** Every variant of every card equals its approved golden file, and Teams' own parser accepts it. */
import { describe, expect, it } from 'vitest';
import type { AdaptiveCard } from './adaptiveCard.ts';
import { incidentCard } from './incident/incidentCard.ts';
import { cardVariants } from './incident/incidentFixtures.suite.ts';
import { plainCardVariants } from './lists/listFixtures.suite.ts';
import { noticeVariants } from './notices/noticeFixtures.suite.ts';
import { previews, sharedCardVariants } from './shared/sharedFixtures.suite.ts';

// The bundle is the only entry that Node can import, and it has no types.
const bundle: string = 'adaptivecards/dist/adaptivecards.js';
const AdaptiveCards: typeof import('adaptivecards') = await import(bundle);

const cards: readonly (readonly [name: string, card: AdaptiveCard])[] = [
  ...Object.entries(cardVariants).map(
    ([name, view]) => [`incident.${name}`, incidentCard(view)] as const,
  ),
  ...Object.entries(plainCardVariants),
  ...Object.entries(noticeVariants),
  ...Object.entries(sharedCardVariants),
];

/** The faults that Teams' own library reports, when it reads and when it validates a card. */
function complaintsAbout(card: AdaptiveCard): string[] {
  const parser = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  parser.parse(card, context);
  const validation = parser.validateProperties();
  const read = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  return [...read, ...validation.validationEvents].map(({ message }) => message);
}

describe.each(cards)('card %s', (name, card) => {
  it('equals its golden file', async () => {
    await expect(`${JSON.stringify(card, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
  });

  it('is valid for Adaptive Cards 1.5', () => {
    expect(card.version).toBe('1.5');
    expect(complaintsAbout(card)).toEqual([]);
  });

  it('has at most six buttons and never requests a refresh from Teams', () => {
    expect((card.actions ?? []).length).toBeLessThanOrEqual(6);
    expect(JSON.stringify(card)).not.toContain('"refresh"');
  });
});

describe('a list of search results', () => {
  it('equals its golden file', async () => {
    const list = `${JSON.stringify(previews, null, 2)}\n`;
    await expect(list).toMatchFileSnapshot('golden/previews.json');
  });
});

describe('the check of complaints', () => {
  it('finds members that Adaptive Cards 1.5 does not have', () => {
    const [, card] = cards[0] ?? [];
    const broken: unknown = { ...card, body: [{ type: 'Input.Text', isRequired: true }] };
    expect(complaintsAbout(broken as AdaptiveCard)).not.toEqual([]);
  });
});
