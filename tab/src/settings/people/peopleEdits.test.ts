import type { PersonRow } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import {
  checkPersonDraft,
  faultsFromServer,
  isSamePerson,
  peopleWith,
  toPerson,
  toPersonDraft,
} from './peopleEdits.ts';

const id = '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const other = '2d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const lena: PersonRow = { id, name: 'Lena', role: 'lead', groups: ['west'], isFixed: false };
const mia: PersonRow = { id: other, name: 'Mia', role: 'manager', groups: [], isFixed: true };

describe('a draft of a person', () => {
  it('becomes a person: trimmed, with typed text that is not a tag yet', () => {
    const draft = { ...toPersonDraft(lena), id: ` ${id.toUpperCase()} `, written: ' east ' };
    expect(toPerson(draft)).toEqual({ id, name: 'Lena', role: 'lead', groups: ['west', 'east'] });
    expect(toPerson({ ...draft, role: 'manager' }).groups).toEqual([]);
  });

  it('names what is wrong before it is sent', () => {
    expect(checkPersonDraft(toPersonDraft({}), [])).toEqual({
      id: expect.stringContaining('object id'),
      name: 'Enter the name.',
    });
    expect(checkPersonDraft(toPersonDraft(lena), [lena])).toEqual({
      id: 'This person is already in the list.',
    });
    expect(checkPersonDraft(toPersonDraft(lena), [mia])).toEqual({});
  });
});

it('the whole list is sent, with the changed person last, and without fields that are only for display', () => {
  const shown = { etag: 'e1', people: [lena, mia] };
  const changed = { id, name: 'Lena', role: 'viewer' as const, groups: [] };
  expect(peopleWith(shown, id, changed)).toEqual({
    etag: 'e1',
    people: [{ id: other, name: 'Mia', role: 'manager', groups: [] }, changed],
  });
  expect(peopleWith(shown, id, null).people).toHaveLength(1);
});

it('a fault of the server is shown at its field, or above the form', () => {
  const faults = [
    { pointer: '/people/1/groups/0', reason: 'Too long.' },
    { pointer: '/people/0/role', reason: 'Mia stays one.' },
    { pointer: '/people', reason: 'Too many.' },
  ];
  expect(faultsFromServer(faults, 2)).toEqual({
    fields: { groups: 'Too long.' },
    other: ['Mia stays one.', 'Too many.'],
  });
});

it('a person is unchanged while all values that a manager sets are equal', () => {
  expect(isSamePerson(lena, { ...lena, isFixed: true } as PersonRow)).toBe(true);
  expect(isSamePerson(null, null)).toBe(true);
  expect(isSamePerson(lena, null)).toBe(false);
  for (const part of [{ name: 'L' }, { role: 'viewer' as const }, { groups: [] }])
    expect(isSamePerson(lena, { ...lena, ...part })).toBe(false);
});
