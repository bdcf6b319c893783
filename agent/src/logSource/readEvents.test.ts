/** Parsing the events that Windows prints, and hostile or broken output. */
import { describe, expect, it } from 'vitest';
import { decodeOutput } from './followEventLog.ts';
import { parseElement } from './parseXml.ts';
import { readEvents } from './readEvents.ts';

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** The format of `wevtutil`: one line with single quotes. */
function print(recordId: number, data: string, time = '2026-11-22T07:59:58.1234567Z'): string {
  return (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>" +
    "<Provider Name='SRS-App'/><EventID Qualifiers='0'>3001</EventID><Level>2</Level>" +
    `<TimeCreated SystemTime='${time}'/><EventRecordID>${recordId}</EventRecordID>` +
    '<Channel>Skype Room System</Channel><Security/></System>' +
    `<EventData><Data>${data}</Data></EventData></Event>`
  );
}
const observedAt = '2026-11-22T07:59:58.123Z';

describe('readEvents', () => {
  it('reads several events with entities, and CDATA', () => {
    const event = { Description: 'Signin & "Exchange" <status>: é', OperationName: 'Heartbeat' };
    const cdata = `<![CDATA[${JSON.stringify({ Description: '</Data><Event>' })}]]>`;
    const xml = `\uFEFF${print(7, escaped(JSON.stringify(event)))}\r\n${print(8, cdata)}`;
    expect(readEvents(xml)).toEqual({
      records: [
        { recordId: 7, observedAt, event },
        { recordId: 8, observedAt, event: { Description: '</Data><Event>' } },
      ],
      malformed: [],
    });
  });

  it('reads numeric entities, and reads a record without JSON as a record without an event', () => {
    const { records } = readEvents(
      print(1, '{&#34;a&#x22;:1}') + print(2, 'Started.') + print(3, '[1]'),
    );
    expect(records.map(({ event }) => event)).toEqual([{ a: 1 }, null, null]);
  });

  it('returns a malformed event separately and reads the next event', () => {
    const broken = print(2, '{"a":1}').replace('</Data>', '');
    const { records, malformed } = readEvents(print(1, '{}') + broken + print(3, '{}'));
    expect(records.map(({ recordId, event }) => [recordId, event])).toEqual([
      [1, {}],
      [2, null],
      [3, {}],
    ]);
    expect(malformed).toHaveLength(1);
  });

  it('returns no events for an empty text', () => {
    expect(readEvents(' \r\n')).toEqual({ records: [], malformed: [] });
  });

  const hostile: readonly (readonly [string, string])[] = [
    ['an entity of its own', print(1, '{}').replace('SRS-App', '&evil;')],
    ['an endless entity', print(1, `&${'a'.repeat(100_000)}`)],
    ['a half character', print(1, '&#xD800;')],
    [
      'a document type',
      `<!DOCTYPE x [<!ENTITY e "boom">]>${print(1, '{}')}`.replace(
        '<Event ',
        '<Event><!DOCTYPE x> <',
      ),
    ],
    ['a record id that is no number', print(1, '{}').replace('>1<', '>one<')],
    ['a time that is none', print(1, '{}', 'yesterday')],
    ['an attribute twice', print(1, '{}').replace("SystemTime='", "SystemTime='x' SystemTime='")],
    ['a text that ends', print(1, '{}').slice(0, -20)],
    ['elements without end', `<Event ${'<a>'.repeat(50_000)}`],
    ['elements too deep', `<Event>${'<a>'.repeat(50_000)}`],
    ['unquoted attributes', '<Event a=b></Event>'],
  ];
  it.each(hostile)('returns no event for %s', (_, xml) => {
    const { records, malformed } = readEvents(xml);
    expect(records.every(({ event }) => event === null)).toBe(true);
    expect(malformed.length).toBeGreaterThan(0);
  });

  it('does not interpret names of object members', () => {
    const { element } = parseElement("<a __proto__='x' constructor='y'/>", 0);
    expect(Object.keys(element.attributes)).toEqual(['__proto__', 'constructor']);
    expect(
      readEvents(print(1, '{"__proto__":{"isAdmin":true}}')).records[0]?.event,
    ).not.toHaveProperty('isAdmin');
  });
});

describe('decodeOutput', () => {
  it('decodes UTF-16 with and without a byte order mark, and UTF-8', () => {
    expect(decodeOutput(Buffer.from('\uFEFF<é>', 'utf16le'))).toBe('<é>');
    expect(decodeOutput(Buffer.from('<é>', 'utf16le'))).toBe('<é>');
    expect(decodeOutput(Buffer.from('<é>'))).toBe('<é>');
  });
});
