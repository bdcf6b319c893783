/** The browser of the stories: the system's Chromium, never one that is downloaded. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'] as const;
/** Debian's shell without a window of its own where it is installed: it takes a third less time. */
const executablePath = places.find(existsSync) ?? places[1];

/** Whether this machine has the browser at all. */
export const hasChromium = existsSync(executablePath);

/** The name of a suite, which says why it is skipped when it is. */
export function inChromium(name: string): string {
  return hasChromium ? name : `${name} (skipped: there is no Chromium at ${executablePath})`;
}

/** Starts the browser; it asks nothing of the network but what the pages ask. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-quic',
      '--no-first-run',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

let shared: Promise<Browser> | null = null;

/** One browser for all suites of a worker: to start it takes as long as several pages. Windows share nothing. */
export async function openChromium(): Promise<Browser> {
  const opened = await (shared ?? launchChromium());
  shared = opened.isConnected() ? Promise.resolve(opened) : launchChromium();
  return await shared;
}

/** Closes all windows of a suite and leaves the browser to the next one. */
export async function closeWindows(browser: Browser | undefined): Promise<void> {
  for (const context of browser?.contexts() ?? []) await context.close();
}
