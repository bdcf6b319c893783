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
