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

/** The width of a picture as it was decoded; 0 while it is not. */
const decodedWidth = (picture: Locator) =>
  picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0));

/** Both pages show the attachments of one ticket, which has none; in the end it has none again. */
export async function tellOfPicture(page: Page, onlooker: Page): Promise<void> {
  for (const one of [page, onlooker]) await one.getByText('Nothing is attached yet.').waitFor();
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
  for (const one of [page, onlooker]) await one.getByText('Nothing is attached yet.').waitFor();
}
