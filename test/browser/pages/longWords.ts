/** What stays inside a phone's width, however long the words of people and devices are. */
import type { Page } from 'playwright-core';

/** Sixty letters without a place to break. */
export const longWord = 'Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauten';

/** Every box of the page and of its dialog that scrolls sideways, and what is drawn outside of the window. */
export function overflowsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { documentElement: root } = document;
    const boxes = [root, ...document.querySelectorAll('dialog[open], dialog[open] *')];
    const scrolls = boxes.filter(
      (box) =>
        box.clientWidth > 1 &&
        box.scrollWidth > box.clientWidth &&
        (box === root || ['auto', 'scroll'].includes(getComputedStyle(box).overflowX)),
    );
    const texts = [...document.querySelectorAll('main *, dialog[open] *')].filter((element) => {
      const own = element.closest('main ul, main ol, main nav');
      // A strip may scroll by itself.
      if (own && ['auto', 'scroll'].includes(getComputedStyle(own).overflowX)) return false;
      const { left, right, width } = element.getBoundingClientRect();
      return width > 1 && (right > root.clientWidth + 1 || left < -1);
    });
    return [...scrolls, ...texts].map((box) => `${box.tagName} ${box.textContent?.slice(0, 60)}`);
  });
}

/** How wide the search box is that stands beside *Filters*. */
export async function searchWidthOf(page: Page): Promise<number> {
  const box = await page.getByRole('searchbox').boundingBox();
  return Math.round(box?.width ?? 0);
}
