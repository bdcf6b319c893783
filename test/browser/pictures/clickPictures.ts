/**
 * Takes pictures of the tab where one person's click meets another's, and where a text is refused:
 * `node test/browser/pictures/clickPictures.ts <folder>`. In every theme, wide and narrow.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launchChromium } from '../engines/chromium.ts';
import { startTabStory, type TabStory } from '../env/tabTestEnv.ts';
import { actAs } from '../pages/heldChanges.ts';
import { openTabPage, type TabPage } from '../pages/tabPage.ts';

const themes = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  contrast: { colorScheme: 'dark', forcedColors: 'active' },
} as const;
const widths = { wide: 1280, narrow: 360 };

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Where to? node test/browser/pictures/clickPictures.ts <folder>');
  process.exit(1);
}
await mkdir(folder, { recursive: true });

const story = await startTabStory();
const browser = await launchChromium();
try {
  for (const [width, pixels] of Object.entries(widths)) {
    const tab = await openTabPage(browser, story, pixels);
    await takeAll(tab, story, width);
    await tab.page.close();
  }
} finally {
  await browser.close();
  await story.stop();
}

async function takeAll(tab: TabPage, of: TabStory, width: string): Promise<void> {
  const selection = await tab.ticketOf(of.troubled, 'Microphone selection');
  const taken = { ticket: selection.replace('tickets/', '') };
  const narrow = width === 'narrow';
  const take = (name: string, isWhole = false) => takeThemes(tab, `${name}-${width}`, isWhole);
  await actAs(of.url, 'technician', { targets: [taken], action: { action: 'assign' } });

  await tab.load('');
  await take('list', narrow);
  await tab.load(selection);
  await take('taken', narrow);

  await tab.load('');
  for (const name of ['Microphone selection', 'Display 1'])
    await tab.page.getByRole('checkbox', { name: `Select ${name}` }).check();
  await tab.press('Assign to me');
  await tab.dialog.waitFor();
  await take('take-over-dialog');
  await tab.inDialog('Cancel').click();
  await tab.load(`rooms/${of.flapping}`);
  await tab.press('Hand back');
  await tab.page.getByRole('button', { name: 'Hand back' }).waitFor({ state: 'detached' });

  await tab.load(selection);
  await tab.press('Respond');
  await tab.dialog.getByRole('textbox').fill('Swapped the microphone. '.repeat(90));
  await tab.inDialog('Respond').click();
  await take('refused-note');
  await tab.page.keyboard.press('Escape');
  await take('leaving');
  await tab.inDialog('Keep writing').click();
  await tab.dialog.getByRole('textbox').fill('Swapped the microphone.');
  await tab.page.route('**/api/commands', (route) => route.abort());
  await tab.inDialog('Respond').click();
  await tab.dialog.getByRole('alert').waitFor();
  await take('unreachable');
  await tab.page.unrouteAll();
  await tab.page.route('**/api/commands', () => undefined);
  await tab.inDialog('Respond').click();
  await take('sending');
  await tab.page.unrouteAll();

  await tab.load(`rooms/${of.troubled}`);
  await tab.press('Change the end');
  await tab.dialog.waitFor();
  await take('change-end');
  await tab.inDialog('Cancel').click();
  await tab.page.getByRole('link', { name: 'HDMI ingest', exact: true }).first().click();
  await tab.page.getByRole('heading', { name: /^HDMI ingest in/ }).waitFor();
  await take('suppressed');
  await tab.load(`${selection}?face=messages`);
  await tab.page.getByRole('textbox', { name: 'Message' }).fill('On my way. '.repeat(200));
  await take('long-message');
  await tab.page.getByRole('textbox', { name: 'Message' }).fill('');

  await tab.load(`rooms/${of.unheld}`);
  await take('unheld-room', narrow);
  await tab.page.getByRole('link', { name: 'Camera', exact: true }).first().click();
  await tab.page.getByRole('heading', { name: /^Camera in/ }).waitFor();
  await take('unheld-ticket', narrow);
}

/** The page as it stands, once in each theme. */
async function takeThemes({ page }: TabPage, name: string, fullPage: boolean): Promise<void> {
  for (const [theme, media] of Object.entries(themes)) {
    await page.emulateMedia(media);
    await page.locator(`html[data-theme=${theme}]`).waitFor();
    await page.screenshot({
      path: path.join(String(folder), `${name}-${theme}.png`),
      fullPage,
      animations: 'disabled',
    });
  }
}
