/** The Agents Playground as a person sees it: its chats, and the cards in the one that is open. */
import type { Locator, Page } from 'playwright-core';

/** Who sits in front of it, as `playground.yml` says. */
export const personInTeams = 'Mara Lindqvist';

/** What the bot is called there. */
const bot = 'Rooms Pro Management';

/** The chats of `playground.yml`; the first channel is there in every team. */
export type ChatName = 'Personal Chat' | 'Room support' | 'General';

/** Opens a chat; the first time, Teams tells the bot that it is installed there. */
export async function openChat(page: Page, name: ChatName): Promise<void> {
  await page.getByRole('treeitem').filter({ hasText: name }).first().click();
}

/** The cards of the open chat that speak of this room. */
export function cardsOf(page: Page, room: string): Locator {
  return page.locator('.ac-adaptiveCard').filter({ hasText: `${room} ·` });
}

/** The cards of incidents of this room; what is told once beside them has no heading. */
export function incidentsOf(page: Page, room: string): Locator {
  return cardsOf(page, room).filter({ has: page.getByRole('heading') });
}

/** The cards about one signal of a room; in a chat the newest stands last. */
export function cardsAbout(page: Page, room: string, label: string): Locator {
  const heading = page.getByRole('heading', { name: label, exact: true });
  return cardsOf(page, room).filter({ has: heading });
}

/** The newest card of a chat about one signal of a room. */
export function cardOf(page: Page, room: string, label: string): Locator {
  return cardsAbout(page, room, label).last();
}

/** The labels of the buttons of a card, hidden ones left out; one that opens a page is a link. */
export async function buttonsOf(card: Locator): Promise<string[]> {
  const labels = await card.getByRole('button').or(card.getByRole('link')).allInnerTexts();
  return labels.map((label) => label.trim()).filter((label) => label !== '');
}

/** Opens the Respond part of a card, types notes, and sends them. */
export async function respondIn(card: Locator, notes: string): Promise<void> {
  await card.getByRole('button', { name: 'Respond', exact: true }).click();
  await card.getByRole('textbox', { name: 'What did you do?' }).fill(notes);
  await card.getByRole('button', { name: 'Send response' }).click();
}

/** Starts a new post in the open channel that speaks to the bot. */
export async function mention(page: Page, words: string): Promise<void> {
  const box = page.locator('div[contenteditable=true]').first();
  await box.click();
  await box.pressSequentially('@');
  await page.getByRole('menuitem', { name: bot }).click();
  await box.pressSequentially(` ${words}`);
  await page.getByRole('button', { name: 'Post', exact: true }).click();
}

/** Opens what the message extension offers beside the box one writes in. */
async function openExtension(page: Page, command: 'Search Command' | 'Link Unfurling') {
  await page.getByRole('button', { name: 'Trigger Message Extension App' }).click();
  await page.getByRole('menuitem', { name: command }).click();
}

/** Types into the search of the message extension, which then shows what it found. */
export async function searchInChat(page: Page, command: 'tickets' | 'rooms', text: string) {
  await openExtension(page, 'Search Command');
  const box = page.getByPlaceholder('Enter a search term');
  const commandId = page.getByPlaceholder('Command ID');
  if (!(await commandId.isVisible()))
    await page.getByRole('button', { name: 'Specify Command ID or Parameter' }).click();
  await commandId.fill(command);
  await page.getByPlaceholder('Parameter name').fill('query');
  await box.fill(text);
}

/** The results of a search, by their titles. */
export function resultsOf(page: Page): Locator {
  return page.getByRole('heading', { level: 1 }).filter({ hasText: '·' });
}

/** Picks a result, whose card then stands in the box, and sends it. */
export async function shareResult(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { name: title }).click();
  await page.getByRole('button', { name: 'Send Message' }).click();
}

/** Pastes a link, and sends the card that it became. */
export async function shareLink(page: Page, address: string): Promise<void> {
  await openExtension(page, 'Link Unfurling');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(address);
  await dialog.locator('.ac-adaptiveCard').waitFor();
  await dialog.getByRole('button', { name: 'Send to Conversation' }).click();
}
