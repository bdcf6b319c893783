/** Makes every text well-formed in the data of a card or a search, which may have any shape. */

/** Our cards and searches send only a few levels. */
const deepest = 20;

/** The value without lone surrogates in its texts, cut off below the deepest level. */
export function soundValue(value: unknown, level = 0): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (level >= deepest) return null;
  if (Array.isArray(value)) return value.map((one) => soundValue(one, level + 1));
  const entries = Object.entries(value).map(([key, one]) => [
    key.toWellFormed(),
    soundValue(one, level + 1),
  ]);
  return Object.fromEntries(entries);
}
