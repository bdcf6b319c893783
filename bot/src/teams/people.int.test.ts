/** The directory also controls the rights in chat, and its changes take effect at once. */
import { openPeopleDirectory, type PeopleDirectory } from '@rooms-pro/store';
import { activitiesOf } from '@rooms-pro/testing/teams';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createDirectoryPeople } from '../signIn/directoryPeople.ts';
import { noCredentials, openTeamsScenario } from './teamsScenario.suite.ts';

const mara = '00000000-0000-4000-8000-000000000001';
const anna = '00000000-0000-4000-8000-000000000002';
const noAccess =
  'You have no access yet. Ask a Manager to let you in; they see that you are waiting.';
let story: Awaited<ReturnType<typeof openTeamsScenario>>;
let directory: PeopleDirectory;

beforeEach(async () => {
  story = await openTeamsScenario(noCredentials, {
    people: (store, now) => {
      directory = openPeopleDirectory(store);
      const parts = { directory, managerIds: [mara.toUpperCase()], signIn: null, now };
      return createDirectoryPeople({ ...parts, log: createLog('silent') });
    },
  });
});
afterEach(() => story.close());

function chatOf(aadObjectId: string | undefined, name: string) {
  const activities = activitiesOf(story.connector.url, {
    id: `a:${name}`,
    conversationType: 'personal',
  });
  const from = { id: `29:${name}`, name, aadObjectId };
  const { install, says } = activities;
  return {
    install: () => story.send({ ...install, from }),
    async says(text: string): Promise<string> {
      story.connector.delivered.splice(0);
      await story.send({ ...says(text), from });
      return JSON.stringify(story.connector.delivered.at(-1)?.activity.attachments);
    },
  };
}

const posted = () =>
  story.connector.delivered.splice(0).map(({ activity }) => String(activity.summary));

async function letIn(...groups: string[]): Promise<void> {
  const { value, etag } = directory.settings();
  const people = value.people.filter(({ id }) => id !== anna);
  const person = { id: anna, name: 'Anna', role: 'technician' as const, groups };
  const by = { id: mara, name: 'Mara' };
  await directory.put({ people: [...people, person], by, via: 'tab', now: story.now(), etag });
}

it('a first manager sees everything, and their name is in the directory from then on', async () => {
  await story.addRoom(1042);
  expect(await chatOf(mara, 'Mara').says('rooms')).toContain('Amber');
  expect(directory.find(mara)).toMatchObject({ name: 'Mara', role: 'manager' });
  expect(await chatOf(mara, 'Mara').says('ticket 9-9')).toContain('There is no ticket 9-9.');
  expect(await chatOf(mara, 'Mara').says('respond 9-9 on my way')).toContain(
    'There is no ticket 9-9.',
  );
});

it('a stranger learns whom to ask, and is in the waiting list', async () => {
  const room = await story.addRoom(1042);
  await story.breaks(room, 'display:1');
  const chat = chatOf(anna, 'Anna');
  await chat.install();
  await story.notifier.idle();
  expect(posted()).toEqual([noAccess]);
  for (const text of ['status', 'rooms', 'ticket 1042-1', 'subscribe', 'nonsense'])
    expect(await chat.says(text)).toContain(noAccess);
  expect(await chat.says('help')).not.toContain('Ask a Manager');
  expect((await directory.waiting()).map(({ id, name }) => [id, name])).toEqual([[anna, 'Anna']]);
});

it('a person without a directory id cannot be added', async () => {
  expect(await chatOf(undefined, mara).says('rooms')).toContain('Ask a Manager to let you in."');
  expect(await directory.waiting()).toEqual([]);
});

it('a person sees their rooms and gets their cards only while they are in the directory', async () => {
  const west = await story.addRoom(1042, { groups: ['west'] });
  const east = await story.addRoom(1043, { name: 'Beryl', groups: ['east'] });
  const chat = chatOf(anna, 'Anna');
  await chat.install();
  await letIn();
  expect(await chat.says('rooms')).toContain('You have no room group yet');
  await letIn('west');
  expect(await chat.says('rooms')).toMatch(/Amber(?!.*Beryl)/);
  posted();
  await story.breaks(west, 'display:1');
  await story.breaks(east, 'display:1');
  await story.notifier.idle();
  expect(posted()).toEqual(['Important: Display 1 in Amber needs action.']);
  const { etag } = directory.settings();
  const by = { id: mara, name: 'Mara' };
  await directory.put({ people: [], by, via: 'tab', now: story.now(), etag });
  await story.breaks(west, 'camera');
  await story.recovers(west, 'display:1');
  await story.notifier.idle();
  expect(posted()).toEqual(['You can no longer see this room.']);
});
