/**
 * Draws every face of every card as Teams would, on a phone and in a chat, light and dark:
 * `node test/pictures/cards.ts <outDir>`. For people to look at; the golden files are the test.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import type { AdaptiveCard } from '../../bot/src/cards/adaptiveCard.ts';
import { incidentCard } from '../../bot/src/cards/incident/incidentCard.ts';
import { cardVariants } from '../../bot/src/cards/incident/incidentFixtures.suite.ts';
import { plainCardVariants } from '../../bot/src/cards/lists/listFixtures.suite.ts';
import { noticeVariants } from '../../bot/src/cards/notices/noticeFixtures.suite.ts';
import { sharedCardVariants } from '../../bot/src/cards/shared/sharedFixtures.suite.ts';
import { launchChromium } from '../browser/engines/chromium.ts';
import { hostConfig, hostStyle, type Theme } from './hostStyle.ts';

type Picture = { readonly name: string; readonly card: AdaptiveCard; readonly press?: string };

const needsAction = cardVariants['needsAction'];
const pictures: readonly Picture[] = [
  ...Object.entries(cardVariants).map(([name, view]) => ({ name, card: incidentCard(view) })),
  ...Object.entries(plainCardVariants).map(([name, card]) => ({ name: `plain-${name}`, card })),
  ...Object.entries(noticeVariants).map(([name, card]) => ({ name, card })),
  ...Object.entries(sharedCardVariants).map(([name, card]) => ({ name, card })),
  ...(needsAction
    ? ['Respond', 'Suppress'].map((press) => ({
        name: `panel-${press}`,
        card: incidentCard(needsAction),
        press,
      }))
    : []),
];

const widths = { phone: 320, chat: 480 } as const;
const themes: readonly Theme[] = ['light', 'dark'];

/** Runs in the page: draws the card; of markdown our cards use nothing but escapes. */
const draw = `(card, config) => {
  const { AdaptiveCard, HostConfig } = window.AdaptiveCards;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    const unescaped = text.replace(/\\\\([!-/:-@[-\`{-~])/g, '$1');
    const holder = document.createElement('p');
    holder.textContent = unescaped;
    result.outputHtml = holder.outerHTML;
    result.didProcess = true;
  };
  const drawn = new AdaptiveCard();
  drawn.hostConfig = new HostConfig(config);
  drawn.parse(card);
  document.querySelector('.card').replaceChildren(drawn.render());
}`;

async function drawAll(browser: Browser, outDir: string): Promise<number> {
  const fromBot = createRequire(new URL('../../bot/package.json', import.meta.url));
  const library = await readFile(fromBot.resolve('adaptivecards/dist/adaptivecards.js'), 'utf8');
  let drawn = 0;
  for (const theme of themes) {
    for (const [size, width] of Object.entries(widths)) {
      const page = await browser.newPage({ viewport: { width, height: 200 } });
      await page.setContent(`<style>${hostStyle(theme)}</style><div class="card"></div>`);
      await page.addScriptTag({ content: library });
      for (const { name, card, press } of pictures) {
        await page.evaluate(
          `(${draw})(${JSON.stringify(card)}, ${JSON.stringify(hostConfig(theme))})`,
        );
        if (press) await page.getByRole('button', { name: press, exact: true }).click();
        await page.screenshot({
          path: path.join(outDir, `${name}-${size}-${theme}.png`),
          fullPage: true,
        });
        drawn += 1;
      }
      await page.close();
    }
  }
  return drawn;
}

const outDir = process.argv[2];
if (outDir === undefined) {
  console.error('Say where the pictures go: node test/pictures/cards.ts <outDir>');
  process.exit(2);
}
await mkdir(outDir, { recursive: true });
const browser = await launchChromium();
try {
  console.log(`${await drawAll(browser, outDir)} pictures in ${outDir}`);
} finally {
  await browser.close();
}
