/** The tab in a real browser: what people do in it, and that everyone can read every page of it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, inChromium, launchChromium } from './chromium.ts';
import { faultsOf } from './readable.ts';
import { startTabStory, type TabStory } from './tabStory.ts';

const startMs = 180_000;
const patienceMs = 15_000;
const themes = ['light', 'dark', 'contrast'] as const;
const widths = { wide: 1280, phone: 360 } as const;

describe.skipIf(!hasChromium)(inChromium('the tab'), () => {
  let story: TabStory;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    story = await startTabStory();
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: widths.wide, height: 900 } });
    page.setDefaultTimeout(patienceMs);
  }, startMs);
  afterAll(async () => {
    await browser?.close();
    await story?.stop();
  });

  const open = async (place: string) => {
    await page.goto(`${story.url}/tab/${place}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page
      .getByLabel(/^Loading/)
      .first()
      .waitFor({ state: 'detached' });
  };
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
  const inDialog = (name: string) =>
    page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const ticketOf = async (room: string, label: string): Promise<string> => {
    await open(`rooms/${room}`);
    const href = await page.getByRole('link', { name: label, exact: true }).getAttribute('href');
    return String(href).replace('/tab/', '');
  };

  /** Of an incident that is open now: later the room is retired and comes back knowing nothing. */
  let ticket = '';

  it('leads from an outage to its rooms, and from a silent room to its outage', async () => {
    ticket = await ticketOf(story.troubled, 'Microphone selection');
    await open('');
    await page.getByRole('link', { name: '1 room silent' }).click();
    await page.getByRole('link', { name: 'Opal 4.01' }).click();
    await see('Part of an outage: Pier West, 1 room silent.');
    await page.getByRole('link', { name: 'History', exact: true }).click();
    await see('Other rooms nearby went silent too: they are one outage.');
  });

  it('shows what the platform tried, and watches whether a response holds', async () => {
    await open(await ticketOf(story.troubled, 'Conference microphone'));
    const tried = page.getByRole('region', { name: 'What the platform tried' });
    expect(await tried.innerText()).toMatch(/Restart app: /);
    await press('Respond');
    await page.getByRole('dialog').getByRole('textbox').fill('Plugged it in again');
    await inDialog('Respond');
    await see(/Watching until .* whether Mara Lindqvist’s response holds\./);
  });

  it('orders a remediation, which the room then waits for', async () => {
    await open(await ticketOf(story.flapping, 'Display 1'));
    await see(/^Flapping · \d+ changes$/);
    await press('Try a remediation');
    await see(/Never during a meeting/);
    await inDialog('Try it');
    await see('under way');
    await open(`rooms/${story.flapping}`);
    await see('Collect logs is asked of mtr-room-1002.');
  });

  it('takes a report, and lets a person resolve it with a reason', async () => {
    await open(`rooms/${story.troubled}`);
    await press('Report a problem');
    await inDialog('Report');
    await see(/Write what does not work/);
    await page.getByRole('dialog').getByRole('textbox').fill('The far end hears an echo');
    await inDialog('Report');
    await page.getByRole('link', { name: 'Reported problem', exact: true }).click();
    await press('Assign to …');
    await inDialog('Assign');
    await see(/is assigned to (?!you)/);
    await press('Resolve');
    await page.getByRole('dialog').getByRole('textbox').fill('Volume turned down');
    await inDialog('Resolve');
    await see('Mara Lindqvist: Volume turned down');
    expect(await page.getByText('What to do').count()).toBe(0);
  });

  it('asks once more before a room is retired, and takes it back', async () => {
    await open(`rooms/${story.silent}`);
    await press('Retire');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press('Retire');
    await inDialog('Retire');
    await see('This room is retired.');
    await open('rooms');
    await press('Retired (1)');
    await press('Back to rooms in use');
    await press('Retired (1)');
    await page.getByRole('link', { name: 'Opal 4.01' }).click();
    await see('This room is retired.');
    await press('Enrol');
    await page.getByText('This room is retired.').waitFor({ state: 'detached' });
  });

  it('edits a room: faults at their fields, what changed in a sentence, and the way back', async () => {
    await open(`rooms/${story.flapping}`);
    await press('Edit room');
    const dialog = page.getByRole('dialog');
    await inDialog('Change');
    await see('Nothing is different yet.');
    await dialog.getByLabel('Building').fill('');
    await dialog.getByLabel('Floor').fill('Mezzanine');
    await dialog.getByLabel('Displays').fill('99');
    await dialog.getByLabel('Time zone').fill('Europe/Atlantis');
    await dialog.getByLabel('Groups', { exact: true }).fill('boardrooms, north');
    await inDialog('Change');
    await see('This must be a whole number from 1 to 16.');
    await see('There is no such time zone. They are named like Europe/Berlin.');
    await page.locator('[aria-invalid]:focus').waitFor();
    await dialog.getByLabel('Displays').fill('1');
    await dialog.getByLabel('Time zone').fill('Europe/Madrid');
    await press('boardrooms: take off');
    await inDialog('Change');
    await see(/^Slate 4.08 was changed: building, floor, groups, time zone and number of displays/);
    const about = page.getByRole('region', { name: 'About this room' });
    await about.getByText('Quay House, north').waitFor();
    await see('The place of this room is not known yet.');
    await press('Undo');
    await about.getByText('Quay House · Floor 4').waitFor();
    await page.getByText('The place of this room is not known yet.').waitFor({ state: 'detached' });
  });

  it('changes a rule for a room group alone', async () => {
    await open('settings');
    await page.getByLabel('Rules for').selectOption('Quay House');
    await see(/What stands here holds in rooms of Quay House\./);
    await press('Change Bluetooth');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Everywhere: 120').waitFor();
    await dialog.getByLabel('Opens after (minutes)').fill('30');
    await inDialog('Change');
    await see('The rule of Bluetooth is changed for Quay House.');
    const bluetooth = page.getByRole('row', { name: /^Bluetooth/ });
    await bluetooth.getByText('30 min').waitFor();
    await page.getByLabel('Rules for').selectOption('Everywhere');
    await bluetooth.getByText('otherwise for Quay House').waitFor();
    await bluetooth.getByText('2 h').waitFor();
  });

  it('changes a rule, and issues a code for a device of a room', async () => {
    await open('settings');
    await press('Change Camera');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Opens after (minutes)').fill('soon');
    await inDialog('Change');
    await see(/Write a number from 0/);
    await dialog.getByLabel('Opens after (minutes)').fill('7');
    await inDialog('Change');
    await see('Changed here');
    await press('Change Connection');
    await dialog.getByRole('switch').press('Space');
    await inDialog('Change');
    await see(/When a room goes silent, no incident opens/);
    await dialog.getByRole('button', { name: 'Switch off' }).waitFor();
    await page.keyboard.press('Escape');
    await open(`settings/devices?room=${story.troubled}`);
    await press('Issue a code');
    expect(await page.locator('code').innerText()).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    await press('Revoke the code for Any device');
    await see('The code is revoked.');
  });

  it('can be read by everyone: in each theme, wide and on a phone', async () => {
    const places = [
      '',
      'rooms',
      `rooms/${story.troubled}?signals=all`,
      `rooms/${story.silent}`,
      `rooms/${story.silent}?face=history`,
      ticket,
      'settings',
      'settings?group=Quay%20House',
      'settings/devices',
    ];
    const dialogs = [
      [`rooms/${story.silent}`, 'Edit room'],
      [ticket, 'Assign to …'],
      ['settings', 'Change Connection'],
    ] as const;
    const faults: string[] = [];
    for (const theme of themes) {
      await page.evaluate((choice) => localStorage.setItem('rooms-pro.theme', choice), theme);
      for (const [width, pixels] of Object.entries(widths)) {
        await page.setViewportSize({ width: pixels, height: 900 });
        for (const place of places) {
          await open(place);
          const told = (fault: string) => `${place} ${theme} ${width}: ${fault}`;
          faults.push(...(await faultsOf(page)).map(told));
          const [dialog] = dialogs.filter(([where]) => where === place);
          if (dialog === undefined) continue;
          await press(dialog[1]);
          await page.getByRole('dialog').waitFor();
          faults.push(...(await faultsOf(page)).map(told));
          await page.keyboard.press('Escape');
        }
      }
    }
    expect(faults).toEqual([]);
  }, 120_000);

  it('takes a device out of its room once it was asked again', async () => {
    await page.setViewportSize({ width: widths.wide, height: 900 });
    await open(`rooms/${story.troubled}`);
    await press('Take out of the room');
    await see(/It keeps its key. If it sends again, it stands in this room again/);
    await inDialog('Take out of the room');
    await see('mtr-room-1001 was taken out of Marble 4.07.');
    await see('No device has told of itself yet.');
  });
});
