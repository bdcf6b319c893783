/** A page of the tab in front of a story, with what people do on it. */
import type { Browser, Locator, Page } from 'playwright-core';
import type { TabStory } from '../env/tabTestEnv.ts';

const patienceMs = 30_000;

export type TabPage = {
  readonly page: Page;
  readonly dialog: Locator;
  /** Goes to a page of the tab, `tickets/1001-1`, and waits until it is drawn. */
  open(place: string): Promise<void>;
  /** Presses the first button of this name. */
  press(name: string): Promise<void>;
  inDialog(name: string): Locator;
  see(text: string | RegExp): Promise<void>;
  /** The place of the ticket with this label in a room. */
  ticketOf(room: string, label: string): Promise<string>;
};

/** A window on the story, 1280 wide when not told otherwise. */
export async function openTabPage(
  browser: Browser,
  story: Pick<TabStory, 'url'>,
  width = 1280,
): Promise<TabPage> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  page.setDefaultTimeout(patienceMs);
  const dialog = page.getByRole('dialog');
  async function open(place: string): Promise<void> {
    await page.goto(`${story.url}/tab/${place}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page
      .getByLabel(/^Loading/)
      .first()
      .waitFor({ state: 'detached' });
  }
  return {
    page,
    dialog,
    open,
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
