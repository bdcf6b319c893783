/**
 * A strict parser for the XML that Windows prints of its events: elements, attributes, text, CDATA
 * and the five entities. Everything else, such as a document type, is a fault.
 */

export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text of the element without its children, joined. */
  readonly text: string;
};

/** A fault of the text, with its position. */
export class XmlFault extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.name = 'XmlFault';
    this.at = at;
  }
}

const deepest = 16;
const openTag =
  /<([A-Za-z_][\w.:-]{0,99})((?:\s+[A-Za-z_][\w.:-]{0,99}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attribute = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const closeTag = /<\/([A-Za-z_][\w.:-]{0,99})\s*>/y;

/** Parses the element that begins at `start`; returns the element and its end. Throws `XmlFault`. */
export function parseElement(
  xml: string,
  start: number,
  depth = 0,
): { readonly element: XmlElement; readonly end: number } {
  if (depth > deepest) throw new XmlFault('Elements are nested too deeply.', start);
  openTag.lastIndex = start;
  const opening = openTag.exec(xml);
  if (opening === null) throw new XmlFault('An element must begin here.', start);
  const [, name = '', attributes = '', isEmpty] = opening;
  const read = { name, attributes: readAttributes(attributes, start) };
  const at = openTag.lastIndex;
  if (isEmpty === '/') return { element: { ...read, children: [], text: '' }, end: at };
  const { children, text, end } = parseContent(xml, at, depth);
  closeTag.lastIndex = end;
  if (closeTag.exec(xml)?.[1] !== name) throw new XmlFault(`"${name}" is not closed here.`, end);
  return { element: { ...read, children, text }, end: closeTag.lastIndex };
}

function parseContent(xml: string, start: number, depth: number) {
  const children: XmlElement[] = [];
  const texts: string[] = [];
  let at = start;
  for (;;) {
    const tag = xml.indexOf('<', at);
    if (tag === -1) throw new XmlFault('The text ends inside an element.', xml.length);
    texts.push(decode(xml.slice(at, tag), at));
    if (xml.startsWith('</', tag)) return { children, text: texts.join(''), end: tag };
    if (xml.startsWith(cdata, tag)) {
      const close = xml.indexOf(']]>', tag);
      if (close === -1) throw new XmlFault('A CDATA section is not closed.', tag);
      texts.push(xml.slice(tag + cdata.length, close));
      at = close + ']]>'.length;
    } else {
      const { element, end } = parseElement(xml, tag, depth + 1);
      children.push(element);
      at = end;
    }
  }
}

const cdata = '<![CDATA[';

function readAttributes(text: string, at: number): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  for (const [, name = '', double, single] of text.matchAll(attribute)) {
    if (name in found) throw new XmlFault(`The attribute "${name}" occurs twice.`, at);
    found[name] = decode(double ?? single ?? '', at);
  }
  return found;
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function decode(text: string, at: number): string {
  return text.replaceAll(/&([^;&]{0,10};?)/g, (whole, inside: string) => {
    const name = inside.endsWith(';') ? inside.slice(0, -1) : '';
    const character = named[name] ?? fromCode(name);
    if (character === null) throw new XmlFault(`"${whole}" is not an entity.`, at);
    return character;
  });
}

function fromCode(name: string): string | null {
  const code = /^#(?:(\d{1,7})|x([\da-fA-F]{1,6}))$/.exec(name);
  if (code === null) return null;
  const point = code[1] === undefined ? Number.parseInt(code[2] ?? '', 16) : Number(code[1]);
  const isCharacter = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
  return isCharacter ? String.fromCodePoint(point) : null;
}
