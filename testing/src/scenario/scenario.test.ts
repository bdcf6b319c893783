import { afterEach, beforeEach, expect, it } from 'vitest';
import { minute } from '../clock/manualClock.ts';
import { activitiesOf } from '../teams/activities.ts';
import { openScenario, type Scenario } from './scenario.ts';

const channel = { id: '19:ops@thread.tacv2', conversationType: 'channel' };
let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
});
afterEach(() => scenario.close());

const summaries = async () =>
  (await scenario.sent()).map(({ method, activity }) => `${method} ${activity.summary}`);

/** Sends an activity to the bot, as Teams does. */
async function send(activity: object) {
  const response = await fetch(`${scenario.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity),
  });
  return response.text();
}

it('posts one card for an incident, edits it until the incident is over, and sends nothing else', async () => {
  const { teams } = scenario;
  const welcomed = new Promise<void>((resolve) =>
    teams.watch(() => {
      resolve();
      return 'answer';
    }),
  );
  await send(activitiesOf(teams.url, channel).install);
  await welcomed;
  expect(await summaries()).toEqual([expect.stringMatching(/^POST .*I watch 0 rooms/)]);
  const room = await scenario.addRoom(1001, { name: 'Heron' });
  await scenario.breaks(room, 'display:1');
  expect(await summaries()).toEqual([expect.stringMatching(/^POST .*Heron/)]);
  const [, message] = teams.messages.values();
  if (!message) throw new Error('No card was posted.');

  await scenario.act(room, { action: 'respond', signal: 'display:1', notes: 'New cable' });
  expect(await summaries()).toEqual([expect.stringMatching(/^PUT .*Heron/)]);
  await scenario.recovers(room, 'display:1');
  scenario.pass(minute);
  await scenario.tick(room);
  await summaries();
  expect(message.summary).toMatch(/^Resolved: /);
  const events = await scenario.history(room);
  const changes = events.flatMap((event) => event.changes.map(({ type }) => type));
  expect(changes).toContain('incident.resolved');

  scenario.pass(minute);
  await scenario.tick(room);
  expect(await summaries()).toEqual([]);
});
