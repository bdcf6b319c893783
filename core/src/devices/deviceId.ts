/** Ids of devices: one device is the same in any combination of upper and lower case. */

/**
 * The form of an id under which a device is found: each character in its lower case, by Unicode and
 * by no locale. Characters are folded one by one, so that adjacent characters have no effect. Ids that
 * differ in more than upper and lower case (accents, compatible forms) stay different.
 */
export function foldDeviceId(id: string): string {
  if (!/[^\x20-\x40\x5b-\x7e]/.test(id)) return id;
  return Array.from(id, (character) => character.toLowerCase()).join('');
}

/** Whether two ids name the same device. */
export function isSameDevice(one: string, other: string): boolean {
  return one === other || foldDeviceId(one) === foldDeviceId(other);
}

/** The spelling of an id among `ids`: an exact match first, then a match in any case, else `id` itself. */
export function findSpelling(ids: Iterable<string>, id: string): string {
  let found: string | null = null;
  for (const one of ids) {
    if (one === id) return one;
    if (found === null && isSameDevice(one, id)) found = one;
  }
  return found ?? id;
}
