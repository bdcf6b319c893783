/** Without a sign-in, nobody comes in by the tab and only listed people may do anything in chat. */
import { maySee } from '@rooms-pro/core';
import { expect, it } from 'vitest';
import { createListedPeople } from './listedPeople.ts';

const mara = '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const people = createListedPeople([mara.toUpperCase()]);

it('takes a listed person for a manager and anybody else for one who sees nothing', async () => {
  const listed = await people.personFor({ id: '29:a', aadObjectId: mara, name: ' Mara ' });
  expect(listed).toMatchObject({ id: mara, name: 'Mara', role: 'manager' });
  for (const aadObjectId of [null, '00000000-0000-4000-8000-000000000000']) {
    const other = await people.personFor({ id: mara, aadObjectId, name: '' });
    expect(other).toMatchObject({ role: 'viewer', groups: [], name: 'Someone in Teams' });
    expect(maySee(other, { groups: ['everyone'] })).toBe(false);
  }
});

it('lets nobody in by the tab, whoever they say they are', () => {
  for (const id of [null, mara])
    expect(() => people.chosen(id)).toThrow(expect.objectContaining({ status: 501 }));
  expect(people.choices).toEqual([]);
});
