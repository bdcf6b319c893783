/** A message as its author wrote it: what stands in it for a card that is shared with it is no word of theirs. */

/** As Teams and its Playground mark the place of a card. */
const cardBegins = /<span\b[^>]*\b(?:inline-compose-card|InputExtension)\b[^>]*>/i;
const spanTags = /<(\/?)span\b[^>]*>/gi;
const attachmentMarks = /<attachment\b[^>]*>(?:[^<]*<\/attachment>)?/gi;
const longestText = 16_000;

/** The text without its cards; what stands in a card's place may be nested, and may never end. */
export function withoutCards(text: string): string {
  let left = text.slice(0, longestText).replace(attachmentMarks, ' ');
  for (;;) {
    const begins = cardBegins.exec(left);
    // What follows the part that is looked through is the person's own, unless a card goes on in it.
    if (begins === null) return left + text.slice(longestText);
    const end = endOfSpan(left, begins.index);
    const before = left.slice(0, begins.index);
    if (end === null) return `${before} `;
    left = `${before} ${left.slice(end)}`;
  }
}

/** Whether a message is a card and nothing else: it is meant for people, not for us. */
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
