/**
 * Rooms that are read one after the other say the same words and times over and over, and most of
 * their lists are empty: each is kept once, or they would take half as much memory again.
 */

/** Enough for what rooms have in common; what only one of them says must not fill the memory. */
const mostTexts = 20_000;
const emptyList: readonly never[] = Object.freeze([]);
const emptyRecord: object = Object.freeze({});

/** Makes a sharer for values fresh from JSON, of which nobody else holds any part. */
export function createStringInterner(): <T>(fresh: T) => T {
  const texts = new Map<string, string>();

  function textOf(text: string): string {
    const known = texts.get(text);
    if (known !== undefined) return known;
    if (texts.size >= mostTexts) texts.clear();
    texts.set(text, text);
    return text;
  }

  function share(part: unknown): unknown {
    if (typeof part === 'string') return textOf(part);
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) {
      if (part.length === 0) return emptyList;
      for (const [place, value] of part.entries()) part[place] = share(value);
      return part;
    }
    const members = part as Record<string, unknown>;
    const names = Object.keys(members);
    for (const name of names) members[name] = share(members[name]);
    return names.length === 0 ? emptyRecord : part;
  }

  return <T>(fresh: T) => share(fresh) as T;
}
