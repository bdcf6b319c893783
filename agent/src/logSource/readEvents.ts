/** Parses the output of `wevtutil qe … /f:xml`: a sequence of elements without a root. */
import type { ObservedEvent } from './logSource.ts';
import { parseElement, type XmlElement, XmlFault } from './parseXml.ts';

/** One record of the Windows event log. */
export type LogRecord = {
  readonly recordId: number;
  readonly observedAt: string;
  /** The JSON that the app wrote; `null` when the record contains no JSON. */
  readonly event: ObservedEvent['event'] | null;
};

export type EventsRead = {
  readonly records: readonly LogRecord[];
  /** Parts that cannot be parsed, with the reason. */
  readonly malformed: readonly { readonly text: string; readonly reason: string }[];
};

const begin = /<Event[\s>]/g;
const closing = '</Event>';

/**
 * Reads all valid events. A malformed event does not affect the others; when its number can be read, it is
 * also returned as a record without an event.
 */
export function readEvents(xml: string): EventsRead {
  const records: LogRecord[] = [];
  const malformed: { text: string; reason: string }[] = [];
  let at = 0;
  for (;;) {
    begin.lastIndex = at;
    const found = begin.exec(xml);
    const between = xml.slice(at, found?.index ?? xml.length).trim();
    if (between !== '' && !isHarmless(between))
      malformed.push({ text: between, reason: 'This is not an event.' });
    if (found === null) return { records, malformed };
    const start = found.index;
    try {
      const { element, end } = parseElement(xml, start);
      records.push(toRecord(element, start));
      at = end;
    } catch (error) {
      if (!(error instanceof XmlFault)) throw error;
      const close = xml.indexOf(closing, start);
      at = close === -1 ? xml.length : close + closing.length;
      const text = xml.slice(start, at);
      const salvaged = salvage(text);
      if (salvaged !== null) records.push(salvaged);
      malformed.push({ text, reason: error.message });
    }
  }
}

/** Whether the text is only a byte order mark, an XML declaration, or the root element that `/e` adds. */
function isHarmless(text: string): boolean {
  return /^\uFEFF?(<\?xml[^>]*\?>)?\s*<?\/?(Events>)?$/.test(text);
}

function toRecord(event: XmlElement, at: number): LogRecord {
  const system = findChild(event, 'System');
  const recordId = Number(findChild(system, 'EventRecordID')?.text.trim());
  if (!Number.isSafeInteger(recordId) || recordId < 0)
    throw new XmlFault('An event without a record id.', at);
  const time = findChild(system, 'TimeCreated')?.attributes['SystemTime'] ?? '';
  const observedAt = readTime(time);
  if (observedAt === null) throw new XmlFault('An event without a time.', at);
  return { recordId, observedAt, event: findJson(event) };
}

/** Reads number and time of a malformed event, so that the bookmark can pass it. Its text contains no bare `<`. */
function salvage(text: string): LogRecord | null {
  const id = /<EventRecordID>(\d{1,15})</.exec(text)?.[1];
  const observedAt = readTime(/SystemTime=["']([^"'<]{1,40})["']/.exec(text)?.[1] ?? '');
  return id === undefined || observedAt === null
    ? null
    : { recordId: Number(id), observedAt, event: null };
}

function findChild(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** Parses a time of Windows, which has seven decimal digits of a second and `Z`. */
export function readTime(text: string): string | null {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text);
  const time = new Date(isTime ? text : Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** The first Data element that contains a JSON object. */
function findJson(event: XmlElement): ObservedEvent['event'] | null {
  for (const { name, text } of findChild(event, 'EventData')?.children ?? []) {
    const value = name === 'Data' ? parseObject(text) : null;
    if (value !== null) return value;
  }
  return null;
}

/** Parses a JSON object; `null` when the text is not an object. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? Object.fromEntries(Object.entries(value)) : null;
  } catch {
    return null;
  }
}
