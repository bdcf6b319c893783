/** The tab in a real browser: what people do in it, and that everyone can read every page of it. */
import { largestAttachmentBytes } from '@rooms-pro/core/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPeople } from '../../demo/src/demoPeople.ts';
import { closeWindows, hasChromium, inChromium, openChromium } from './engines/chromium.ts';
import { engines } from './engines/otherBrowsers.ts';
import { startTabStory, type TabStory } from './env/tabTestEnv.ts';
import { faultsOf } from './pages/accessibility.ts';
import {
  attach,
  measureFaces,
  rowOf,
  tellOfBroken,
  tellOfPicture,
} from './pages/attachmentScenario.ts';
import { longWord, overflowsOf, searchWidthOf } from './pages/longWords.ts';
import { playSmoke } from './pages/smokeScenario.ts';
import { loadPage, turnTo } from './pages/tabPage.ts';

const startMs = 180_000;
const patienceMs = 30_000;
const themes = ['light', 'dark', 'contrast'] as const;
const widths = { wide: 1280, phone: 360 } as const;

describe.skipIf(!hasChromium)(inChromium('the tab'), () => {
  let story: TabStory;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    story = await startTabStory();
    browser = await openChromium();
    page = await browser.newPage({ viewport: { width: widths.wide, height: 900 } });
    page.setDefaultTimeout(patienceMs);
    await load('');
  }, startMs);
  afterAll(async () => {
    await closeWindows(browser);
    await story?.stop();
  });

  const load = (place: string) => loadPage(page, `${story.url}/tab/${place}`);
  const open = (place: string) => turnTo(page, `/tab/${place}`);
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
    await page.getByRole('link', { name: '1 room disconnected' }).click();
    await page.getByRole('heading', { name: 'Outage in Pier West' }).waitFor();
    await page.getByRole('link', { name: 'Opal 4.01' }).click();
    await see('Part of an outage: Pier West, 1 room disconnected.');
    await page.getByRole('link', { name: 'History', exact: true }).click();
    await see('Other rooms nearby disconnected, too: together they are one outage.');
  });

  it('narrows the list to unassigned incidents, and to one issue with its actions', async () => {
    await open('');
    await page.getByRole('button', { name: /^Mine/ }).click();
    await see('No incidents match these filters.');
    await load('?assigned=unassigned');
    expect(
      await page.getByRole('button', { name: /^Unassigned/ }).getAttribute('aria-pressed'),
    ).toBe('true');
    await page.getByRole('button', { name: /^Conference microphone 1 room/ }).click();
    const issue = page.getByRole('region', { name: 'Conference microphone' });
    await issue.getByText(/^Recommended: /).waitFor();
    await issue.getByRole('button', { name: 'Suppress', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await issue.getByRole('button', { name: 'Show all issues' }).click();
    await issue.waitFor({ state: 'detached' });
  });

  it('expands a category by the arrow keys, and keeps that in the address', async () => {
    await open(`rooms/${story.troubled}`);
    const audio = page.getByRole('button', { name: 'Audio', exact: true });
    await audio.press('ArrowRight');
    expect(await audio.getAttribute('aria-expanded')).toBe('true');
    await page.getByRole('link', { name: ticket.replace('tickets/', ''), exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('expanded')).toBe('audio');
    await audio.press('ArrowLeft');
    expect(await audio.getAttribute('aria-expanded')).toBe('false');
    await load(`rooms/${story.troubled}?signals=all`);
    await see('Touch panel');
  });

  it('shows an outage as one row, which is taken, responded to and handed back', async () => {
    await open('?text=outage');
    await see('1 open incident');
    const row = page.getByRole('row').filter({ hasText: 'Pier West' });
    expect(await row.innerText()).toMatch(/Outage\s+outage-1[\s\S]*1 room disconnected/);
    await row.getByRole('button', { name: 'Respond' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('The switch has no power');
    await inDialog('Respond');
    await row.getByText('Mara Lindqvist responded').waitFor();
    // Beside an incident: what both of them know is offered for both.
    await open('?text=4.0');
    for (const name of ['Select Outage in Pier West', 'Select Display 1 in Slate 4.08'])
      await page.getByRole('checkbox', { name }).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Respond' }).waitFor();
    expect(await page.getByRole('toolbar').innerText()).not.toContain('Suppress');
    await page.getByRole('toolbar').getByRole('button', { name: 'Select none' }).click();
    await load('outages/outage-1');
    await press('Assign to me');
    await see(/^Mara Lindqvist since /);
    await press('Hand back');
    await see('No longer assigned to Mara Lindqvist.');
    await see('The switch has no power');
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
    await see('Collect logs was requested from mtr-room-1002.');
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
    await page.getByRole('dialog').waitFor();
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
    await see('Nothing has changed yet.');
    await dialog.getByLabel('Building').fill('');
    await dialog.getByLabel('Floor').fill('Mezzanine');
    await dialog.getByLabel('Displays').fill('99');
    await dialog.getByLabel('Time zone').fill('Europe/Atlantis');
    await dialog.getByLabel('Groups', { exact: true }).fill('boardrooms, north');
    await inDialog('Change');
    await see('This must be a whole number from 1 to 16.');
    await see('This time zone does not exist. A valid name is, for example, Europe/Berlin.');
    await page.locator('[aria-invalid]:focus').waitFor();
    await dialog.getByLabel('Displays').fill('1');
    await dialog.getByLabel('Time zone').fill('Europe/Madrid');
    await press('Remove boardrooms');
    await inDialog('Change');
    await see(/^Slate 4.08 was changed: building, floor, groups, time zone and number of displays/);
    const about = page.getByRole('region', { name: 'About this room' });
    await about.getByText('Quay House, north').waitFor();
    await see('The location of this room is not known yet.');
    await press('Undo');
    await about.getByText('Quay House · Floor 4').waitFor();
    await page
      .getByText('The location of this room is not known yet.')
      .waitFor({ state: 'detached' });
  });

  it('changes a rule for a room group alone', async () => {
    await load('settings');
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
    await see(/When a room disconnects, no incident opens/);
    await dialog.getByRole('button', { name: 'Switch off' }).waitFor();
    await page.keyboard.press('Escape');
    await open(`settings/devices?room=${story.troubled}`);
    await press('Issue a code');
    expect(await page.locator('code').innerText()).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    await press('Revoke the code for Any device');
    await see('The code is revoked.');
  });

  it('attaches a picture that others see at once; it is opened, saved and removed', async () => {
    const onlooker = await browser.newPage({ viewport: { width: widths.wide, height: 900 } });
    await onlooker.goto(`${story.url}/tab/${ticket}?face=attachments`);
    await open(`${ticket}?face=attachments`);
    await tellOfPicture(page, onlooker);
    await page.getByRole('link', { name: 'History', exact: true }).click();
    await see(/^Removed the attachment Display 1, seen from the door\.png \(.*\)\.$/);
    await onlooker.close();
  });

  it('says of a picture that it is damaged, and sends nothing that is empty', async () => {
    await open(`${ticket}?face=attachments`);
    await tellOfBroken(page);
  });

  it('takes what is dropped and pasted, and sends nothing that is too large', async () => {
    await open(`${ticket}?face=attachments`);
    await page.getByRole('button', { name: 'Attach files' }).waitFor();
    await page.evaluate(bringFiles, largestAttachmentBytes + 1);
    await rowOf(page, 'vast.mp4')
      .getByText(/Up to 100 MB can be attached/)
      .waitFor();
    await rowOf(page, 'srs-app.log')
      .getByText(/via tab/)
      .waitFor();
    await rowOf(page, /^Pasted .*\.png/)
      .getByText(/via tab/)
      .waitFor();
    await press('Dismiss vast.mp4');
    await rowOf(page, 'vast.mp4').waitFor({ state: 'detached' });
    const focused = page.locator(':focus');
    expect(await focused.innerText()).toBe('Attachments');
  });

  it('shows faces and files in a line each on a phone, and which face is open in forced colours', async () => {
    const forced = await browser.newPage({ viewport: { width: 360, height: 740 } });
    await forced.emulateMedia({ forcedColors: 'active' });
    for (const face of ['attachments', 'history']) {
      await forced.goto(`${story.url}/tab/${ticket}?face=${face}`);
      await forced.getByRole('navigation', { name: 'Parts of the ticket' }).waitFor();
      if (face === 'attachments') await rowOf(forced, 'srs-app.log').waitFor();
      const { height, isInSight, border, highest } = await measureFaces(forced);
      expect([height, isInSight, border]).toEqual([44, true, 'solid']);
      if (face === 'attachments') expect(highest).toBeLessThan(100);
    }
    await forced.close();
  });

  it('attaches once what was attached and whose answer was lost', async () => {
    await open(`${ticket}?face=attachments`);
    await page.route('**/attachments', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await attach(page, [fileNamed('lost.txt')]);
    const onItsWay = page.getByRole('list', { name: 'On their way' });
    await onItsWay.getByText('The server could not be reached.').waitFor();
    await page.unroute('**/attachments');
    await press('Retry lost.txt');
    await onItsWay.waitFor({ state: 'detached' });
    await page.reload();
    await rowOf(page, 'lost.txt').waitFor();
    expect(await rowOf(page, 'lost.txt').count()).toBe(1);
  });

  it('keeps what did not arrive for another try', async () => {
    await page.route('**/attachments', (route) => route.abort());
    await attach(page, [fileNamed('panel.txt')]);
    await rowOf(page, 'panel.txt').getByText('The server could not be reached.').waitFor();
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.getByRole('link', { name: /^Attachments/ }).click();
    await page.unroute('**/attachments');
    await press('Retry panel.txt');
    await rowOf(page, 'panel.txt')
      .getByText(/via tab/)
      .waitFor();
  });

  it('warns who leaves while a file is on its way, and lets it be called off', async () => {
    const leaving = await browser.newPage();
    await leaving.route('**/attachments', () => undefined);
    await leaving.goto(`${story.url}/tab/${ticket}?face=attachments`);
    await attach(leaving, [fileNamed('slow.txt')]);
    await leaving.getByRole('progressbar', { name: 'Attaching slow.txt' }).waitFor();
    const warned = leaving.waitForEvent('dialog');
    await leaving.evaluate(() => void setTimeout(() => location.reload()));
    const dialog = await warned;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await leaving.getByRole('button', { name: 'Cancel slow.txt' }).click();
    await rowOf(leaving, 'slow.txt').waitFor({ state: 'detached' });
    // Nobody would answer a question now.
    await leaving.reload();
    await leaving.close();
  });

  it('tells who asks to remove what is removed already who was faster', async () => {
    const faster = await browser.newPage();
    await faster.goto(`${story.url}/tab/${ticket}?face=attachments`);
    await page.getByRole('button', { name: 'Remove panel.txt' }).click();
    await faster.getByRole('button', { name: 'Remove panel.txt' }).click();
    await faster.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await rowOf(page, 'panel.txt').waitFor({ state: 'detached' });
    await inDialog('Remove');
    await see(/^Mara Lindqvist already removed panel\.txt from/);
    await faster.close();
  });

  it('lets a viewer read only', async () => {
    const viewer = demoPeople.find(({ role }) => role === 'viewer')?.id ?? '';
    await page.evaluate((id) => localStorage.setItem('rooms-pro.acting-person', id), viewer);
    await load('tickets/1003-1?face=attachments');
    await see('You can open attachments here, but you cannot attach files.');
    expect(await page.getByRole('button', { name: 'Attach files' }).count()).toBe(0);
    await open('?issue=connection');
    await page.getByRole('button', { name: 'Show all issues' }).waitFor();
    expect(await page.getByRole('button', { name: 'Respond', exact: true }).count()).toBe(0);
    await page.evaluate(() => localStorage.removeItem('rooms-pro.acting-person'));
    await load('');
  });

  it('names documents that cannot be read, and takes them off once they were repaired', async () => {
    const { store } = story;
    const document = { conversationId: 'c', since: '2026-11-22T12:00:00.000Z', filter: {} };
    await store.putDocument('subscription', 'c', { ...document, filter: { states: ['paused'] } });
    await open('settings/system');
    await see('All documents can be read.');
    await press('Check again');
    await see('One document cannot be read.');
    await see('The conversation gets no new cards.');
    await see(/\/filter\/states\/0 has a value that this version does not support\./);
    const { etag } = await store.document('subscription', 'c').catch((error) => error);
    await store.putDocument('subscription', 'c', document, etag);
    await press('Check again');
    await see('All documents can be read.');
    await store.putDocument('subscription', 'c', { since: 'yesterday' });
    await press('Check again');
    await see('One document cannot be read.');
  });

  it('breaks long words on a phone, where the search keeps its width', async () => {
    const phone = await browser.newPage({ viewport: { width: widths.phone, height: 740 } });
    phone.setDefaultTimeout(patienceMs);
    const room = `rooms/${story.unheld}`;
    const faults: string[] = [];
    const look = async (what: string) => {
      await phone.locator(':is(h1, h2, article)', { hasText: longWord }).first().waitFor();
      faults.push(...(await overflowsOf(phone)).map((fault) => `${what}: ${fault}`));
    };
    const visit = async (place: string) => {
      await turnTo(phone, `/tab/${place}`);
      await look(place);
    };
    await story.lengthen();
    await loadPage(phone, `${story.url}/tab/`);
    const found = new Set<number>();
    for (const list of ['rooms', '']) {
      for (const filter of ['', `?text=${longWord}`, `?text=${longWord}&building=${longWord}`]) {
        await visit(`${list}${filter}`);
        found.add(await searchWidthOf(phone));
      }
    }
    for (const place of [room, `${room}?signals=all`, `${room}?face=history`]) await visit(place);
    await visit('tickets/1004-1?face=history');
    await visit('tickets/1004-1');
    await phone.getByRole('button', { name: 'Suppress', exact: true }).first().click();
    await phone.getByRole('dialog').waitFor();
    await look('the dialog');
    await phone.close();
    expect(faults).toEqual([]);
    expect([...found]).toHaveLength(1);
  });

  it('can be read by everyone: in each theme, wide and on a phone', async () => {
    const places = [
      '',
      '?issue=display',
      'rooms',
      `rooms/${story.troubled}?signals=all`,
      `rooms/${story.silent}`,
      'outages/outage-1',
      `rooms/${story.silent}?face=history`,
      ticket,
      `${ticket}?face=attachments`,
      'settings',
      'settings?group=Quay%20House',
      'settings/devices',
      'settings/system',
    ];
    const dialogs = [
      [`rooms/${story.silent}`, 'Edit room'],
      [ticket, 'Assign to …'],
      [`${ticket}?face=attachments`, 'Remove srs-app.log'],
      ['settings', 'Change Connection'],
    ] as const;
    const faults: string[] = [];
    const look = async (place: string, theme: (typeof themes)[number], width: string) => {
      const rules = theme === themes[0] ? 'all' : 'colours';
      const told = (fault: string) => `${place} ${theme} ${width}: ${fault}`;
      faults.push(...(await faultsOf(page, rules)).map(told));
      const [dialog] = dialogs.filter(([where]) => where === place);
      if (dialog === undefined) return;
      await press(dialog[1]);
      await page.getByRole('dialog').waitFor();
      // What lies behind it is the page just looked at.
      faults.push(...(await faultsOf(page, rules, 'dialog[open]')).map(told));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    /** A phone hides the choice of a theme, so it is changed in the page itself. */
    const choose = (theme: (typeof themes)[number]) =>
      page.getByLabel('Theme', { exact: true }).evaluate((select, value) => {
        (select as HTMLSelectElement).value = value;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }, theme);
    // What moves is not the question here, and to wait for it takes longer than to look.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    // Each theme begins at the width of the one before: to draw the page anew takes longer than to look.
    let order = Object.entries(widths);
    for (const place of places) {
      await open(place);
      for (const theme of themes) {
        await choose(theme);
        for (const [width, pixels] of order) {
          await page.setViewportSize({ width: pixels, height: 900 });
          await look(place, theme, width);
        }
        order = order.toReversed();
      }
    }
    await choose(themes[0]);
    await page.emulateMedia({ reducedMotion: null });
    expect(faults).toEqual([]);
  }, 300_000);

  for (const { name, missing, launch } of engines) {
    const reason = missing === null ? '' : ` (skipped: there is no ${missing})`;
    it.skipIf(missing !== null)(
      `works in ${name}${reason}`,
      async () => {
        const notes = `Looked at it in ${name}`;
        const other = await launch();
        try {
          const { faults } = await playSmoke(other, story.url, notes);
          expect(faults).toEqual([]);
        } finally {
          await other.close();
        }
        expect(await responsesIn(story)).toContain(notes);
      },
      120_000,
    );
  }

  it('takes a device out of its room once it was asked again', async () => {
    await page.setViewportSize({ width: widths.wide, height: 900 });
    await open(`rooms/${story.troubled}`);
    await press('Remove from the room');
    await see(/It keeps its key. If it sends telemetry again, it returns to this room/);
    await inDialog('Remove from the room');
    await see('mtr-room-1001 was removed from Marble 4.07.');
    await see('No device has reported any details yet.');
  });
});

/** The notes of every response in the story. */
async function responsesIn({ store, ...rooms }: TabStory): Promise<string[]> {
  const ids = [rooms.troubled, rooms.flapping, rooms.silent, rooms.unheld];
  const events = await Promise.all(ids.map((id) => store.history(id, { limit: 200 })));
  return events
    .flat()
    .flatMap(({ changes }) =>
      changes.flatMap((change) => (change.type === 'incident.responded' ? [change.notes] : [])),
    );
}

const fileNamed = (name: string) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from('As it is.'),
});

/** In the page: drops a log and a file that is too large, and pastes a picture. */
async function bringFiles(tooMany: number): Promise<void> {
  const dropped = new DataTransfer();
  dropped.items.add(new File(['07:59 lost the display'], 'srs-app.log'));
  dropped.items.add(new File([new Uint8Array(tooMany)], 'vast.mp4'));
  const dropping = { dataTransfer: dropped, bubbles: true, cancelable: true };
  document.body.dispatchEvent(new DragEvent('dragover', dropping));
  document.body.dispatchEvent(new DragEvent('drop', dropping));
  const canvas = document.createElement('canvas');
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([picture ?? ''], 'image.png', { type: 'image/png' }));
  document.body.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
  );
}
