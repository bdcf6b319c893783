/**
 * The text of a message. Clients remove text in angle brackets from `text`, but the HTML of the message still
 * contains it. The HTML is only converted to text. It is never executed or passed on.
 */
import { Parser } from 'htmlparser2';

/** The text of a person. `isPlain`: the person wrote every character, so it contains no marks of mentions or cards. */
export type Said = { readonly text: string; readonly isPlain: boolean };

/** Longer than the HTML of any chat message. Longer HTML is ignored. */
const longestHtml = 128 * 1024;

/** The text of a message: `text`, or its HTML if that contains the whole text and more. */
export function plainText(text: string, html: string | null): Said {
  const asSent: Said = { text, isPlain: false };
  if (html === null || html.length > longestHtml) return asSent;
  const sent = lettersOf(text.replace(mentions, ' '));
  for (const hasQuotes of [false, true]) {
    const read = readHtml(html, hasQuotes);
    const more = lettersOf(read);
    if (more.length > sent.length && isWithin(sent, more)) return { text: read, isPlain: true };
    if (more === sent) return asSent;
  }
  return asSent;
}

const mentions = /<at\b[^>]*>[^<]*<\/at>/gi;

/** The visible characters: clients differ in blanks and in invisible characters. */
function lettersOf(text: string): string {
  return text.replace(/&nbsp;|[\s\p{Cf}\p{Cc}]+/gu, '');
}

/** Whether the first text remains after some characters are removed from the second. */
function isWithin(less: string, more: string): boolean {
  let next = 0;
  for (let index = 0; index < more.length && next < less.length; index += 1)
    if (more[index] === less[next]) next += 1;
  return next === less.length;
}

/** Elements that start and end a separate line. */
const lines = new Set(
  'p div li ul ol tr table pre codeblock blockquote h1 h2 h3 h4 h5 h6'.split(' '),
);
/** Elements whose content the person did not write, or that people do not read. */
const silent = new Set('script style title head template attachment iframe object'.split(' '));
const voids = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

type Attributes = Readonly<Record<string, string>>;

/** HTML as plain text, without mentions and cards. Quoted messages are included only with `hasQuotes`. */
function readHtml(html: string, hasQuotes: boolean): string {
  let text = '';
  /** The depth of open elements inside an omitted element; 0: outside. */
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

/** The emoji of a picture, from its alternative text; empty for any other picture. */
function emojiIn({ alt = '' }: Attributes): string {
  return /^\p{RGI_Emoji}{1,10}$/v.test(alt) ? alt : '';
}
