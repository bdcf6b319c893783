import type { Activity } from 'botbuilder';
import { expect, it } from 'vitest';
import { isLoopback, TeamsAdapter } from './adapter.ts';
import { noCredentials } from './teamsScenario.suite.ts';

it.each([
  ['127.0.0.1', true],
  ['::ffff:127.0.0.1', true],
  ['::1', true],
  ['[::1]', true],
  ['localhost', true],
  ['127.0.0.1.evil.example', false],
  ['192.168.0.7', false],
  ['::ffff:192.168.0.7', false],
  ['', false],
])('whether %s is this machine: %s', (host, isHere) => {
  expect(isLoopback(host)).toBe(isHere);
});

it('without a sign-in of Teams every activity from another machine is rejected', async () => {
  const adapter = new TeamsAdapter(noCredentials);
  const activity = { serviceUrl: 'http://127.0.0.1:9/' } as Activity;
  const from = { authorization: '', address: '192.168.0.7' };
  expect(await adapter.receive(from, activity, async () => {})).toEqual({ status: 403 });
});
