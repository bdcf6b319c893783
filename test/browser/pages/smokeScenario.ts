/** What a person does first in the tab, in any browser: read the lists, open a room and a ticket, respond. */
import { type OtherBrowser, waitFor } from '../engines/otherBrowsers.ts';

const text = (value: string) => JSON.stringify(value);

/** Reads and responds; returns what went wrong on the way, and how wide the window was. */
export async function playSmoke(browser: OtherBrowser, url: string, notes: string) {
  const faults: string[] = [];
  const until = (what: string, condition: string) =>
    waitFor(what, () => browser.run(`return (${condition}) || null`));
  const press = async (name: string, within = 'document') => {
    const found = `[...${within}.querySelectorAll('a, button')].find((one) => one.textContent.trim() === ${text(name)})`;
    await until(`“${name}” to press`, `${found} !== undefined`);
    await browser.run(`${found}.click()`);
  };
  /** Every box that scrolls sideways and is not meant to: the page, and dialogs with what is in them. */
  const look = async (where: string) => {
    const wide = await browser.run(`
      const boxes = [document.documentElement, ...document.querySelectorAll('dialog, dialog *')];
      return boxes.filter((box) => box.clientWidth > 1 && box.scrollWidth > box.clientWidth &&
        (box === document.documentElement || getComputedStyle(box).overflowX !== 'visible'))
        .map((box) => box.tagName + ' ' + box.scrollWidth + ' > ' + box.clientWidth)`);
    for (const box of wide as string[]) faults.push(`${where}: ${box}`);
  };
  await browser.open(`${url}/tab/`);
  await until('the incidents', `document.querySelector('h1') !== null`);
  await browser.run(`
    window.smokeFaults = [];
    const note = (fault) => window.smokeFaults.push(String(fault));
    addEventListener('error', (event) => note(event.message));
    addEventListener('unhandledrejection', (event) => note(event.reason));
    const { error } = console;
    console.error = (...parts) => { note(parts.join(' ')); error(...parts); };`);
  await until('an incident', `document.querySelector('a[href*="/tickets/"]') !== null`);
  await look('incidents');
  await press('Rooms');
  await until('a room', `document.querySelector('a[href*="/rooms/room-"]') !== null`);
  await look('rooms');
  await browser.run(`document.querySelector('a[href*="/rooms/room-"]').click()`);
  await until('its facts', `document.querySelector('#about-room') !== null`);
  await look('room');
  await press('Incidents');
  await press(
    'Respond',
    `[...document.querySelectorAll('main li, main [role=row]')].find((row) =>
    row.textContent.includes('Respond') && row.querySelector('a[href*="/tickets/"]'))`,
  );
  await until('the dialog', `document.querySelector('dialog[open] textarea') !== null`);
  await look('the dialog');
  await browser.run(`
    document.querySelector('dialog textarea').focus();
    document.execCommand('insertText', false, ${text(notes)});`);
  await press('Respond', `document.querySelector('dialog')`);
  await until('the end of the dialog', `document.querySelector('dialog') === null`);
  await browser.run(`document.querySelector('a[href*="/tickets/"]').click()`);
  await until(
    'a ticket',
    `/\\/tickets\\//.test(location.pathname) && document.querySelector('h1') !== null`,
  );
  await look('ticket');
  faults.push(...((await browser.run('return window.smokeFaults')) as string[]));
  return { faults, width: Number(await browser.run('return innerWidth')) };
}
