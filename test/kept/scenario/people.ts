/** Who may do what, the conversations of the bot, and the rules that managers set. */
import {
  archive,
  elke,
  harbourCrew,
  millCrew,
  nora,
  oldDesk,
  operations,
  personal,
  piet,
  rafe,
  suri,
  vito,
} from '../people.ts';
import type { Scenario } from './scenario.ts';

const hour = 3_600_000;

export async function setUpPeople({ client }: Scenario): Promise<void> {
  await client.get(nora, '/api/me');
  const put = async (people: readonly object[]) => {
    const { etag, people: known } = await client.get(nora, '/api/settings/people');
    const stays = known.map(({ isFixed: _, ...person }: { isFixed: boolean }) => person);
    return client.send(nora, 'PUT', '/api/settings/people', {
      etag,
      people: [...stays, ...people],
    });
  };
  await put([
    { ...piet, role: 'technician', groups: ['harbour'] },
    { ...suri, role: 'technician', groups: ['harbour', 'mill'] },
    { ...vito, role: 'viewer', groups: ['mill'] },
    { ...elke, role: 'viewer', groups: [] },
  ]);
  const { etag, people } = await client.get(nora, '/api/settings/people');
  const promoted = people.map(({ isFixed: _, ...one }: { isFixed: boolean; id: string }) =>
    one.id === piet.id ? { ...one, role: 'lead' } : one,
  );
  await client.send(nora, 'PUT', '/api/settings/people', { etag, people: promoted });
  // Without access: noted among those who wait.
  await client.ask(rafe, '/api/me');
  await setUpRules();

  async function setUpRules(): Promise<void> {
    const settings = {
      version: 0,
      deployment: {
        rules: {
          bluetooth: { isOn: false },
          'wifi-only': { investigateForMs: 168 * hour, escalatesAfterMs: hour },
        },
        remindBeforeMs: hour / 2,
      },
      groups: { mill: { rules: { camera: { opensAfterMs: 600_000 } } } },
    };
    const before = await client.get(nora, '/api/settings/rules');
    const changed = { etag: before.etag, settings };
    await client.send(nora, 'PUT', '/api/settings/rules', changed);
  }
}

export async function setUpConversations({ client, product }: Scenario): Promise<void> {
  const install = { activity: { type: 'installationUpdate', action: 'add' } };
  for (const [member, conversation] of [
    [nora, operations],
    [nora, archive],
    [nora, oldDesk],
    [piet, harbourCrew],
    [piet, millCrew],
    [suri, personal(suri)],
    [nora, personal(nora)],
  ] as const)
    await client.happens(member, conversation, install);
  await client.say(nora, operations, 'subscribe');
  await client.say(nora, oldDesk, 'subscribe');
  await client.say(piet, harbourCrew, 'subscribe');
  await client.say(piet, millCrew, 'subscribe');
  await client.say(piet, millCrew, 'unsubscribe');
  await client.happens(nora, oldDesk, {
    activity: { type: 'installationUpdate', action: 'remove' },
  });
  await product().bot.notifier.idle();
}
