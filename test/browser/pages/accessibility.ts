/** Whether everyone can read a page: asked of axe in the page itself. */
import { readFileSync } from 'node:fs';
import type { Frame, Page } from 'playwright-core';

const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

type Violations = readonly { readonly id: string; readonly nodes: readonly object[] }[];

/** Those of the rules in use that look at colours. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** Every rule, or those of colours alone: a theme changes nothing but colours. */
export type Rules = 'all' | 'colours';

/**
 * What a screen reader or a weak eye would stumble over, and whether one must scroll sideways: in the whole
 * document, or in what one selector finds.
 */
export async function faultsOf(
  page: Page | Frame,
  rules: Rules = 'all',
  within?: string,
): Promise<string[]> {
  // Once for each document: to read its text again takes as long as many of its rules.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  // Colours are on their way after a click, a changed width or another theme, from each element to those
  // within it; what counts is where they end.
  await page.evaluate(async () => {
    const changing = () =>
      document.getAnimations().filter((change) => change instanceof CSSTransition);
    const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
    for (let still = 0; still < 2; still += 1) {
      await nextFrame();
      const changes = changing();
      if (changes.length === 0) continue;
      await Promise.allSettled(changes.map((change) => change.finished));
      still = -1;
    }
  });
  // Of rules that hold, axe would describe every element, which takes longer than to look at it.
  const options = {
    resultTypes: ['violations'],
    ...(rules === 'all' ? {} : { runOnly: ofColours }),
  };
  const where = within === undefined ? 'document' : JSON.stringify(within);
  const violations = (await page.evaluate(
    `axe.run(${where}, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  )) as Violations;
  const isTooWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  const found = violations.map(({ id, nodes }) => `${id} ${JSON.stringify(nodes[0])}`);
  return isTooWide ? [...found, 'wider than the window'] : found;
}
