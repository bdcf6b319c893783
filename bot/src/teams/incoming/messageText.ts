/**
 * The words of a message. Clients drop what stands in angle brackets from `text`; the HTML that comes with
 * the message still has it. The HTML is read as text and nothing of it is ever executed or passed on.
 */
import { Parser } from 'htmlparser2';

/** What a person said. `isPlain`: every character is the person's own, so that no mark is looked for. */
export type Said = { readonly text: string; readonly isPlain: boolean };

/** Longer HTML than any message of a chat: what is longer is not read. */
const longestHtml = 128 * 1024;

/** The words of a message: its text, or its HTML where that has all of the text and more. */
export function plainText(text: string, html: string | null): Said {
  const asSent: Said = { text, isPlain: false };
  if (html === null || html.length > longestHtml) return asSent;
  const told = lettersOf(text.replace(mentions, ' '));
  for (const hasQuotes of [false, true]) {
    const read = readHtml(html, hasQuotes);
    const more = lettersOf(read);
    if (more.length > told.length && isWithin(told, more)) return { text: read, isPlain: true };
    if (more === told) return asSent;
  }
  return asSent;
}

const mentions = /<at\b[^>]*>[^<]*<\/at>/gi;

/** All that is seen and takes no room: clients differ in blanks and in invisible marks. */
function lettersOf(text: string): string {
  return text.replace(/&nbsp;|[\s\p{Cf}\p{Cc}]+/gu, '');
}

/** Whether the first text is left when some characters are taken out of the second. */
function isWithin(less: string, more: string): boolean {
  let next = 0;
  for (let index = 0; index < more.length && next < less.length; index += 1)
    if (more[index] === less[next]) next += 1;
  return next === less.length;
}

/** Elements that begin and end a line of their own. */
const lines = new Set(
  'p div li ul ol tr table pre codeblock blockquote h1 h2 h3 h4 h5 h6'.split(' '),
);
/** Elements whose content is no word of the person, or not for people to read. */
const silent = new Set('script style title head template attachment iframe object'.split(' '));
const voids = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

type Attributes = Readonly<Record<string, string>>;

/** HTML as plain text; mentions and cards are left out, quoted messages unless they are asked for. */
function readHtml(html: string, hasQuotes: boolean): string {
  let text = '';
  /** How many open elements stand in one that is left out; 0: none is. */
  let omitted = 0;
  let preformatted = 0;
  const breakLine = () => {
    if (text !== '' && !text.endsWith('\n')) text += '\n';
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      if (omitted > 0 || isOmitted(name, attributes, hasQuotes)) {
        if (!voids.has(name)) omitted += 1;
        return;
      }
      if (name === 'br') text += '\n';
      else if (name === 'img' || name === 'emoji') text += emojiIn(attributes);
      else if (lines.has(name)) breakLine();
      if (name === 'pre') preformatted += 1;
    },
    ontext(part) {
      if (omitted > 0) return;
      if (preformatted > 0) text += part;
      else text += part.replace(/[ \t\r\n\f]+/g, ' ');
    },
    onclosetag(name) {
      if (omitted > 0) {
        if (!voids.has(name)) omitted -= 1;
        return;
      }
      if (lines.has(name)) breakLine();
      if (name === 'pre') preformatted -= 1;
    },
  });
  parser.end(html);
  return text
    .replaceAll('\u00a0', ' ')
    .replace(/ *\n */g, '\n')
    .toWellFormed()
    .trim();
}

function isOmitted(
  name: string,
  { itemtype = '', class: css = '' }: Attributes,
  hasQuotes: boolean,
) {
  if (silent.has(name)) return true;
  if (name === 'at' || /\/Mention$/i.test(itemtype)) return true;
  if (/inline-compose-card/i.test(css) || /InputExtension/i.test(itemtype)) return true;
  return !hasQuotes && name === 'blockquote' && /\/(?:Reply|Forward)$/i.test(itemtype);
}

/** Emoji are pictures with the character beside them; the words beside any other picture are not said. */
function emojiIn({ alt = '' }: Attributes): string {
  return /^\p{RGI_Emoji}{1,10}$/v.test(alt) ? alt : '';
}
