/** Every button and form of the tab that changes something, pressed twice at a slow server: it is sent once. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeWindows, hasChromium, inChromium, openChromium } from './engines/chromium.ts';
import { startTabStory, type TabStory } from './env/tabTestEnv.ts';
import { holdChanges } from './pages/heldChanges.ts';
import { openTabPage, type TabPage } from './pages/tabPage.ts';

/** Two clicks before React can draw what the first one did, and then all that an impatient person presses. */
async function pressAgainAndAgain(button: Locator): Promise<void> {
  await button.evaluate((element) => {
    if (!(element instanceof HTMLElement)) return;
    element.click();
    element.click();
  });
  await button.dblclick({ force: true });
  await button.press('Enter');
  await button.press('Space');
}

/** Generous: two slow processors are shared with whatever else runs. */
const timeout = 120_000;
const patient = { timeout: 30_000, interval: 50 };

describe.skipIf(!hasChromium)(inChromium('what is pressed twice'), { timeout }, () => {
  let story: TabStory;
  let browser: Browser;
  let tab: TabPage;
  let microphone = '';

  beforeAll(async () => {
    story = await startTabStory();
    browser = await openChromium();
    tab = await openTabPage(browser, story);
    microphone = await tab.ticketOf(story.troubled, 'Conference microphone');
  }, 180_000);
  afterAll(async () => {
    await closeWindows(browser);
    await story?.stop();
  });

  /** Presses again and again, lets the server respond, and returns what the page sent. */
  async function send(button: Locator, press = pressAgainAndAgain): Promise<readonly string[]> {
    const changes = await holdChanges(tab.page);
    await press(button);
    await expect.poll(() => changes.sent.length, patient).toBeGreaterThan(0);
    const isBusy = await button.getAttribute('aria-busy');
    changes.release();
    await tab.page.locator('button[aria-busy="true"]').waitFor({ state: 'detached' });
    expect([isBusy, changes.sent.length]).toEqual(['true', 1]);
    return changes.sent;
  }
  const textbox = (name: string | RegExp) => tab.dialog.getByRole('textbox', { name });
  const once = ['POST commands'];

  /** The dialogs of commands: where each is opened, what is filled in, and its button. */
  const dialogs: readonly (readonly [
    what: string,
    place: () => string,
    opener: string,
    fill: () => Promise<unknown>,
    verb: string,
  ])[] = [
    [
      'a response',
      () => microphone,
      'Respond',
      () => textbox(/^What was done/).fill('Plugged it in again'),
      'Respond',
    ],
    [
      'a report',
      () => `rooms/${story.troubled}`,
      'Report a problem',
      () => textbox(/^What does not work/).fill('No sound'),
      'Report',
    ],
    [
      'an assignment to another person',
      () => microphone,
      'Assign to …',
      () => tab.dialog.getByRole('combobox').waitFor(),
      'Assign',
    ],
    [
      'an edit of a room',
      () => `rooms/${story.flapping}`,
      'Edit room',
      () => tab.dialog.getByLabel('Floor').fill('Mezzanine'),
      'Change',
    ],
    [
      'a remediation',
      () => microphone,
      'Try a remediation',
      () => tab.dialog.getByRole('radio', { name: 'Collect logs' }).check(),
      'Try it',
    ],
  ];
  for (const [what, place, opener, fill, verb] of dialogs) {
    it(`sends ${what} once`, async () => {
      await tab.open(place());
      await tab.press(opener);
      await fill();
      expect(await send(tab.inDialog(verb))).toEqual(once);
      await tab.dialog.waitFor({ state: 'detached' });
    });
  }

  it('sends a response once after a double click, and once after Enter twice', async () => {
    const ways = {
      'double click': (button: Locator) => button.dblclick(),
      'Enter twice': async (button: Locator) => {
        await button.press('Enter');
        await button.press('Enter');
      },
    };
    for (const [way, press] of Object.entries(ways)) {
      await tab.open(microphone);
      await tab.press('Respond');
      await textbox(/^What was done/).fill(way);
      expect(await send(tab.inDialog('Respond'), press)).toEqual(once);
      await tab.dialog.waitFor({ state: 'detached' });
    }
  });

  it('suppresses, and lifts, once each', async () => {
    await tab.open(`rooms/${story.flapping}`);
    await tab.press('Suppress');
    expect(await send(tab.inDialog('Suppress'))).toEqual(once);
    await tab.dialog.waitFor({ state: 'detached' });
    const lift = tab.page.getByRole('button', { name: 'Lift suppression' }).first();
    expect(await send(lift)).toEqual(once);
  });

  it('posts a message once, and clears the box only when the server has it', async () => {
    await tab.open(`${microphone}?face=messages`);
    const box = tab.page.getByRole('textbox', { name: 'Message' });
    await box.fill('On my way');
    const button = tab.page.getByRole('button', { name: 'Send', exact: true });
    expect(await send(button)).toEqual(once);
    await expect.poll(() => box.inputValue(), patient).toBe('');
    expect(await tab.page.getByText('On my way', { exact: true }).count()).toBe(1);
  });

  it('issues and revokes one code', async () => {
    await tab.open('settings/devices');
    const issue = tab.page.getByRole('button', { name: 'Issue a code' });
    expect(await send(issue)).toEqual(['POST settings/codes']);
    const revoke = tab.page.getByRole('button', { name: 'Revoke the code for Any device' });
    const changes = await holdChanges(tab.page);
    await pressAgainAndAgain(revoke);
    changes.release();
    await tab.see('The code is revoked.');
    expect(changes.sent).toEqual([expect.stringMatching(/^DELETE settings\/codes\//)]);
  });

  it('changes a rule once', async () => {
    await tab.open('settings');
    await tab.press('Change Camera');
    await textbox(/^Opens after/).fill('7');
    expect(await send(tab.inDialog('Change'))).toEqual(['PUT settings/rules']);
  });

  it('posts a message once after Ctrl+Enter twice in one tick', async () => {
    await tab.open(`${microphone}?face=messages`);
    const box = tab.page.getByRole('textbox', { name: 'Message' });
    await box.fill('Twice by keyboard');
    const changes = await holdChanges(tab.page);
    await box.evaluate((element) => {
      const press = () =>
        element.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }),
        );
      press();
      press();
    });
    await expect.poll(() => changes.sent.length, patient).toBeGreaterThan(0);
    await box.press('Control+Enter');
    changes.release();
    await expect.poll(() => box.inputValue(), patient).toBe('');
    expect(changes.sent).toEqual(once);
  });

  it('issues one code after Enter twice in its field', async () => {
    await tab.open('settings/devices');
    const field = tab.page.getByRole('textbox', { name: 'Only for the device' });
    await field.fill('mtr-17');
    const changes = await holdChanges(tab.page);
    await field.press('Enter');
    await field.press('Enter');
    await expect.poll(() => changes.sent.length, patient).toBeGreaterThan(0);
    changes.release();
    await tab.see('Type this code in at the device:');
    expect(changes.sent).toEqual(['POST settings/codes']);
  });

  it('takes a double click at a quick server as one: the next button stays unpressed', async () => {
    await tab.open(await tab.ticketOf(story.troubled, 'Microphone selection'));
    // From here on the code of the dialogs is loaded, and they open at once.
    await tab.press('Assign to …');
    await tab.inDialog('Cancel').click();
    const sent: string[] = [];
    tab.page.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(request.method());
    });
    const assign = tab.page.getByRole('button', { name: 'Assign to me' });
    const box = await assign.boundingBox();
    if (!box) throw new Error('The button is not drawn.');
    const [x, y] = [box.x + 8, box.y + box.height / 2];
    const press = async (clickCount: number) => {
      await tab.page.mouse.move(x, y);
      await tab.page.mouse.down({ clickCount });
      await tab.page.mouse.up({ clickCount });
    };
    await press(1);
    // Another button stands there by now, and it can be pressed.
    await tab.see(/is assigned to you/);
    await assign.waitFor({ state: 'detached' });
    await tab.page.locator('button[aria-disabled="true"]').first().waitFor({ state: 'detached' });
    await press(2);
    await tab.page.getByRole('button', { name: 'Hand back' }).waitFor();
    expect(await tab.dialog.count()).toBe(0);
    expect(sent).toEqual(['POST']);
  });
});
