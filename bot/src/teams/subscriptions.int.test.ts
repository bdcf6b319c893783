/** Subscriptions: the people who may start and end them in shared conversations, and the effect of lost rights. */
import { openPeopleDirectory, type PeopleDirectory } from '@rooms-pro/store';
import { activitiesOf } from '@rooms-pro/testing/teams';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import type { SubscriptionDocument } from '../notify/subscriptions/subscriptions.ts';
import { createDirectoryPeople } from '../signIn/directoryPeople.ts';
import { noCredentials, openTeamsScenario } from './teamsScenario.suite.ts';

const idOf = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const people = {
  mara: { id: idOf(1), name: 'Mara' },
  lea: { id: idOf(2), name: 'Lea' },
  vera: { id: idOf(3), name: 'Vera' },
  theo: { id: idOf(4), name: 'Theo' },
  stranger: { id: idOf(5), name: 'Sam' },
};
type Who = keyof typeof people;
const places = {
  channel: { id: '19:ops@thread.tacv2', conversationType: 'channel' },
  chat: { id: '19:chat@thread.v2', conversationType: 'groupChat' },
  personal: { id: 'a:lea', conversationType: 'personal' },
};
type Place = keyof typeof places;

let story: Awaited<ReturnType<typeof openTeamsScenario>>;
let directory: PeopleDirectory;
let logged: string[];

beforeEach(async () => {
  logged = [];
  const log = createLog('info', { write: (line: string) => void logged.push(line) });
  story = await openTeamsScenario(noCredentials, {
    log,
    people: (store, now) => {
      directory = openPeopleDirectory(store);
      const parts = { directory, managerIds: [people.mara.id], signIn: null, now };
      return createDirectoryPeople({ ...parts, log });
    },
  });
  await write([
    { ...people.lea, role: 'lead', groups: ['west', 'north'] },
    { ...people.vera, role: 'viewer', groups: ['east'] },
    { ...people.theo, role: 'technician', groups: ['west'] },
  ]);
  directory.onChange(() => story.notifier.peopleChanged());
});
afterEach(() => story.close());

type Listed = Parameters<PeopleDirectory['put']>[0]['people'];
const write = (listed: Listed) =>
  directory.put({
    people: listed,
    by: people.mara,
    via: 'tab',
    now: story.now(),
    etag: directory.settings().etag,
  });
const without = (who: Who) =>
  write(directory.settings().value.people.filter(({ id }) => id !== people[who].id));

const eventsOf = (who: Who, place: Place) => {
  const { install, says } = activitiesOf(story.connector.url, places[place]);
  const { id, name } = people[who];
  const from = { id: `29:${name}`, name, aadObjectId: id };
  return { install: { ...install, from }, says: (text: string) => ({ ...says(text), from }) };
};

/** The sentences of the answers. */
const received = () =>
  story.connector.delivered
    .splice(0)
    .map(({ method, path, activity }) => `${method} ${path.split('/')[3]} ${activity.summary}`);

async function say(who: Who, place: Place, text: string): Promise<string> {
  story.connector.delivered.splice(0);
  await story.send(eventsOf(who, place).says(text));
  return JSON.stringify(story.connector.delivered.splice(0).at(-1)?.activity.attachments);
}

async function install(who: Who, place: Place): Promise<string> {
  await story.send(eventsOf(who, place).install);
  return JSON.stringify(story.connector.delivered.splice(0).at(-1)?.activity.attachments);
}

const standing = (place: Place) => story.subscriptions.find(places[place].id);
const stored = async (place: Place) =>
  (await story.store.document<SubscriptionDocument>('subscription', places[place].id))?.value;

describe('a shared conversation', () => {
  it('neither a viewer nor a technician ends or narrows the cards, and the answer names who may', async () => {
    await install('mara', 'channel');
    for (const who of ['vera', 'theo', 'lea'] as const)
      expect(await say(who, 'channel', 'unsubscribe')).toContain('or a Manager can stop');
    for (const who of ['vera', 'theo', 'lea'] as const)
      expect(await say(who, 'channel', 'subscribe')).toContain('already gets cards');
    expect(standing('channel')).toMatchObject({ filter: {}, by: people.mara.id });
  });

  it('a viewer or a technician starts none, neither with a command nor by adding the bot', async () => {
    expect(await install('theo', 'chat')).toContain('A Lead or a Manager can write subscribe');
    expect(await say('theo', 'chat', 'subscribe')).toContain('Only a Lead or a Manager can start');
    expect(await say('vera', 'chat', 'subscribe')).toContain('Only a Lead or a Manager can start');
    expect(standing('chat')).toBeNull();
  });

  it('a Lead begins one for their rooms and ends it; a Manager widens it and ends any', async () => {
    await install('theo', 'chat');
    expect(await say('lea', 'chat', 'subscribe')).toContain('From now on');
    expect(standing('chat')).toMatchObject({ filter: { groups: ['west', 'north'] } });
    expect(await say('lea', 'chat', 'unsubscribe')).toContain('no longer post new cards');
    await say('lea', 'chat', 'subscribe');
    expect(await say('vera', 'chat', 'subscribe')).toContain('A Manager can say');
    expect(await say('mara', 'chat', 'subscribe')).toContain(
      'From now on I post cards of all rooms here.',
    );
    expect(standing('chat')).toMatchObject({ filter: {}, by: people.mara.id });
    expect(await say('mara', 'chat', 'subscribe')).toContain('already');
    expect(await say('lea', 'chat', 'unsubscribe')).toContain('or a Manager can stop');
    expect(await say('mara', 'chat', 'unsubscribe')).toContain('no longer post new cards');
    expect(standing('chat')).toBeNull();
  });

  it('a person without access adds the bot without cards; a Manager then starts them', async () => {
    const room = await story.addRoom(1042, { groups: ['west'] });
    expect(await install('stranger', 'channel')).toContain('A Lead or a Manager can say');
    expect(standing('channel')).toBeNull();
    expect(await say('mara', 'channel', 'subscribe')).toContain('From now on');
    await story.breaks(room, 'display:1');
    await story.notifier.idle();
    expect(received()).toEqual([
      'POST 19:ops@thread.tacv2 Important: Display 1 in Amber needs action.',
    ]);
  });

  it('a subscription of no rooms, as earlier versions made it, does not count', async () => {
    await install('stranger', 'channel');
    const conversationId = places.channel.id;
    const empty = { conversationId, since: story.now(), filter: { groups: [] } };
    await story.store.putDocument('subscription', conversationId, empty);
    await story.subscriptions.reload();
    expect(await say('mara', 'channel', 'unsubscribe')).toContain('does not get cards');
    expect(await say('mara', 'channel', 'subscribe')).toContain('From now on');
    expect(standing('channel')).toMatchObject({ filter: {} });
  });

  it('one without an author continues, and only a Manager ends it', async () => {
    await install('theo', 'chat');
    const conversationId = places.chat.id;
    const old = { conversationId, since: story.now(), filter: { groups: ['west'] } };
    await story.subscriptions.subscribe(old);
    await write([]);
    await story.notifier.idle();
    expect(standing('chat')).toEqual(old);
    await write([{ ...people.lea, role: 'lead', groups: ['west'] }]);
    expect(await say('lea', 'chat', 'unsubscribe')).toContain('or a Manager can stop');
    expect(await say('mara', 'chat', 'unsubscribe')).toContain('no longer post new cards');
  });

  it('stores and logs the ids of the people who start and end it', async () => {
    await install('lea', 'chat');
    const began = await stored('chat');
    expect(began).toMatchObject({ by: people.lea.id, since: began?.since });
    await say('mara', 'chat', 'unsubscribe');
    const ended = { by: people.mara.id, at: expect.stringMatching(/^\d{4}-/) };
    expect(await stored('chat')).toMatchObject({ by: people.lea.id, ended });
    const lines = logged
      .map((line) => JSON.parse(line))
      .filter(({ event }) => /^subscr/.test(event));
    expect(lines).toMatchObject([
      { event: 'subscription.began', conversationId: places.chat.id, by: people.lea.id },
      { event: 'subscription.ended', conversationId: places.chat.id, by: people.mara.id },
    ]);
    expect(lines.join()).not.toMatch(/Lea|Mara/);
  });
});

describe('rights that are lost', () => {
  it('narrow what many read to the rooms that are left', async () => {
    const west = await story.addRoom(1042, { groups: ['west'] });
    const north = await story.addRoom(1043, { name: 'Beryl', groups: ['north'] });
    await install('lea', 'chat');
    await write([{ ...people.lea, role: 'lead', groups: ['north', 'east'] }]);
    const east = await story.addRoom(1044, { name: 'Citrine', groups: ['east'] });
    for (const room of [west, north, east]) await story.breaks(room, 'display:1');
    await story.notifier.idle();
    expect(received()).toEqual([
      'POST 19:chat@thread.v2 Important: Display 1 in Beryl needs action.',
    ]);
    expect(await say('mara', 'chat', 'subscribe')).toContain('of all rooms');
  });

  it('end it with the last room, with one message in the conversation', async () => {
    const room = await story.addRoom(1042, { groups: ['west'] });
    await install('lea', 'chat');
    await without('lea');
    await story.breaks(room, 'display:1');
    await without('theo');
    await story.notifier.idle();
    expect(received()).toEqual([
      'POST 19:chat@thread.v2 I no longer post new cards here: the person who subscribed can no longer see these rooms.',
    ]);
    expect(standing('chat')).toBeNull();
    expect(await stored('chat')).toMatchObject({ by: people.lea.id, ended: { by: 'platform' } });
  });

  it('remove the cards of a lost room from a personal chat, and restore them with the rights', async () => {
    const west = await story.addRoom(1042, { groups: ['west'] });
    const north = await story.addRoom(1043, { name: 'Beryl', groups: ['north'] });
    await install('lea', 'personal');
    for (const room of [west, north]) await story.breaks(room, 'display:1');
    await story.notifier.idle();
    expect(received()).toHaveLength(2);
    await write([{ ...people.lea, role: 'lead', groups: ['north'] }]);
    await story.notifier.idle();
    expect(received()).toEqual(['PUT a:lea You can no longer see this room.']);
    await story.breaks(west, 'camera');
    story.notifier.peopleChanged();
    await story.notifier.idle();
    expect(received()).toEqual([]);
    await write([{ ...people.lea, role: 'lead', groups: ['north', 'west'] }]);
    await story.notifier.idle();
    expect(received().map((line) => line.split(':').at(-1))).toEqual([
      ' Display 1 in Amber needs action.',
      expect.stringContaining('Camera'),
    ]);
  });
});
