import type { Me } from '@rooms-pro/core/contracts';
import { expect, it } from 'vitest';
import { ApiFailure } from '../api/apiFailure.ts';
import { subPagePath } from '../host/deepLink.ts';
import { concernsAccess, linkIntoTeams, obstacleIn } from './signIn.ts';

it('links to the same page in Teams', () => {
  const page = 'https://rooms.example/tab/tickets/1042-7?face=history';
  const link = new URL(linkIntoTeams('app-1', page, '/tickets/1042-7?face=history'));
  expect(`${link.origin}${link.pathname}`).toBe('https://teams.microsoft.com/l/entity/app-1/rooms');
  expect(link.searchParams.get('webUrl')).toBe(page);
  const { subEntityId } = JSON.parse(link.searchParams.get('context') ?? '');
  expect(subPagePath(subEntityId)).toBe('/tickets/1042-7?face=history');
});

it.each(['settings', '/settings/people', 'settings/devices?room=room-1'])(
  'such a link leads to %s too',
  (subPage) => {
    expect(subPagePath(subPage)).toBe(`/${subPage.replace(/^\//, '')}`);
  },
);

it('distinguishes obstacles from other failures', () => {
  const person = { id: 'ada', name: 'Ada', role: 'viewer', groups: [] } as const;
  const me = (access: Me['access']): Me => ({
    person,
    people: [],
    embedded: false,
    access,
    pace: 1,
  });
  const failure = (code: string) => new ApiFailure(401, { code, sentence: 'Said.' });
  expect(obstacleIn(me('granted'), null)).toBeNull();
  expect(
    obstacleIn(undefined, new ApiFailure(0, { code: 'unreachable', sentence: '' })),
  ).toBeNull();
  expect(obstacleIn(me('waiting'), null)).toEqual({ kind: 'waiting', person });
  expect(obstacleIn(me('granted'), failure('signInConsent'))).toEqual({
    kind: 'trouble',
    trouble: 'signInConsent',
    said: 'Said.',
  });
  expect(obstacleIn(me('granted'), failure('signInFailed'))).toBeNull();
  expect(obstacleIn(undefined, failure('signInFailed'))).toMatchObject({ kind: 'trouble' });
  expect(
    [failure('noAccess'), failure('notPermitted'), new Error('x')].map(concernsAccess),
  ).toEqual([true, false, false]);
});
