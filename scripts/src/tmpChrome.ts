import { mkdtemp } from 'node:fs/promises';
import { chromium } from '/work/wt/requests/node_modules/playwright-core/index.mjs';
import { openApiStory } from '/work/wt/requests/bot/src/api/apiStory.ts';
const story = await openApiStory();
const heron = await story.addRoom(1, { name: 'Heron', groups: [] });
await story.breaks(heron, 'display:1');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.goto(`${story.base}/healthz`);
const cdp = await page.context().newCDPSession(page);
const up = (bytes: number, fresh = '') => page.evaluate(async ([bytes, fresh]) => {
  const started = performance.now();
  return new Promise((done) => {
    const r = new XMLHttpRequest();
    r.open('POST', '/api/tickets/1-1/attachments');
    r.setRequestHeader('x-attachment-name', 'a.bin' + fresh);
    const out = (what: string) => done([what, r.status, r.responseText, Math.round(performance.now() - started)]);
    r.onload = () => out('load'); r.onerror = () => out('error');
    r.send(new Uint8Array(bytes as number));
  });
}, [bytes, fresh]);
console.log('plain', await up(1000));
console.log('over 100 MB', await up(105 * 1024 * 1024));
// five at once, 24 MB each
console.log('five', await Promise.all([1, 2, 3, 4, 5].map((n) => up(24 * 1024 * 1024, String(n)))));
await cdp.send('Network.enable');
await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 10 * 1024 });
console.log('slow', await up(3 * 1024 * 1024));
await browser.close();
await story.close();
