/** How similar two words are: typing errors, and the errors that a word of its length may have. */
import leven from 'leven';

/** The number of typing errors between two words. Two swapped letters are one error. */
export function slipsBetween(word: string, name: string): number {
  if (word === name) return 0;
  const distance = leven(word, name);
  return distance === 2 && isSwap(word, name) ? 1 : distance;
}

/** Whether both have the same letters in another order. */
function isSwap(word: string, name: string): boolean {
  return word.length === name.length && [...word].sort().join('') === [...name].sort().join('');
}

/** The typing errors that are allowed in a word of this length. */
export function allowedSlips(length: number): number {
  if (length < 4) return 0;
  if (length < 7) return 1;
  return length < 12 ? 2 : 3;
}

/** The only nearest of the names; `null`: no name is near, or two are equally near. */
export function nearest(word: string, names: Iterable<string>): string | null {
  let best: { readonly name: string; readonly slips: number } | null = null;
  let isTie = false;
  for (const name of names) {
    const limit = allowedSlips(Math.min(word.length, name.length));
    if (limit === 0 || Math.abs(word.length - name.length) > limit) continue;
    const slips = slipsBetween(word, name);
    if (slips > limit) continue;
    if (best !== null && slips === best.slips && name !== best.name) isTie = true;
    if (best === null || slips < best.slips) {
      best = { name, slips };
      isTie = false;
    }
  }
  return best === null || isTie ? null : best.name;
}
