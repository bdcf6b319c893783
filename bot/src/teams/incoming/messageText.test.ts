/** The text of a person, from the text and the HTML of one message. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../chat/understanding/text/cleanText.ts';
import { plainText } from './messageText.ts';

const read = (text: string, html: string | null) => plainText(text, html).text;
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const bot = '<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">Rooms</span>';
const quote =
  '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="17"><strong>Mia</strong><p>all well</p></blockquote>';

describe('text that the client removed', () => {
  it.each([
    [
      'respond 1042-1 reseated ',
      '<div>respond 1042-1 reseated &lt;HDMI 2&gt;</div>',
      'respond 1042-1 reseated <HDMI 2>',
    ],
    ['', '<p>&lt;HDMI 2&gt;</p>', '<HDMI 2>'],
    [
      '<at>Rooms</at> report 4.12 ',
      `<div>${bot}&nbsp;report 4.12 &lt;b&gt;</div>`,
      'report 4.12 <b>',
    ],
    ['respond 1-1 see ', `${quote}<p>respond 1-1 see &lt;here&gt;</p>`, 'respond 1-1 see <here>'],
    [
      'respond 1-1\r\none\r\n',
      '<p>respond 1-1</p><ul><li>one</li><li>&lt;two&gt;</li></ul>',
      'respond 1-1\none\n<two>',
    ],
    [
      'respond 1-1 ran ',
      '<p>respond 1-1 ran <code>a &lt;b&gt;  c</code></p>',
      'respond 1-1 ran a <b> c',
    ],
    ['respond 1-1 ', '<pre>respond 1-1 &lt;a&gt;\n  b</pre>', 'respond 1-1 <a>\nb'],
    [
      'respond 1-1 see the page ',
      '<p>respond 1-1 see <a href="https://rooms.example/x" title="x">the page</a> &lt;x&gt;</p>',
      'respond 1-1 see the page <x>',
    ],
    [
      'respond 1-1 ok ',
      '<p>respond 1-1 ok <emoji alt="👨‍👩‍👧"></emoji></p>',
      'respond 1-1 ok 👨‍👩‍👧',
    ],
  ])('%j is read from %j', (text, html, said) => {
    expect(read(text, html)).toBe(said);
    expect(plainText(text, html).isPlain).toBe(true);
  });

  it('reaches the command completely', () => {
    const { text, isPlain } = plainText(
      'respond 1042-1 reseated ',
      '<div>respond 1042-1 reseated &lt;at&gt;HDMI 2&lt;/at&gt; &lt;b&gt;</div>',
    );
    expect(cleanText(text, { isPlain })).toBe('respond 1042-1 reseated <at>HDMI 2</at> <b>');
  });

  it('is found with any text in the brackets', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (before, lost) => {
        const typed = `x${before} <${lost}>`;
        const text = typed
          .replace(/<[^<>]*>/g, '')
          .replace(/\s+/g, ' ')
          .trim();
        const whole = typed.replace(/[ \t\r\n\f\v\u00a0]+/g, ' ');
        const said = read(text, `<p>${escaped(typed)}</p>`).replace(/[ \v]+/g, ' ');
        expect(said.trim()).toBe(whole.toWellFormed().trim());
      }),
    );
  });
});

describe('the text of the message is used', () => {
  it.each([
    ['help', null],
    ['help', '<div>help</div>'],
    ['<at>Rooms</at> help', `<p>${bot} help</p>`],
    ['help', `<p>${bot} help</p>`],
    ['all\r\n\r\nwell', '<p>all</p><p>well</p>'],
    ['reply', `${quote}<p>reply</p>`],
    ['Mia\r\nall well\r\n\r\nreply', `${quote}<p>reply</p>`],
    ['https://rooms.example/x', '<a href="https://rooms.example/x">the page</a>'],
    ['status', '<p>incidents</p>'],
    ['look', '<p>look <img alt="A picture of the room" src="x"></p>'],
    ['look', '<p>look</p><attachment id="1"></attachment>'],
    ['look', '<p>look</p><script>alert("x")</script><style>p{}</style>'],
    ['look', `<p>look</p>${'<b>'.repeat(70_000)}`],
  ])('%j beside %j', (text, html) => {
    expect(plainText(text, html)).toEqual({ text, isPlain: false });
  });
});

it('hostile HTML is text or nothing, and never throws', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          '<',
          '>',
          '</',
          '<p',
          '<script>',
          '</script>',
          '<at>',
          '<span itemtype="x/Mention">',
          '&lt;',
          '&#0;',
          '&#xd800;',
          '<!--',
          '-->',
          '<![CDATA[',
          '"',
          'x',
          ' ',
          '<blockquote itemtype="a/Reply">',
          '</p>',
        ),
        { maxLength: 40 },
      ),
      (parts) => {
        const { text } = plainText('', parts.join(''));
        expect(text.isWellFormed()).toBe(true);
      },
    ),
  );
  expect(read('a', '<p>a &lt;script&gt;alert(1)&lt;/script&gt;</p>')).toBe(
    'a <script>alert(1)</script>',
  );
});
