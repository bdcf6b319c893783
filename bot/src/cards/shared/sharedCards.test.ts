/** What a person shares is read by others too, and nobody can put it right afterwards. */
import { describe, expect, it } from 'vitest';
import { viewWith } from '../incident/incidentFixtures.suite.ts';
import { previewOfIncident } from './preview.ts';
import { sharedIncidentCard } from './sharedCards.ts';
import { sharedCardVariants } from './sharedFixtures.suite.ts';

describe.each(Object.entries(sharedCardVariants))('the shared card %s', (_, card) => {
  it('says as of when it is true, and has no button but Open', () => {
    expect(JSON.stringify(card.body)).toMatch(/As of 22 Nov 2026, 10:30 CET\./);
    expect(card.fallbackText).toMatch(/As of 22 Nov 2026, 10:30 CET\.$/);
    expect(card.actions?.map(({ type, title }) => [type, title])).toEqual([
      ['Action.OpenUrl', 'Open'],
    ]);
    expect(JSON.stringify(card)).not.toMatch(/Action\.(?:Execute|Submit|ShowCard)|selectAction/);
  });
});

describe('a shared card', () => {
  it('tells of a signal that never failed in a sentence', () => {
    const view = { ...viewWith(), signal: 'camera' } as const;
    expect(JSON.stringify(sharedIncidentCard(view).body)).toContain('There is no incident');
    expect(previewOfIncident(view).title).toBe('Camera · 4.12 Amber');
  });
});
