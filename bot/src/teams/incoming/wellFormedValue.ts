/** What a card or a search sends along, of any shape: every text in it becomes well-formed. */

/** Cards and searches send few levels; what is deeper is not one of ours. */
const deepest = 20;

/** The value with halves of surrogates replaced in all its texts; cut off below the deepest level. */
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
