import type { PeopleChange } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import {
  disambiguate,
  formatGranted,
  formatInTheMeantime,
  formatPeopleChange,
} from './describePeople.ts';

const lena = {
  id: '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
  name: 'Lena',
  role: 'lead' as const,
  groups: ['west'],
};
const mia = { id: '2d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f', name: 'Mia' };
const call = disambiguate([lena, mia]);
const change = (part: Partial<PeopleChange>): PeopleChange => ({
  at: '',
  by: mia,
  via: 'tab',
  person: lena,
  before: null,
  after: null,
  ...part,
});

describe('two of the same name', () => {
  const twin = { id: '3d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f', name: ' lena' };

  it('are called by the beginning of their object ids too, everybody else by name alone', () => {
    const among = disambiguate([lena, lena, twin, mia]);
    expect(among(lena)).toBe('Lena (1d2e3f40)');
    expect(among(twin)).toBe(' lena (3d2e3f40)');
    expect([among(mia), call(lena)]).toEqual(['Mia', 'Lena']);
  });

  it('by all of it where the beginning is the same', () => {
    const near = { ...twin, id: lena.id.replace(/f$/, '0') };
    expect(disambiguate([lena, near])(lena)).toBe(`Lena (${lena.id})`);
  });

  it('are told apart in what was changed', () => {
    const took = change({ before: lena });
    expect(formatPeopleChange(took, disambiguate([lena, { ...mia, name: 'Lena' }]))).toBe(
      'Mia took Lena (1d2e3f40) out.',
    );
  });
});

describe('a change', () => {
  const before = { name: 'Lena', role: 'viewer', groups: [] } as const;
  it.each([
    [{ after: lena }, 'Mia let Lena in: Lead for west.'],
    [{ before }, 'Mia took Lena out.'],
    [
      { before, after: { ...lena, groups: ['a', 'b', 'c'] } },
      'Mia made Lena Lead for a, b, and c, before Viewer without a room group.',
    ],
    [{ before: { ...lena, name: 'Leni' }, after: lena }, 'Mia renamed Lena, before Leni.'],
    [
      { before: { ...before, name: 'Leni' }, after: lena },
      'Mia made Lena Lead for west, before Viewer without a room group, and renamed them, before Leni.',
    ],
    [
      {
        by: { id: 'platform', name: 'Platform' },
        via: 'platform' as const,
        before: { ...lena, name: 'Leni' },
        after: lena,
      },
      'Platform calls Lena as they sign in, before Leni.',
    ],
  ])('%j is a sentence', (part, sentence) => {
    expect(formatPeopleChange(change(part), call)).toBe(sentence);
  });

  it('of an older version shows the stored values', () => {
    const { via: _, ...old } = change({
      before: { role: 'viewer', groups: [] },
      after: { role: 'lead', groups: ['west'] },
    });
    expect(formatPeopleChange(old, call)).toMatch(/^Mia made Lena Lead for west, before Viewer/);
    expect(formatGranted({ role: 'manager', groups: [] })).toBe('Manager');
  });
});

describe('a concurrent change of a person', () => {
  const changes = [change({})];
  it.each([
    [
      lena,
      null,
      /^In the meantime, Mia took Lena out; they are no longer in the list\. Nothing was/,
    ],
    [
      lena,
      { ...lena, role: 'viewer' as const },
      /^In the meantime, Mia made Lena Viewer for west\./,
    ],
    [{ ...lena, name: 'Leni' }, lena, /^In the meantime, Mia renamed Lena; the name was Leni\./],
    [null, lena, /^In the meantime, Mia let Lena in: Lead for west\./],
  ])('%# is a sentence', (seen, now, sentence) => {
    expect(formatInTheMeantime(seen, now, changes, call)).toMatch(sentence);
    expect(formatInTheMeantime(seen, now, [], call)).toMatch(/^In the meantime, another person /);
  });
});
