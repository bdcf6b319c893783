/** Difficult descriptions of the event log, one sentence after the other. */
import { describe, expect, it } from 'vitest';
import { readMtrEvent } from './mtrEvent.ts';

const at = '2026-03-02T07:15:00.000Z';

/** `signal state (detail)` for each reading, `? reason` for each part that could not be read. */
function read(description: unknown, operation = 'Heartbeat', result = 'Fail'): string[] {
  const event = { OperationName: operation, OperationResult: result, Description: description };
  const { readings, rejected } = readMtrEvent(event, at);
  return [
    ...readings.map(
      ({ signal, state, detail }) => `${signal} ${state}${detail === '' ? '' : ` (${detail})`}`,
    ),
    ...rejected.map(({ pointer, reason }) => {
      expect(pointer).toBe('/Description');
      return `? ${reason}`;
    }),
  ];
}

const unknown = (name: string) => `? No component is called "${name}".`;
const noValue = (name: string) => `? The status of "${name}" has no value.`;
const nothingNamed = [
  '? The operation failed, but the description names no component in the form "Name status : Value."',
];

type Case = readonly [what: string, description: string, expected: readonly string[]];

const names: readonly Case[] = [
  ['a blank before the colon', 'Network status : Unhealthy.', ['network unhealthy']],
  ['no blank before the colon', 'Network status: Unhealthy.', ['network unhealthy']],
  ['no blank at all', 'Network status:Unhealthy.', ['network unhealthy']],
  ['no final full stop', 'Network status : Unhealthy', ['network unhealthy']],
  ['any case', 'nEtWoRk STATUS : uNHEALTHY.', ['network unhealthy']],
  ['Signin is the Skype one', 'Signin status: Unhealthy.', ['signin-skype unhealthy']],
  ['Teams Signin is not Signin', 'Teams Signin status: Unhealthy.', ['signin-teams unhealthy']],
  [
    'both sign-ins',
    'Teams Signin status: Healthy. Signin status: Unhealthy.',
    ['signin-teams healthy', 'signin-skype unhealthy'],
  ],
  [
    'Content Camera is not Camera',
    'Content Camera status : Unhealthy.',
    ['content-camera unhealthy'],
  ],
  [
    'both cameras',
    'Content Camera status : Healthy. Camera status : Unhealthy.',
    ['camera unhealthy', 'content-camera healthy'],
  ],
  ['a motion sensor', 'Motion Sensor status : Unhealthy.', ['proximity-sensor unhealthy']],
  ['a proximity sensor', 'Proximity Sensor status : Unhealthy.', ['proximity-sensor unhealthy']],
  ['HDMI ingest', 'HDMI Ingest status : Unhealthy.', ['hdmi-ingest unhealthy']],
  ['a name that ends in a known one', 'My Camera status : Unhealthy.', [unknown('My Camera')]],
  ['a known name with more to it', 'Camera Lens status : Unhealthy.', [unknown('Camera Lens')]],
  ['a name grown together', 'MyCamera status : Unhealthy.', [unknown('MyCamera')]],
  ['a hyphened name', 'Side-Camera status : Unhealthy.', [unknown('Side-Camera')]],
  [
    'an unknown name among known ones',
    'Network status : Healthy. Lamp status : Unhealthy. Exchange status : Connected.',
    ['network healthy', 'signin-exchange healthy', unknown('Lamp')],
  ],
  ['no name', ' status : Unhealthy.', ['? A status has no name.']],
  ['__proto__', '__proto__ status : Unhealthy.', [unknown('__proto__')]],
  ['constructor', 'constructor status : Unhealthy.', [unknown('constructor')]],
  [
    'toString',
    'toString status : Healthy. Camera status : Healthy.',
    ['camera healthy', unknown('toString')],
  ],
  [
    'an unknown name in another script',
    'Kamera 会議 status : Unhealthy.',
    [unknown('Kamera 会議')],
  ],
  ['a letter that only looks right', 'Cаmera status : Unhealthy.', [unknown('Cаmera')]],
  ['a very long name', `${'A'.repeat(90)} status : Unhealthy.`, [unknown(`${'A'.repeat(60)}…`)]],
  [
    'the same unknown name twice',
    'Lamp status : Healthy. Lamp status : Unhealthy.',
    [unknown('Lamp')],
  ],
  ['a substatus', 'Camera substatus : Unhealthy.', nothingNamed],
  ['a plural', 'Camera statuses : Unhealthy.', nothingNamed],
  ['no colon', 'Camera status Unhealthy.', nothingNamed],
];

const values: readonly Case[] = [
  ['Healthy', 'Camera status : Healthy.', ['camera healthy']],
  ['NotApplicable', 'Signin status: NotApplicable.', ['signin-skype notApplicable']],
  ['Not Applicable', 'Signin status: not applicable.', ['signin-skype notApplicable']],
  ['Connected', 'Exchange status : Connected.', ['signin-exchange healthy']],
  ['Connecting: wait', 'Exchange status : Connecting.', []],
  ['Connecting, with more', 'Exchange status : Connecting to the server.', []],
  ['Unknown: wait', 'Camera status : Unknown.', []],
  ['Disconnected', 'Exchange status : Disconnected.', ['signin-exchange unhealthy (Disconnected)']],
  [
    'AutodiscoveryError',
    'Exchange status : AutodiscoveryError.',
    ['signin-exchange unhealthy (AutodiscoveryError)'],
  ],
  ['GeneralError', 'Exchange status : GeneralError.', ['signin-exchange unhealthy (GeneralError)']],
  [
    'ServerVersionNotSupported',
    'Exchange status : ServerVersionNotSupported.',
    ['signin-exchange unhealthy (ServerVersionNotSupported)'],
  ],
  [
    'a raw error with a colon',
    'Exchange status : 80070005 : AADSTS50053. Signin status: Healthy.',
    ['signin-exchange unhealthy (80070005 : AADSTS50053)', 'signin-skype healthy'],
  ],
  [
    'a raw error with colons and no blanks',
    'Exchange status : 0x8007:a:b:c.',
    ['signin-exchange unhealthy (0x8007:a:b:c)'],
  ],
  [
    'numbers with dots',
    'Exchange status : 15.2.1118.7. Network status : Healthy.',
    ['network healthy', 'signin-exchange unhealthy (15.2.1118.7)'],
  ],
  [
    'a host name',
    'Exchange status : mail.example.org refused. Network status : Healthy.',
    ['network healthy', 'signin-exchange unhealthy (mail.example.org refused)'],
  ],
  [
    'abbreviations with dots',
    'Exchange status : Timed out, e.g. by a proxy. Network status : Healthy.',
    ['network healthy', 'signin-exchange unhealthy (Timed out, e.g. by a proxy)'],
  ],
  [
    'an unknown status inside a value',
    'Exchange status : HTTP status : 503. Network status : Healthy.',
    ['network healthy', 'signin-exchange unhealthy (HTTP status : 503)'],
  ],
  ['a raw error of a device', 'Camera status : 0xC00D36B2.', ['camera unhealthy (0xC00D36B2)']],
  [
    'a word that only begins as healthy',
    'Camera status : Healthyish.',
    ['camera unhealthy (Healthyish)'],
  ],
  ['not healthy', 'Camera status : Not healthy.', ['camera unhealthy (Not healthy)']],
  ['healthy, but', 'Camera status : Healthy but hot.', ['camera unhealthy (Healthy but hot)']],
  [
    'unknown error',
    'Exchange status : Unknown error.',
    ['signin-exchange unhealthy (Unknown error)'],
  ],
  ['no value', 'Camera status : .', [noValue('Camera')]],
  ['no value at the end', 'Camera status :', [noValue('Camera')]],
  ['only marks as value', 'Camera status : ???', [noValue('Camera')]],
  [
    'no value before the next one',
    'Camera status : Content Camera status : Healthy.',
    ['content-camera healthy', noValue('Camera')],
  ],
];

const prose: readonly Case[] = [
  [
    'prose glued to a value',
    "Signin status: Unhealthy.The account's password is old. Ask for a new one. Teams Signin status: Healthy.",
    [
      'signin-teams healthy',
      "signin-skype unhealthy (The account's password is old. Ask for a new one.)",
    ],
  ],
  [
    'prose after a value',
    'Signin status: Unhealthy. The server said no!',
    ['signin-skype unhealthy (The server said no!)'],
  ],
  ['prose after a colon', 'Camera status : Unhealthy: no driver', ['camera unhealthy (no driver)']],
  ['prose in brackets', 'Camera status : Unhealthy (code 43).', ['camera unhealthy ((code 43).)']],
  ['prose after healthy', 'Camera status : Healthy. All is well.', ['camera healthy']],
  [
    'prose before the first status',
    'Something failed. Camera status : Unhealthy.',
    ['camera unhealthy'],
  ],
  ['an announcement with a colon', 'What failed: Camera status : Unhealthy.', ['camera unhealthy']],
  [
    'a status glued to the one before',
    'Network status : Healthy.Camera status : Unhealthy.',
    ['network healthy', 'camera unhealthy'],
  ],
  [
    'no full stop between two',
    'Camera status : Healthy Content Camera status : Unhealthy',
    ['camera healthy', 'content-camera unhealthy'],
  ],
  [
    'commas instead of full stops',
    'Camera status : Healthy, Content Camera status : Unhealthy, Network status : Healthy',
    ['network healthy', 'camera healthy', 'content-camera unhealthy'],
  ],
  [
    'an unknown one without a full stop before it',
    'Camera status : Healthy My Camera status : Unhealthy',
    ['camera healthy', unknown('My Camera')],
  ],
  [
    'lines',
    'Network status : Healthy\r\nExchange status : 80070005\r\nContent Camera status : Unhealthy\r\n',
    ['network healthy', 'signin-exchange unhealthy (80070005)', 'content-camera unhealthy'],
  ],
  [
    'a name broken over two lines',
    'Content\r\n  Camera status :\r\n Unhealthy.',
    ['content-camera unhealthy'],
  ],
  [
    'tabs and wide blanks',
    '\tContent\u00a0 Camera\tstatus\u3000:\u2003Unhealthy.',
    ['content-camera unhealthy'],
  ],
  ['an invisible mark', '\ufeffCam\u200bera status : Unhealthy.', ['camera unhealthy']],
  [
    'control characters',
    'Exchange status : Bad\u0000\u0007\u001b[31m news\u0085here.',
    ['signin-exchange unhealthy (Bad[31m news here)'],
  ],
  ['a text turned round', 'Exchange status : \u202eabc.', ['signin-exchange unhealthy (abc)']],
  ['half a character', 'Exchange status : a\ud83d b.', ['signin-exchange unhealthy (a\ufffd b)']],
  [
    'unicode',
    'Exchange status : Anmeldung ungültig 🙈.',
    ['signin-exchange unhealthy (Anmeldung ungültig 🙈)'],
  ],
  [
    'markup stays as it is',
    'Exchange status : <b>[x](y)</b>.',
    ['signin-exchange unhealthy (<b>[x](y)</b>)'],
  ],
  [
    'a sentence that is no status',
    'App version is 4.1. Camera status : Unhealthy.',
    ['camera unhealthy'],
  ],
];

const twice: readonly Case[] = [
  [
    'healthy and unhealthy',
    'Camera status : Healthy. Camera status : Unhealthy.',
    ['camera unhealthy'],
  ],
  [
    'unhealthy and healthy',
    'Camera status : Unhealthy. Camera status : Healthy.',
    ['camera unhealthy'],
  ],
  [
    'not applicable and healthy',
    'Camera status : NotApplicable. Camera status : Healthy.',
    ['camera healthy'],
  ],
  ['connecting and connected', 'Exchange status : Connecting. Exchange status : Connected.', []],
  [
    'two errors: the one that says something',
    'Exchange status : Unhealthy. Exchange status : GeneralError.',
    ['signin-exchange unhealthy (GeneralError)'],
  ],
  [
    'two names of one signal',
    'Motion Sensor status : Healthy. Proximity Sensor status : Unhealthy.',
    ['proximity-sensor unhealthy'],
  ],
];

const nothingSaid: readonly Case[] = [
  ['an empty description', '', nothingNamed],
  ['white space', ' \r\n\t ', nothingNamed],
  ['a colon', ':', nothingNamed],
  ['prose', 'Heartbeat is unhealthy.', nothingNamed],
  ['counts alone', 'Configured display count is 2. Real display count is 0.', nothingNamed],
];

describe.each([
  ['names', names],
  ['values', values],
  ['prose and white space', prose],
  ['a component named twice', twice],
  ['nothing said', nothingSaid],
])('a failed event: %s', (_, cases) => {
  it.each(cases)('%s', (_what, description, expected) => {
    expect(read(description)).toEqual(expected);
  });
});

describe('limits', () => {
  it('cuts a detail to 500 characters and never through a character', () => {
    const [line] = read(`Exchange status : ${'x'.repeat(499)}🙈 and more.`);
    expect(line).toBe(`signin-exchange unhealthy (${'x'.repeat(499)})`);
  });

  it('accepts a description of 64 kB, but no longer one', () => {
    const whole = 'Camera status : Unhealthy. '.padEnd(65_536, 'x');
    expect(read(whole)).toHaveLength(1);
    expect(read(`${whole}x`)).toEqual(['? The description is longer than 65536 characters.']);
  });

  it('names ten unreadable parts and counts the rest', () => {
    const many = Array.from({ length: 25 }, (_, index) => `Lamp ${index} status : Healthy.`);
    const said = read(many.join(' '));
    expect(said).toHaveLength(11);
    expect(said.at(-1)).toBe('? 15 more parts could not be read.');
  });
});
