/**
 * Takes pictures of a running story, to be looked at: `node test/browser/pictures/scenarioPictures.ts <folder>`.
 * The cards in Teams as they change, and every view of the tab, light and dark, wide and narrow.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { type Platform, type RoomInUse, startPlatform } from '../env/platform.ts';
import {
  cardOf,
  cardsOf,
  openChat,
  respondIn,
  resultsOf,
  searchInChat,
  shareLink,
  shareResult,
} from '../pages/playgroundPage.ts';

const patienceMs = 30_000;
const microphone = 'Conference microphone';
const widths = { wide: { width: 1280, height: 900 }, narrow: { width: 360, height: 740 } };

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Where to? node test/browser/pictures/scenarioPictures.ts <folder>');
  process.exit(1);
}
await mkdir(folder, { recursive: true });
const fileOf = (name: string) => path.join(folder, `${name}.png`);

const platform = await startPlatform();
try {
  await tellStory(platform);
} finally {
  await platform.stop();
}

async function tellStory(on: Platform): Promise<void> {
  const teams = await on.openPlayground();
  await openChat(teams, 'Personal Chat');
  const marble = await on.addRoom('Marble 3.07');
  const slate = await on.addRoom('Slate 3.08');
  const basalt = await on.addRoom('Basalt 2.02');
  await on.addRoom('Opal 1.01');
  await basalt.device.report({});
  await takeCards(on, teams, marble, slate);
  await takeViews(on, marble, slate);
  await shareCards(on, teams, marble);
  await recover(teams, marble);
  await takeTicket(on, marble, 'resolved');
}

/** One card after the other as the story goes: open, responded, suppressed. */
async function takeCards(on: Platform, teams: Page, marble: RoomInUse, slate: RoomInUse) {
  await marble.device.report({ missingDisplays: 2, hasMicrophone: false });
  const display = cardOf(teams, marble.name, 'Display 1');
  const audio = cardOf(teams, marble.name, microphone);
  await takeCard(audio, 'card-investigating', 'System investigating');
  await takeCard(audio, 'card-open', 'Needs action');
  await teams.screenshot({ path: fileOf('teams-open') });
  await display.getByRole('button', { name: 'Suppress', exact: true }).click();
  await display.screenshot({ path: fileOf('card-suppress-form') });
  await respondIn(display, 'Switched both displays off and on, then plugged HDMI in again');
  await takeCard(display, 'card-responded', 'Latest response');
  await slate.device.report({ hasDefaultSpeaker: false, hasMicrophone: false });
  const silenced = cardOf(teams, slate.name, microphone);
  await silenced.getByText('Needs action').waitFor({ timeout: patienceMs });
  await suppressInTab(on, slate);
  await takeCard(silenced, 'card-suppressed', 'Suppressed by');
  await teams.screenshot({ path: fileOf('teams-suppressed') });
}

async function suppressInTab(on: Platform, room: RoomInUse): Promise<void> {
  const tab = await on.openTab(`tickets/${room.ticket(1)}`);
  await tab.getByRole('heading', { name: `${microphone} in ${room.name}` }).waitFor();
  await tab.getByRole('button', { name: 'Suppress', exact: true }).click();
  const dialog = tab.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Spare part arrives tomorrow');
  await tab.screenshot({ path: fileOf('tab-suppress-dialog') });
  await dialog.getByRole('button', { name: 'Suppress', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await tab.screenshot({ path: fileOf('tab-after-suppress') });
  await tab.close();
}

/** What the message extension finds, and what is put into a conversation. */
async function shareCards(on: Platform, teams: Page, room: RoomInUse): Promise<void> {
  await openChat(teams, 'Room support');
  await searchInChat(teams, 'tickets', room.name);
  await resultsOf(teams).first().waitFor({ timeout: patienceMs });
  await teams.screenshot({ path: fileOf('teams-search') });
  await shareResult(teams, `Display 1 · ${room.name}`);
  await takeCard(cardOf(teams, room.name, 'Display 1'), 'card-shared', 'As of');
  await searchInChat(teams, 'rooms', room.name);
  await shareResult(teams, room.name);
  await teams.getByText('likely to cause problems').last().waitFor({ timeout: patienceMs });
  await teams.screenshot({ path: fileOf('teams-shared-room') });
  await shareLink(teams, on.addressOf(`tickets/${room.ticket(1)}`));
  await openChat(teams, 'Personal Chat');
}

async function recover(teams: Page, room: RoomInUse): Promise<void> {
  await room.device.report({});
  await takeCard(cardOf(teams, room.name, 'Display 1'), 'card-resolved', 'Resolved after');
  await cardsOf(teams, room.name).last().scrollIntoViewIfNeeded();
  await teams.screenshot({ path: fileOf('teams-resolved') });
}

async function takeCard(card: Locator, name: string, onceItSays: string): Promise<void> {
  await card.getByText(onceItSays).first().waitFor({ timeout: patienceMs });
  await card.screenshot({ path: fileOf(name) });
}

async function takeViews(on: Platform, marble: RoomInUse, slate: RoomInUse): Promise<void> {
  await takeView(on, 'incidents', '');
  await takeView(on, 'rooms', 'rooms');
  await takeView(on, 'room', `rooms/${marble.id}`);
  await takeView(on, 'room-suppressed-signal', `rooms/${slate.id}`);
  await takeTicket(on, marble, 'open');
}

async function takeTicket(on: Platform, room: RoomInUse, state: string): Promise<void> {
  const ticket = `tickets/${room.ticket(1)}`;
  for (const face of ['overview', 'messages', 'attachments', 'history'])
    await takeView(on, `ticket-${state}-${face}`, `${ticket}?face=${face}`);
}

/** The same view in both themes and both widths, whole pages. */
async function takeView(on: Platform, name: string, place: string): Promise<void> {
  const tab = await on.openTab(place);
  for (const theme of ['light', 'dark']) {
    await tab.evaluate((choice) => localStorage.setItem('rooms-pro.theme', choice), theme);
    for (const [width, viewport] of Object.entries(widths)) {
      await tab.setViewportSize(viewport);
      await tab.reload();
      await tab.getByRole('heading', { level: 1 }).waitFor({ timeout: patienceMs });
      await tab.getByText('Loading').first().waitFor({ state: 'hidden', timeout: patienceMs });
      await tab.screenshot({ path: fileOf(`tab-${name}-${theme}-${width}`), fullPage: true });
      await reportOverflow(tab, `${name} ${theme} ${width}`);
    }
  }
  await tab.close();
}

/** Says when a page is wider than its window: nobody should have to scroll sideways. */
async function reportOverflow(tab: Page, what: string): Promise<void> {
  const excess = await tab.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  if (excess > 0) console.warn(`${what}: ${excess} px wider than the window.`);
}
