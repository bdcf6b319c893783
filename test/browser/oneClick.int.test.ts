/** One person's click in the tab, beside those of others: who has a ticket, what is refused, what is kept. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeWindows, hasChromium, inChromium, openChromium } from './engines/chromium.ts';
import { startTabStory, type TabStory } from './env/tabTestEnv.ts';
import { faultsOf } from './pages/accessibility.ts';
import { actAs, holdChanges } from './pages/heldChanges.ts';
import { openTabPage, type TabPage } from './pages/tabPage.ts';

/** Generous: two slow processors are shared with whatever else runs. */
const timeout = 120_000;
const patient = { timeout: 30_000, interval: 50 };

describe.skipIf(!hasChromium)(inChromium('one click'), { timeout }, () => {
  let story: TabStory;
  let browser: Browser;
  let tab: TabPage;
  let microphone = '';
  let selection = '';

  beforeAll(async () => {
    story = await startTabStory();
    browser = await openChromium();
    tab = await openTabPage(browser, story);
    microphone = await tab.ticketOf(story.troubled, 'Conference microphone');
    selection = await tab.ticketOf(story.troubled, 'Microphone selection');
  }, 180_000);
  afterAll(async () => {
    await closeWindows(browser);
    await story?.stop();
  });

  const target = (place: string) => ({ ticket: place.replace('tickets/', '') });
  const inesTakes = (place: string) =>
    actAs(story.url, 'technician', { targets: [target(place)], action: { action: 'assign' } });
  const release = async (place: string) => {
    await tab.open(place);
    await tab.press('Hand back');
    await tab.page.getByRole('button', { name: 'Hand back' }).waitFor({ state: 'detached' });
  };
  const button = (name: string | RegExp): Locator => tab.page.getByRole('button', { name });

  describe('on a ticket that another person has', () => {
    it('names that person and since when, and takes over only by that name', async () => {
      await tab.open(selection);
      expect((await inesTakes(selection)).ok).toBe(true);
      // The page shows it without a reload.
      await button('Take over from Inês Duarte').waitFor();
      expect(await button('Assign to me').count()).toBe(0);
      await tab.see(/^Inês Duarte since /);
      await button('Take over from Inês Duarte').click();
      await tab.see(/is assigned to you, taken over from Inês Duarte/);
      await tab.press('Undo');
      await tab.see(/is assigned to Inês Duarte/);
      await release(selection);
    });

    it('shows the true result of a race, and offers to take over right there', async () => {
      await tab.open(selection);
      const changes = await holdChanges(tab.page);
      await tab.press('Assign to me');
      await expect.poll(() => changes.sent.length, patient).toBe(1);
      await inesTakes(selection);
      changes.release();
      await tab.dialog.getByText(/^Inês Duarte has it since /).waitFor();
      expect(await tab.page.getByText(/is assigned to you/).count()).toBe(0);
      expect(await faultsOf(tab.page)).toEqual([]);
      await tab.inDialog('Cancel').click();
      await button('Take over from Inês Duarte').waitFor();
      expect(changes.sent).toEqual(['POST commands']);

      await tab.page.unrouteAll();
      await release(selection);
    });

    it('takes only the free ones of several, lists the others, and takes these on request', async () => {
      await inesTakes(selection);
      await tab.open('');
      for (const name of ['Microphone selection', 'Conference microphone'])
        await tab.page.getByRole('checkbox', { name: `Select ${name} in Marble 4.07` }).check();
      await button('Assign to me').click();
      await tab.dialog.getByText('Microphone selection in Marble 4.07').waitFor();
      await tab.see(/^Conference microphone in Marble 4\.07 is assigned to you/);
      expect(await tab.dialog.getByText('Conference microphone').count()).toBe(0);
      await tab.inDialog('Take over from Inês Duarte').click();
      await tab.see(/is assigned to you, taken over from Inês Duarte/);
      await tab.dialog.waitFor({ state: 'detached' });
      for (const place of [selection, microphone]) await release(place);
    });

    it('hands back only what is still theirs', async () => {
      await tab.open(selection);
      await tab.press('Assign to me');
      await button('Hand back').waitFor();
      const changes = await holdChanges(tab.page);
      await tab.press('Hand back');
      await expect.poll(() => changes.sent.length, patient).toBe(1);
      const mara = '6f1d9a70-3b52-4a7e-9c10-5d2e8b640020';
      const action = { action: 'assign', takeOverFrom: mara };
      await actAs(story.url, 'technician', { targets: [target(selection)], action });
      changes.release();
      await tab.see(/^Inês Duarte has /);
      await button('Take over from Inês Duarte').waitFor();
      await tab.page.unrouteAll();
      await release(selection);
    });
  });

  describe('what is written', () => {
    const box = () => tab.dialog.getByRole('textbox');
    const paste = (field: Locator, text: string) =>
      field.evaluate((element, pasted) => {
        if (element instanceof HTMLElement) element.focus();
        document.execCommand('insertText', false, pasted);
      }, text);

    it('is counted near its limit, and refused and kept beyond it', async () => {
      await tab.open(microphone);
      await tab.press('Respond');
      await paste(box(), 'x'.repeat(1980));
      await tab.dialog.getByText('1,980 of 2,000', { exact: true }).waitFor();
      await paste(box(), 'y'.repeat(40));
      expect((await box().inputValue()).length).toBe(2020);
      await tab.dialog.getByText('2,020 of 2,000', { exact: true }).waitFor();
      await tab.dialog.getByText(/at most 2,000 characters/).waitFor();
      expect(await faultsOf(tab.page)).toEqual([]);
      const changes = await holdChanges(tab.page);
      await tab.inDialog('Respond').click();
      expect(await box().evaluate((element) => element === document.activeElement)).toBe(true);
      expect(await box().getAttribute('aria-invalid')).toBe('true');
      expect(changes.sent).toEqual([]);
      await tab.page.unrouteAll();
      await box().fill('x'.repeat(2000));
      await tab.inDialog('Respond').click();
      await tab.dialog.waitFor({ state: 'detached' });
      await tab.see(/whether Mara Lindqvist’s response holds/);
    });

    it('is never cut in any field', async () => {
      const room = `rooms/${story.flapping}`;
      type Fields = readonly [place: string, opener: string | null, ...labels: readonly string[]];
      const fields: readonly Fields[] = [
        [room, 'Report a problem', 'What does not work'],
        [room, 'Suppress', 'Reason (optional)'],
        [room, 'Edit room', 'Name', 'Building', 'Floor', 'Groups', 'Time zone'],
        [`${microphone}?face=messages`, null, 'Message'],
        ['settings/devices', null, 'Only for the device', 'Search by device or room'],
      ];
      for (const [place, opener, ...labels] of fields) {
        await tab.load(place);
        if (opener !== null) await tab.press(opener);
        for (const label of labels) {
          const field = tab.page.locator('input, textarea').and(tab.page.getByLabel(label)).last();
          await field.fill('');
          await paste(field, 'x'.repeat(2600));
          expect([label, (await field.inputValue()).length]).toEqual([label, 2600]);
        }
        const counts = tab.page.getByText(/^2,600 of [\d,]+$/);
        await expect.poll(() => counts.count(), patient).toBe(labels.length);
      }
    });

    it('stays when the server refuses it, beside the reason', async () => {
      await tab.open(`rooms/${story.silent}`);
      await tab.press('Report a problem');
      await box().fill('The far end hears an echo');
      await tab.inDialog('Report').click();
      await tab.dialog.waitFor({ state: 'detached' });
      await tab.page.getByRole('link', { name: 'Reported problem', exact: true }).click();
      await tab.press('Resolve');
      await box().fill('Volume turned down');
      const place = new URL(tab.page.url()).pathname.replace('/tab/', '');
      const action = { action: 'resolve', reason: 'It was the other room' };
      await actAs(story.url, 'manager', { targets: [target(place)], action });
      await tab.inDialog('Resolve').click();
      await tab.dialog
        .getByRole('alert')
        .getByText(/It was the other room/)
        .waitFor();
      expect(await box().inputValue()).toBe('Volume turned down');
      await tab.inDialog('Cancel').click();
      await tab.inDialog('Discard').click();
      await tab.see(/^Resolved on /);
    });

    it('stays when the server cannot be reached, and nothing false is claimed', async () => {
      await tab.open(`${microphone}?face=messages`);
      const message = tab.page.getByRole('textbox', { name: 'Message' });
      await message.fill('Sent into the void');
      await tab.page.route('**/api/commands', (route) => route.abort());
      await tab.press('Send');
      await tab.see(/The server could not be reached\. The action may have been done/);
      expect(await message.inputValue()).toBe('Sent into the void');
      await tab.page.unrouteAll();
      await tab.page.getByRole('link', { name: 'Overview', exact: true }).click();
      await tab.page.getByRole('link', { name: /^Messages/ }).click();
      expect(await message.inputValue()).toBe('Sent into the void');
      await tab.press('Send');
      await expect.poll(() => message.inputValue(), patient).toBe('');
    });

    it('is not lost to Escape, and the focus goes back to where it was', async () => {
      await tab.open(microphone);
      await tab.press('Respond');
      await box().waitFor();
      await tab.page.keyboard.press('Escape');
      await tab.dialog.waitFor({ state: 'detached' });
      await tab.press('Respond');
      await box().fill('Half a sentence');
      // Chromium closes a dialog on a second Escape without asking the page.
      for (const _ of [1, 2, 3]) await tab.page.keyboard.press('Escape');
      await tab.dialog.getByText('What you wrote is not sent. Discard it?').waitFor();
      expect(await faultsOf(tab.page)).toEqual([]);
      await tab.inDialog('Keep writing').click();
      expect(await box().inputValue()).toBe('Half a sentence');
      await tab.page.keyboard.press('Escape');
      await tab.inDialog('Discard').click();
      await tab.dialog.waitFor({ state: 'detached' });
      expect(await tab.page.locator(':focus').innerText()).toBe('Respond');
    });
  });

  it('suppresses for a day without a reason, and changes the end without lifting', async () => {
    await tab.open(selection);
    await tab.press('Suppress');
    expect(await tab.dialog.getByRole('radio', { name: '1 day' }).isChecked()).toBe(true);
    await tab.inDialog('Suppress').click();
    await tab.dialog.waitFor({ state: 'detached' });
    await tab.press('Change the end');
    expect(await tab.dialog.getByRole('radio', { name: 'Until a date' }).isChecked()).toBe(true);
    await tab.dialog.getByRole('radio', { name: 'Until it is lifted' }).check();
    await tab.dialog.getByRole('textbox', { name: 'Reason' }).fill('The room is rebuilt');
    expect(await faultsOf(tab.page)).toEqual([]);
    await tab.inDialog('Change').click();
    await tab.see(/stays suppressed until it is lifted/);
    await tab.see('Microphone selection is suppressed until it is lifted.');
    await tab.see('The room is rebuilt');
    // Above it stands the way back from the suppression itself.
    await button('Undo').last().click();
    await tab.see(/^Microphone selection is suppressed until .*\d/);
    await tab.press('Lift suppression');
    await button('Lift suppression').waitFor({ state: 'detached' });

    await tab.open(`rooms/${story.flapping}`);
    await tab.press('Suppress');
    await tab.inDialog('Suppress').click();
    await tab.press('Change the end');
    await tab.dialog.getByRole('radio', { name: '7 days' }).check();
    await tab.inDialog('Change').click();
    await tab.see(/^Slate 4\.08 stays suppressed until /);
    await tab.press('Lift suppression');
  });

  it('asks for another response where the latest one did not hold', async () => {
    await tab.open('');
    const row = tab.page.getByRole('row', { name: /Camera.*Flint 4\.09/s });
    await row.getByText('Response did not hold').waitFor();
    await row.getByText('Needs action').waitFor();
    await row.getByRole('button', { name: 'Respond' }).waitFor();
    await row.getByRole('link', { name: 'Camera', exact: true }).click();
    await tab.see('The response did not hold. It needs action again.');
    await tab.see('Plugged the camera in again');
    await tab.press('Respond');
    await tab.dialog.getByRole('textbox').fill('Replaced the camera');
    await tab.inDialog('Respond').click();
    const verdict = tab.page.getByText('Response did not hold', { exact: true });
    await verdict.waitFor({ state: 'detached' });
  });
});
