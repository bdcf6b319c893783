/** Every setting of every program that names a web address, against the same addresses. */
import { readConfig as readBot } from '@rooms-pro/bot';
import { dataSettings } from '@rooms-pro/settings';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig as readAgent, readProxyUrl } from '../agent/src/config.ts';
import { readDeployedConfig } from '../bot/src/config.ts';
import { readConfig as readIngest } from '../ingest/src/config.ts';

type Setting = {
  readonly name: string;
  /** Reads the program's settings with this one; throws when it is refused. */
  readonly read: (value: string) => unknown;
  /** Hosts with which plain http is accepted; `any`: all. */
  readonly plain: readonly string[] | 'any';
  readonly account?: true;
  /** It is an origin: no path. */
  readonly originOnly?: true;
};

const key = 'InstrumentationKey=1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const loopback = ['127.0.0.1', 'localhost', '[::1]'];

const inBot = (name: string) => (value: string) => readBot({ [name]: value });
const inIngest = (name: string) => (value: string) => readIngest({ [name]: value });
const inPlaces = (name: string) => (value: string) =>
  z.object(dataSettings).parse({ [name]: value });
const inAgent = (name: string) => (value: string) => {
  const least = { server: 'https://rooms.example', device: 'mtr-01' };
  const read = readAgent({ ...least, [name]: value }, '/');
  if (!read.ok) throw new Error(read.faults.join());
};

const insights = 'APPLICATIONINSIGHTS_CONNECTION_STRING';
const settings: readonly Setting[] = [
  ...['ATTACHMENTS_URL', 'COSMOS_ENDPOINT'].flatMap((name) => [
    { name: `bot ${name}`, read: inBot(name), plain: ['127.0.0.1'] },
    { name: `ingest ${name}`, read: inIngest(name), plain: ['127.0.0.1'] },
    { name: `operate ${name}`, read: inPlaces(name), plain: ['127.0.0.1'] },
  ]),
  { name: 'bot PUBLIC_ORIGIN', read: inBot('PUBLIC_ORIGIN'), plain: 'any' },
  { name: 'bot SIGN_IN_AUTHORITY', read: inBot('SIGN_IN_AUTHORITY'), plain: loopback.slice(0, 2) },
  {
    name: 'bot TAB_HOST_ORIGINS',
    read: inBot('TAB_HOST_ORIGINS'),
    plain: 'any',
    originOnly: true,
  },
  { name: 'ingest GRAPH_BASE_URL', read: inIngest('GRAPH_BASE_URL'), plain: [] },
  { name: 'ingest GRAPH_AUTHORITY', read: inIngest('GRAPH_AUTHORITY'), plain: [] },
  ...['IngestionEndpoint', 'LiveEndpoint'].flatMap((part) => [
    {
      name: `bot ${insights} ${part}`,
      read: (value: string) => inBot(insights)(`${key};${part}=${value}`),
      plain: loopback,
    },
    {
      name: `ingest ${insights} ${part}`,
      read: (value: string) => inIngest(insights)(`${part}=${value};${key}`),
      plain: loopback,
    },
  ]),
  { name: 'agent server', read: inAgent('server'), plain: loopback },
  { name: 'agent proxy', read: inAgent('proxy'), plain: 'any', account: true },
  {
    name: 'agent HTTPS_PROXY',
    read(value) {
      if (readProxyUrl(value) === null) throw new Error('no proxy');
    },
    plain: 'any',
    account: true,
  },
];

const isAccepted = ({ read }: Setting, value: string): boolean => {
  try {
    read(value);
    return true;
  } catch {
    return false;
  }
};

/** No setting accepts these. */
const broken: readonly string[] = [
  'http:',
  'https:',
  'http://',
  'https://',
  'https:///',
  'https:///rooms.example',
  '//rooms.example',
  '/rooms',
  'https:rooms.example',
  'https:/rooms.example',
  'https:\\\\rooms.example',
  'https://rooms.example\\@evil.example',
  'ftp://rooms.example',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://rooms.example?key=1',
  'https://rooms.example/?',
  'https://rooms.example/#part',
  'https://rooms.example#',
  'https://rooms .example',
  'https://rooms.example/a b',
  'https://rooms\n.example',
  'https://rooms\t.example',
  'https://rooms.example\u0000',
  'https://rooms.example\u0007',
  'https://rooms\u200b.example',
  'https://rooms.example/\u202egpj',
  'https://rooms.example:0',
  'https://rooms.example:65536',
  'https://rooms.example:99999',
  'https://rooms.example:',
  'https://rooms.example:x',
  'https://rooms.example:-1',
  'https://:443',
  'https://.',
  'https://[',
  'https://[::1',
  'https://[x]',
  'https://1.2.3.256',
  'https://%/',
  'https://<rooms>',
  'http://127.0.0.1:@evil.example?',
];

describe.each(settings.map((setting) => [setting.name, setting] as const))('%s', (_, setting) => {
  // The environment's proxies may leave the protocol out, and a list of origins is split at blanks.
  const { plain, account = false, originOnly = false, name } = setting;
  const refused = broken.filter(
    (value) =>
      !(name === 'agent HTTPS_PROXY' && !value.includes('://')) &&
      !(name === 'bot TAB_HOST_ORIGINS' && value === 'https://rooms.example/a b'),
  );

  it.each(refused)('refuses %j', (value) => {
    expect(isAccepted(setting, value)).toBe(false);
  });

  it('accepts plain http where it may, and never by what only looks like such a host', () => {
    for (const host of [...loopback, 'rooms.example']) {
      const isFine = plain === 'any' || plain.includes(host);
      const isTried = !(originOnly && host.startsWith('['));
      if (isTried)
        expect([host, isAccepted(setting, `http://${host}:8080`)]).toEqual([host, isFine]);
    }
    for (const host of ['127.0.0.1.evil.example', 'localhost.evil.example', '127.0.0.10'])
      expect([host, isAccepted(setting, `http://${host}:8080`)]).toEqual([host, plain === 'any']);
  });

  it('accepts a name and a password only where they make sense', () => {
    for (const value of [
      'https://name:password@rooms.example',
      'https://name@rooms.example',
      'http://127.0.0.1:@evil.example',
      'http://127.0.0.1:80@evil.example',
    ])
      expect([value, isAccepted(setting, value)]).toEqual([value, account]);
    expect(isAccepted(setting, 'https://%:%ff@rooms.example')).toBe(false);
  });

  it('accepts what names a host', () => {
    const paths = ['/', '/beta', '/a%20b/c'].map((path) => `https://rooms.example${path}`);
    const hosts = ['rooms.example', 'a', 'a-b.c_d', '10.0.0.1', '[2001:db8::1]', 'räume.example'];
    const good = ['HTTPS://Rooms.Example:8443', ...hosts.map((host) => `https://${host}`)];
    const simple = ['https://rooms.example', 'https://rooms.example:8443', 'https://10.0.0.1'];
    for (const value of originOnly ? simple : [...good, ...paths, ' https://rooms.example '])
      expect([value, isAccepted(setting, value)]).toEqual([value, true]);
  });
});

it('does not take the origin of people for https because a blank stands before it', () => {
  expect(() => readDeployedConfig({ PUBLIC_ORIGIN: ' http://rooms.example' })).toThrow(
    'PUBLIC_ORIGIN: must be https',
  );
});
