import { expect, it } from 'vitest';
import {
  isForUs,
  isFromOutside,
  readIncoming,
  textWithoutBot,
  toConversation,
} from './activity.ts';

const from = (over: object) => {
  const account = { id: '29:anna' };
  const activity = readIncoming({
    type: 'message',
    channelId: 'msteams',
    serviceUrl: 'https://smba.example/',
    from: { ...account, aadObjectId: 'anna' },
    recipient: account,
    conversation: { id: 'a:1', tenantId: 'Ours' },
    ...over,
  });
  if (!activity) throw new Error('Not a valid activity.');
  return activity;
};

it('accepts activities of Teams from its own organisation only, named in either field', () => {
  expect(isForUs(from({}), 'ours')).toBe(true);
  const named = { conversation: { id: 'a:1' }, channelData: { tenant: { id: 'ours' } } };
  expect(isForUs(from(named), 'ours')).toBe(true);
  expect(isForUs(from({}), '')).toBe(true);
});

it.each([
  ['another channel, where a client may name any directory id', { channelId: 'directline' }],
  ['another organisation', { conversation: { id: 'a:1', tenantId: 'theirs' } }],
  ['no organisation', { conversation: { id: 'a:1' } }],
  ['another organisation beside ours', { channelData: { tenant: { id: 'theirs' } } }],
  [
    'our organisation beside another',
    {
      conversation: { id: 'a:1', tenantId: 'theirs' },
      channelData: { tenant: { id: 'ours' } },
    },
  ],
])('takes nothing from %s', (_, over) => {
  expect(isForUs(from(over), 'ours')).toBe(false);
});

it.each(['http://user@127.0.0.1:9/', 'http://127.0.0.1:99999/', 'ftp://127.0.0.1/', 'x'])(
  'takes no activity that is to be answered at %s',
  (serviceUrl) => {
    expect(() => from({ serviceUrl })).toThrow();
  },
);

const odd: readonly (readonly [name: string, text: string])[] = [
  ['a zero character', 'a\u0000b'],
  ['a line break', 'a\nb'],
  ['an escape', 'a\u001b[2Jb'],
  ['a control character of Latin 1', 'a\u0085b'],
  ['half a surrogate', 'a\ud800b'],
  ['the other half', '\udc00'],
];
const places: Readonly<Record<string, (text: string) => object>> = {
  'the conversation': (id) => ({ conversation: { id, tenantId: 'Ours' } }),
  'the organisation': (tenantId) => ({ conversation: { id: 'a:1', tenantId } }),
  'the sender': (id) => ({ from: { id } }),
  'the directory id': (aadObjectId) => ({ from: { id: 'x', aadObjectId } }),
  'the bot': (id) => ({ recipient: { id } }),
  'the activity': (id) => ({ id }),
  'the message': (replyToId) => ({ replyToId }),
  'the kind': (type) => ({ type }),
  'the event': (eventType) => ({ channelData: { eventType } }),
  'the team': (id) => ({ channelData: { team: { id } } }),
  'the channel': (id) => ({ channelData: { channel: { id } } }),
  'the type of channel': (type) => ({ channelData: { channel: { id: 'x', type } } }),
  'the host': (id) => ({ channelData: { tenant: { id } } }),
  'a member': (id) => ({ membersRemoved: [{ id }] }),
  'the service': (text) => ({ serviceUrl: `https://smba.example/${text}` }),
};

it.each(
  Object.entries(places).flatMap(([place, over]) =>
    odd.map(([name, text]) => [place, name, over(text)] as const),
  ),
)('takes no activity whose id of %s has %s', (_, __, over) => {
  expect(() => from(over)).toThrow();
});

it('makes names and texts well-formed', () => {
  const {
    from: sender,
    text,
    value,
  } = from({
    from: { id: 'x', name: ' An\u0000na\n\ud83d ' },
    text: 'a\ud800b \n c',
    value: { 'k\ud800': ['\udfff', { deep: 'x\ud800' }], __proto__: null },
  });
  expect([sender.name, text]).toEqual(['An na \ufffd', 'a\ufffdb \n c']);
  expect(value).toEqual({ 'k\ufffd': ['\ufffd', { deep: 'x\ufffd' }] });
});

it('cuts off values that are deeper than any of our cards', () => {
  let value: unknown = 'bottom';
  for (let level = 0; level < 50_000; level += 1) value = [value];
  expect(JSON.stringify(from({ value }).value).length).toBeLessThan(100);
});

it('recognises people of other organisations by the tenant of their account', () => {
  const conversation = { id: '19:x', tenantId: 'OURS' };
  expect(isFromOutside(from({ conversation, from: { id: 'x', tenantId: 'theirs' } }))).toBe(true);
  expect(isFromOutside(from({ conversation, from: { id: 'x', tenantId: 'ours' } }))).toBe(false);
  expect(isFromOutside(from({ conversation, from: { id: 'x' } }))).toBe(false);
});

it('uses the names of a conversation only from its own activities', () => {
  const channelData = {
    team: { id: '19:team', name: 'Rooms' },
    channel: { id: '19:alerts', name: 'Alerts', type: 'private' },
  };
  const named = (id: string) => {
    const { teamName, channelName, channelType } = toConversation(
      from({ conversation: { id, conversationType: 'channel' }, channelData }),
    );
    return [teamName, channelName, channelType];
  };
  expect(named('19:alerts;messageid=1')).toEqual(['Rooms', 'Alerts', 'private']);
  expect(named('19:team')).toEqual(['Rooms', 'General', undefined]);
  expect(named('19:else')).toEqual(['Rooms', undefined, undefined]);
});

it('removes the mention of the bot, under any name, and keeps the mentions of people', () => {
  const mention = (text: string, id: string) => ({ type: 'mention', text, mentioned: { id } });
  const activity = from({
    recipient: { id: 'the bot' },
    text: '<at>Helper</at> respond 1042-1 asked <at>Bea Ortiz</at>',
    entities: [mention('<at>Helper</at>', 'the bot'), mention('<at>Bea Ortiz</at>', '29:bea')],
  });
  expect(textWithoutBot(activity)).toBe('respond 1042-1 asked <at>Bea Ortiz</at>');
});
