/** A page of the tab in front of a story, with what people do on it. */
import type { Browser, Locator, Page } from 'playwright-core';
import type { TabStory } from '../env/tabTestEnv.ts';

const patienceMs = 30_000;

export type TabPage = {
  readonly page: Page;
  readonly dialog: Locator;
  /** Goes to a page of the tab, `tickets/1001-1`, and waits until it is drawn. */
  open(place: string): Promise<void>;
  /** The same with a new document: nothing stays of what the page knew. */
  load(place: string): Promise<void>;
  /** Presses the first button of this name. */
  press(name: string): Promise<void>;
  inDialog(name: string): Locator;
  see(text: string | RegExp): Promise<void>;
  /** The place of the ticket with this label in a room. */
  ticketOf(room: string, label: string): Promise<string>;
};

/** Loads the document at an address of the tab, and waits until its page is drawn. */
export async function loadPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await untilDrawn(page);
}

/**
 * Goes to a page as a link of the tab does: the document stays, which takes a tenth of the time. Nothing
 * stays of the page before, not even where it is the same one, nor of the results of earlier actions.
 */
export async function turnTo(page: Page, path: string): Promise<void> {
  await page.evaluate(() => {
    const results = 'section[aria-label="Results of your actions"] button[aria-label="Dismiss"]';
    for (const button of document.querySelectorAll<HTMLElement>(results)) button.click();
    history.pushState(null, '', '/tab/no-such-page');
  });
  await page.getByRole('heading', { name: 'This page does not exist' }).waitFor();
  await page.evaluate((next) => history.pushState(null, '', next), path);
  await page
    .getByRole('heading', { name: 'This page does not exist' })
    .waitFor({ state: 'detached' });
  await untilDrawn(page);
}

async function untilDrawn(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page
    .getByLabel(/^Loading/)
    .first()
    .waitFor({ state: 'detached' });
}

/** A window on the story, 1280 wide when not told otherwise. */
export async function openTabPage(
  browser: Browser,
  story: Pick<TabStory, 'url'>,
  width = 1280,
): Promise<TabPage> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  page.setDefaultTimeout(patienceMs);
  const dialog = page.getByRole('dialog');
  const load = (place: string) => loadPage(page, `${story.url}/tab/${place}`);
  const open = (place: string) =>
    page.url().startsWith(`${story.url}/tab/`) ? turnTo(page, `/tab/${place}`) : load(place);
  return {
    page,
    dialog,
    open,
    load,
    press: (name) => page.getByRole('button', { name, exact: true }).first().click(),
    inDialog: (name) => dialog.getByRole('button', { name, exact: true }),
    see: (text) => page.getByText(text).first().waitFor(),
    async ticketOf(room, label) {
      await open(`rooms/${room}`);
      const href = await page.getByRole('link', { name: label, exact: true }).getAttribute('href');
      return String(href).replace('/tab/', '');
    },
  };
}
