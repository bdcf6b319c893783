/** The life of a picture on a ticket, told on two pages of the tab: one brings it, the other looks on. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const name = 'Display 1, seen from the door.png';
/** Two slow processors are shared with whatever else runs. */
const patient = { timeout: 30_000, interval: 100 };

/** A file in either list: on its way, or attached. */
export const rowOf = (page: Page, file: string | RegExp): Locator =>
  page.getByRole('listitem').filter({ hasText: file });

/** Chooses files as a person does: by the button. */
export async function attach(
  page: Page,
  files: readonly { name: string; mimeType: string; buffer: Buffer }[],
): Promise<void> {
  const asked = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await asked).setFiles([...files]);
}

/** A picture that broke off is told from a whole one, in the list and large; an empty file stays here. */
export async function tellOfBroken(page: Page): Promise<void> {
  const picture = await page.screenshot();
  const half = picture.subarray(0, picture.length / 2);
  const typed = (file: string, buffer: Buffer) => ({ name: file, mimeType: 'image/png', buffer });
  await attach(page, [
    typed('half.png', half),
    typed('page.png', picture),
    typed('photo.log', Buffer.alloc(0)),
  ]);
  await rowOf(page, 'photo.log').getByText('photo.log is empty (0 bytes).').waitFor();
  expect(await page.getByRole('button', { name: 'Retry photo.log' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Dismiss photo.log' }).click();
  await rowOf(page, 'half.png').getByText('incomplete or damaged').waitFor();
  await page.getByRole('button', { name: 'Open half.png' }).click();
  const damaged = 'This picture is incomplete or damaged. Save it to open it in another program.';
  await page.getByRole('dialog').getByText(damaged).waitFor();
  await page.keyboard.press('Escape');
  const whole = rowOf(page, 'page.png');
  await expect.poll(() => decodedWidth(whole.locator('img')), patient).toBeGreaterThan(0);
  expect(await whole.getByText('incomplete or damaged').count()).toBe(0);
  for (const file of ['half.png', 'page.png']) {
    await page.getByRole('button', { name: `Remove ${file}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    // Its name stands in the news of its removal for a while.
    await page.getByRole('button', { name: `Remove ${file}` }).waitFor({ state: 'detached' });
  }
}

/** Where one is in the row of faces, and how many lines the row and each attachment take. */
export async function measureFaces(page: Page) {
  return page.getByRole('navigation', { name: 'Parts of the ticket' }).evaluate((row) => {
    const here = row.querySelector('[aria-current]');
    const seen = here?.getBoundingClientRect();
    const mark = here && getComputedStyle(here, '::after');
    const attached = [...document.querySelectorAll('ul[aria-label=Attached] > li')];
    return {
      height: row.clientHeight,
      isInSight: seen !== undefined && seen.left >= 0 && seen.right <= window.innerWidth,
      border: mark?.borderTopStyle,
      highest: Math.max(...attached.map(({ clientHeight }) => clientHeight)),
    };
  });
}

/** The width of a picture as it was decoded; 0 while it is not. */
const decodedWidth = (picture: Locator) =>
  picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0));

/** Both pages show the attachments of one ticket, which has none; in the end it has none again. */
export async function tellOfPicture(page: Page, onlooker: Page): Promise<void> {
  for (const one of [page, onlooker]) await one.getByText('No attachments yet.').waitFor();
  const picture = await page.screenshot();
  await attach(page, [{ name, mimeType: 'image/png', buffer: picture }]);
  await rowOf(page, name).waitFor();
  await rowOf(onlooker, name).waitFor();
  await onlooker.getByRole('link', { name: 'Attachments (1)' }).waitFor();
  const thumbnail = rowOf(onlooker, name).locator('img');
  await expect.poll(() => decodedWidth(thumbnail), patient).toBeGreaterThan(0);

  await onlooker.getByRole('button', { name: `Open ${name}` }).click();
  const large = onlooker.getByRole('dialog').getByRole('img', { name });
  await expect.poll(() => decodedWidth(large), patient).toBe(page.viewportSize()?.width);
  await onlooker.keyboard.press('Escape');
  await onlooker.getByRole('dialog').waitFor({ state: 'detached' });
  const saving = onlooker.waitForEvent('download');
  await onlooker.getByRole('button', { name: `Save ${name}` }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe(name);
  expect((await readFile(await saved.path())).equals(picture)).toBe(true);

  await page.getByRole('button', { name: `Remove ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText(`${name} is no longer attached to`).first().waitFor();
  for (const one of [page, onlooker]) await one.getByText('No attachments yet.').waitFor();
}
