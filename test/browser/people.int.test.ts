/** Settings → People in a real browser, while another manager changes the same directory. */
import type { DirectoryPerson } from '@rooms-pro/core/contracts';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeWindows, hasChromium, inChromium, openChromium } from './engines/chromium.ts';
import { ada, mara, type SignInStory, startSignInStory } from './env/signInTestEnv.ts';

describe.skipIf(!hasChromium)(inChromium('looking after people'), () => {
  let signIn: SignInStory;
  let browser: Browser;
  beforeAll(async () => {
    signIn = await startSignInStory();
    browser = await openChromium();
  }, 180_000);
  afterAll(async () => {
    await closeWindows(browser);
    await signIn?.stop();
  });
  afterEach(async () => {
    await closeWindows(browser);
  });

  /** The page as Mara has it open. */
  function openPeople(width = 1280) {
    const { host, story, token } = signIn;
    const onToken = async () => ({ token: await token(mara) });
    const tabUrl = `${story.url}/tab/`;
    return host.open(browser, { tabUrl, subPage: 'settings/people', width, onToken });
  }
  /** What another manager does meanwhile. */
  async function changeAsAnother(
    change: (people: readonly DirectoryPerson[]) => readonly DirectoryPerson[],
  ): Promise<void> {
    const { value, etag } = signIn.directory.settings();
    const by = { id: 'x', name: 'Another manager' };
    const now = new Date().toISOString();
    const people = change(value.people);
    await signIn.directory.put({ people, by, via: 'tab', now, etag });
  }

  it('adds a person by object id, names faults, and loses no change of another manager', async () => {
    const { tab } = await openPeople();
    await tab.getByRole('button', { name: 'Add a person' }).click();
    const dialog = tab.getByRole('dialog');
    const add = dialog.getByRole('button', { name: 'Add', exact: true });
    await add.click();
    await dialog.getByText('Write an object id like').waitFor();
    await dialog.getByLabel('Object id').fill('2d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f');
    await dialog.getByLabel('Name').fill('Tomas Okafor');

    const other = { id: ada, name: 'Ada Byron', role: 'viewer' as const, groups: ['Quay House'] };
    await changeAsAnother((people) => [...people, other]);

    await add.click();
    await tab.getByText('Tomas Okafor has access as Technician without a room group.').waitFor();
    expect(signIn.directory.settings().value.people.map(({ name }) => name)).toEqual([
      'Ada Byron',
      'Mara Lindqvist',
      'Tomas Okafor',
    ]);
  });

  it('changes nobody whom another manager changed or took out meanwhile', async () => {
    const cy = { id: '3d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f', name: 'Cy Twombly' };
    const lead = { ...cy, role: 'lead' as const, groups: ['Quay House'] };
    const others = (people: readonly DirectoryPerson[]) => people.filter(({ id }) => id !== cy.id);
    await changeAsAnother((people) => [...others(people), lead]);
    const { tab } = await openPeople();
    const dialog = tab.getByRole('dialog');
    const press = (name: string) => dialog.getByRole('button', { name, exact: true }).click();
    await tab.getByRole('button', { name: 'Edit Cy Twombly' }).click();
    await dialog.getByLabel('Technician:').check();
    await changeAsAnother((people) => [...others(people), { ...lead, role: 'viewer' }]);
    await press('Change');
    await dialog
      .getByText('In the meantime, Another manager made Cy Twombly Viewer for Quay House')
      .waitFor();
    expect(await dialog.getByLabel('Viewer:').isChecked()).toBe(true);

    await dialog.getByLabel('Lead:').check();
    await changeAsAnother(others);
    await press('Change');
    await dialog.getByText('In the meantime, Another manager took Cy Twombly out;').waitFor();
    expect(await dialog.getByRole('button').allInnerTexts()).toEqual(['Close']);
    await press('Close');
    await tab.getByRole('button', { name: 'Edit Mara Lindqvist' }).waitFor();
    expect(await tab.getByRole('button', { name: 'Edit Cy Twombly' }).count()).toBe(0);
    expect(signIn.directory.find(cy.id)).toBeNull();
  });

  it('tells two of the same name apart, in the list and for who cannot see it', async () => {
    const ids = ['4d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f', '5d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f'];
    const twins = ids.map((id) => ({ id, name: 'Bo Dahl', role: 'viewer' as const, groups: [] }));
    await changeAsAnother((people) => [...people, ...twins]);
    const { tab } = await openPeople();
    await tab.getByRole('button', { name: 'Edit Bo Dahl (4d2e3f40)' }).waitFor();
    for (const id of ids) await tab.getByText(id, { exact: true }).waitFor();
    await tab.getByText('Another manager let Bo Dahl (5d2e3f40) in').waitFor();
    await tab.getByRole('button', { name: 'Remove access of Bo Dahl (5d2e3f40)' }).click();
    await tab.getByRole('dialog', { name: 'Remove access of Bo Dahl (5d2e3f40)?' }).waitFor();
  });

  it('stands in line on a phone: below the words in every row, with words of the usual size', async () => {
    const long = ['Quay House', 'Mill Lane', 'Elbe Tower', 'Harbour'];
    const eve = { id: '6d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f', name: 'Eve Moss' };
    const role = 'technician' as const;
    await changeAsAnother((people) => [
      ...people,
      { ...eve, role, groups: long },
      { id: eve.id.replace('6', '7'), name: 'Al', role, groups: [] },
    ]);
    const { tab } = await openPeople(360);
    const left = async (name: string) =>
      (await tab.getByRole('button', { name, exact: true }).boundingBox())?.x;
    await tab.getByRole('button', { name: 'Edit Al', exact: true }).waitFor();
    const lefts = await Promise.all(['Edit Al', 'Edit Eve Moss', 'Edit Mara Lindqvist'].map(left));
    expect(new Set(lefts).size).toBe(1);
    const fontSize = (name: string) =>
      tab
        .getByRole('button', { name, exact: true })
        .evaluate((button) => getComputedStyle(button).fontSize);
    expect(await fontSize('Edit Al')).toBe(await fontSize('Add a person'));
    const begins = (selector: string) =>
      tab.locator(selector).evaluate((element) => {
        const style = getComputedStyle(element);
        return element.getBoundingClientRect().x + Number.parseFloat(style.paddingLeft);
      });
    expect(await begins('nav[aria-label="Parts of the settings"] a >> nth=0')).toBe(
      await begins('h1'),
    );
  });
});
