import { expect, it } from 'vitest';
import { isForUs, readIncoming } from './incoming.ts';

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
  if (!activity) throw new Error('That is no activity.');
  return activity;
};

it('takes what Teams sends from the one organisation it is for, named in either place', () => {
  expect(isForUs(from({}), 'ours')).toBe(true);
  const named = { conversation: { id: 'a:1' }, channelData: { tenant: { id: 'ours' } } };
  expect(isForUs(from(named), 'ours')).toBe(true);
  expect(isForUs(from({}), '')).toBe(true);
});

it.each([
  ['another channel, where a client may name any directory id', { channelId: 'directline' }],
  ['another organisation', { conversation: { id: 'a:1', tenantId: 'theirs' } }],
  ['no organisation', { conversation: { id: 'a:1' } }],
])('takes nothing from %s', (_, over) => {
  expect(isForUs(from(over), 'ours')).toBe(false);
});

it.each(['http://user@127.0.0.1:9/', 'http://127.0.0.1:99999/', 'ftp://127.0.0.1/', 'x'])(
  'takes no activity that is to be answered at %s',
  (serviceUrl) => {
    expect(() => from({ serviceUrl })).toThrow();
  },
);
