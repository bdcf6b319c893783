/** Removes the marks of shared cards from a message, because its author did not write them. */

/** The mark of a card in Teams and in its Playground. */
const cardBegins = /<span\b[^>]*\b(?:inline-compose-card|InputExtension)\b[^>]*>/i;
const spanTags = /<(\/?)span\b[^>]*>/gi;
const attachmentMarks = /<attachment\b[^>]*>(?:[^<]*<\/attachment>)?/gi;
const longestText = 16_000;

/** The text without its cards. The mark of a card may contain other tags, and may have no end. */
export function withoutCards(text: string): string {
  let left = text.slice(0, longestText).replace(attachmentMarks, ' ');
  for (;;) {
    const begins = cardBegins.exec(left);
    // The search covers only the first part. The person wrote the rest, unless a card continues in it.
    if (begins === null) return left + text.slice(longestText);
    const end = endOfSpan(left, begins.index);
    const before = left.slice(0, begins.index);
    if (end === null) return `${before} `;
    left = `${before} ${left.slice(end)}`;
  }
}

/** Whether a message contains only a card. Such a message is for people, not for the bot. */
export function isCardAlone(text: string): boolean {
  const own = withoutCards(text);
  return own !== text && own.replace(/&nbsp;|\s/g, '') === '';
}

function endOfSpan(text: string, begin: number): number | null {
  let depth = 0;
  spanTags.lastIndex = begin;
  for (let tag = spanTags.exec(text); tag !== null; tag = spanTags.exec(text)) {
    depth += tag[1] === '' ? 1 : -1;
    if (depth === 0) return spanTags.lastIndex;
  }
  return null;
}
