/** The events that end and restore conversations, on a running bot. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginPause } from '../../notify/pauses/pause.ts';
import { openTeamsScenario } from '../teamsScenario.suite.ts';

let story: Awaited<ReturnType<typeof openTeamsScenario>>;

const team = '19:team@thread.tacv2';
const ids = {
  general: team,
  standard: '19:standard@thread.tacv2',
  shared: '19:shared@thread.tacv2',
  private: '19:private@thread.tacv2',
  other: '19:other-team@thread.tacv2',
  chat: '19:chat@thread.v2',
  personal: 'a:anna',
} as const;
type Place = keyof typeof ids;
const all = Object.keys(ids) as Place[];
const ofTeam: readonly Place[] = ['general', 'standard', 'shared', 'private'];
const without = (...gone: Place[]) => all.filter((place) => !gone.includes(place));

/** The other names in an event of Teams. */
function channelDataOf(place: Place): object {
  const tenant = { id: 'tenant' };
  switch (place) {
    case 'general':
      return { tenant, team: { id: team } };
    case 'standard':
      return { tenant, team: { id: team }, channel: { id: ids.standard, name: 'Alerts' } };
    case 'shared':
    case 'private':
      return { tenant, team: { id: team }, channel: { id: ids[place], type: place } };
    case 'other':
      return { tenant, team: { id: ids.other } };
    default:
      return { tenant };
  }
}

/** An activity in one of the conversations. */
function activity(place: Place, over: object, channelData: object = {}) {
  const kind = place === 'chat' ? 'groupChat' : place === 'personal' ? 'personal' : 'channel';
  return {
    id: 'f:1',
    channelId: 'msteams',
    serviceUrl: story.connector.url,
    from: { id: '29:anna', aadObjectId: 'anna', name: 'Anna' },
    recipient: { id: '28:bot' },
    conversation: { id: ids[place], conversationType: kind, tenantId: 'tenant' },
    channelData: { ...channelDataOf(place), ...channelData },
    ...over,
  };
}
const update = (place: Place, eventType: string, over: object = {}, data: object = {}) =>
  activity(place, { type: 'conversationUpdate', ...over }, { eventType, ...data });
const bot = { membersRemoved: [{ id: '28:bot' }] };
const added = { membersAdded: [{ id: '28:bot' }] };
const carla = { membersRemoved: [{ id: '29:carla' }] };
const says = (place: Place) => activity(place, { type: 'message', text: 'help' });
const installs = (place: Place, action: string) =>
  activity(place, { type: 'installationUpdate', action });

beforeEach(async () => {
  story = await openTeamsScenario();
  for (const place of all) await story.send(installs(place, 'add'));
  story.connector.delivered.splice(0);
});
afterEach(() => story.close());

/** The conversations that get cards. */
function standing(): Place[] {
  const subscribed = new Set([...story.subscriptions.active()].map((one) => one.conversationId));
  const known = [...story.subscriptions.conversations()].map(
    ({ conversationId }) => conversationId,
  );
  expect(known.toSorted()).toEqual([...subscribed].toSorted());
  return all.filter((place) => subscribed.has(ids[place]));
}

/** The conversations of the next incident's posts. Expects no other send. */
async function posted(): Promise<Place[]> {
  story.connector.delivered.splice(0);
  await story.addRoom(1042);
  await story.breaks('room-1042', 'display:1');
  await story.notifier.idle();
  const paths = story.connector.delivered.splice(0).map(({ path }) => path.split('/')[3]);
  const places = all.filter((place) => paths.includes(ids[place]));
  expect(paths).toHaveLength(places.length);
  return places;
}

type Row = readonly [name: string, event: () => object, standing: readonly Place[]];
const rows: readonly Row[] = [
  ['the bot is removed from a chat', () => update('personal', '', bot), without('personal')],
  ['the bot is removed from a group chat', () => update('chat', '', bot), without('chat')],
  ['the app is removed from a chat', () => installs('personal', 'remove'), without('personal')],
  ['the app is removed from a group chat', () => installs('chat', 'remove'), without('chat')],
  ['the app is removed from a team', () => installs('general', 'remove'), without(...ofTeam)],
  [
    'the bot is removed from a team',
    () => update('general', 'teamMemberRemoved', bot),
    without(...ofTeam),
  ],
  [
    'the bot is removed from a team, and the event names its General channel',
    () => update('general', 'teamMemberRemoved', bot, { channel: { id: team } }),
    without(...ofTeam),
  ],
  [
    'the bot is removed from a team, from an event in one of its channels',
    () => update('standard', 'teamMemberRemoved', bot, { channel: null }),
    without(...ofTeam),
  ],
  [
    'the app is disallowed in a shared channel',
    () => update('shared', 'channelMemberRemoved', bot),
    without('shared'),
  ],
  [
    'the app is disallowed in a private channel',
    () => update('private', 'channelMemberRemoved', bot),
    without('private'),
  ],
  [
    'the app is disallowed in a shared channel, and the event comes from the General channel',
    () =>
      update('general', 'channelMemberRemoved', bot, {
        channel: { id: ids.shared, type: 'shared' },
      }),
    without('shared'),
  ],
  [
    'the app is disallowed in a channel that only the conversation names',
    () => update('shared', 'channelMemberRemoved', bot, { channel: null }),
    without('shared'),
  ],
  [
    'the app is removed with a channel named',
    () => installs('standard', 'remove'),
    without('standard'),
  ],
  ['a team is deleted', () => update('general', 'teamDeleted'), without(...ofTeam)],
  [
    'a team is deleted that the event does not name, in a chat',
    () => update('personal', 'teamDeleted'),
    all,
  ],
  ['a team is deleted for good', () => update('general', 'teamHardDeleted'), without(...ofTeam)],
  [
    'a channel is deleted',
    () => update('general', 'channelDeleted', {}, { channel: { id: ids.standard } }),
    without('standard'),
  ],
  [
    'a channel is deleted that the event does not name',
    () => update('general', 'channelDeleted'),
    all,
  ],
  ['a member leaves a team', () => update('general', 'teamMemberRemoved', carla), all],
  ['a member leaves a shared channel', () => update('shared', 'channelMemberRemoved', carla), all],
  ['a member leaves a group chat', () => update('chat', '', carla), all],
  ['the app is upgraded, out', () => installs('general', 'remove-upgrade'), all],
  ['the app is upgraded, in', () => installs('general', 'add-upgrade'), all],
  ['a team is renamed', () => update('general', 'teamRenamed'), all],
  ['a channel is renamed', () => update('standard', 'channelRenamed'), all],
  ['a team is unarchived', () => update('general', 'teamUnarchived'), all],
  ['an event of no known kind comes', () => update('general', 'teamPainted'), all],
  ['a channel is shared with a team', () => update('shared', 'channelShared'), all],
  ['a channel is shared no longer', () => update('shared', 'channelUnshared'), all],
];

describe('events that end conversations', () => {
  it.each(rows)('%s', async (_, event, expected) => {
    for (const _ of [1, 2]) expect((await story.send(event())).status).toBe(200);
    expect(standing()).toEqual(expected);
    expect(story.connector.delivered).toEqual([]);
    expect(await posted()).toEqual(expected);
  });
});

const deleted = () => update('general', 'teamDeleted');
const removed = () => update('general', 'teamMemberRemoved', bot);
const channelGone = () =>
  update('general', 'channelDeleted', {}, { channel: { id: ids.standard } });
const disallowed = () => update('shared', 'channelMemberRemoved', bot);

type Return = readonly [
  name: string,
  ends: readonly (() => object)[],
  event: () => object,
  standing: readonly Place[],
];
const returns: readonly Return[] = [
  ['a team is restored', [deleted], () => update('general', 'teamRestored'), all],
  [
    'a team is restored, one of whose channels was deleted before',
    [channelGone, deleted],
    () => update('general', 'teamRestored'),
    without('standard'),
  ],
  ['somebody writes in a channel of a deleted team', [deleted], () => says('standard'), all],
  ['a deleted team is renamed', [deleted], () => update('general', 'teamRenamed'), all],
  [
    'a channel is restored',
    [channelGone],
    () => update('general', 'channelRestored', {}, { channel: { id: ids.standard } }),
    all,
  ],
  ['somebody writes in a deleted channel', [channelGone], () => says('standard'), all],
  [
    'a shared channel is allowed again',
    [disallowed],
    () => update('shared', 'channelMemberAdded', added),
    all,
  ],
  [
    'the app comes back into a team: the bot joins shared and private channels apart',
    [removed],
    () => installs('general', 'add'),
    without('shared', 'private'),
  ],
  [
    'somebody writes to a chat that had removed the bot',
    [() => update('chat', '', bot)],
    () => says('chat'),
    all,
  ],
  [
    'a team deleted for good',
    [() => update('general', 'teamHardDeleted')],
    () => update('general', 'teamRestored'),
    without(...ofTeam),
  ],
  [
    'members leave a deleted team',
    [deleted],
    () => update('general', 'teamMemberRemoved', carla),
    without(...ofTeam),
  ],
  [
    'a channel of a deleted team is deleted as well',
    [deleted],
    () => channelGone(),
    without(...ofTeam),
  ],
  [
    'a click on a forwarded card',
    [deleted],
    () =>
      activity('standard', {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { verb: 'x' } },
      }),
    without(...ofTeam),
  ],
  [
    'a search from the box in a channel that the bot has left',
    [deleted],
    () => activity('standard', { type: 'invoke', name: 'composeExtension/query', value: {} }),
    without(...ofTeam),
  ],
];

describe('events that restore conversations', () => {
  it.each(returns)('%s', async (_, ends, event, expected) => {
    for (const end of ends) await story.send(end());
    expect((await story.send(event())).status).toBe(200);
    expect(standing()).toEqual(expected);
    await story.notifier.idle();
    expect(await posted()).toEqual(expected);
  });

  it('updates the existing cards of a restored conversation, and posts none twice', async () => {
    await posted();
    await story.send(deleted());
    await story.recovers('room-1042', 'display:1');
    await story.notifier.idle();
    story.connector.delivered.splice(0);
    await story.send(update('general', 'teamRestored'));
    await story.notifier.idle();
    const methods = story.connector.delivered.splice(0).map(({ method }) => method);
    expect(methods).toEqual(['PUT', 'PUT', 'PUT', 'PUT']);
  });

  it('does not restore a subscription that a person ended', async () => {
    await story.send(activity('chat', { type: 'message', text: 'unsubscribe' }));
    await story.send(update('chat', '', bot));
    await story.send(says('chat'));
    expect([...story.subscriptions.active()].map((one) => one.conversationId)).not.toContain(
      ids.chat,
    );
  });

  it('is erased after sixty days, with its subscription and its cards', async () => {
    await posted();
    await story.send(deleted());
    story.pass(59 * 86_400_000);
    story.notifier.tendConversations();
    await story.notifier.idle();
    expect([...story.subscriptions.ended()]).toHaveLength(4);
    story.pass(2 * 86_400_000);
    story.notifier.tendConversations();
    await expect.poll(() => [...story.subscriptions.ended()]).toEqual([]);
    expect(await story.store.document('subscription', team)).toBeNull();
    story.notifier.reconcile();
    await story.notifier.idle();
    expect([...story.sentCards.of('room-1042').values()]).toHaveLength(3);
  });
});

describe('names and archives', () => {
  const find = (place: Place) => story.subscriptions.conversation(ids[place]);

  it('a renamed team and channel get their new names', async () => {
    await story.send(
      update('general', 'teamRenamed', {}, { team: { id: team, name: 'New team' } }),
    );
    const channel = { id: ids.standard, name: 'New channel' };
    await story.send(update('general', 'channelRenamed', {}, { channel }));
    expect(find('standard')).toMatchObject({ teamName: 'New team', channelName: 'New channel' });
    expect(find('general')).toMatchObject({ teamName: 'New team', channelName: 'General' });
    expect(standing()).toEqual(all);
  });

  it('an archived team is paused until it is unarchived, also when its members change', async () => {
    await story.send(update('general', 'teamArchived'));
    await story.notifier.idle();
    for (const place of ofTeam) expect(find(place)?.paused?.reason).toBe('teamArchived');
    expect(standing()).toEqual(all);
    const notices = story.connector.delivered.splice(0);
    expect(notices.map(({ path, activity: { summary } }) => [path.split('/')[3], summary])).toEqual(
      [[ids.personal, 'I cannot post in 4 conversations.']],
    );
    story.connector.answerBy((_, path) =>
      ofTeam.some((place) => path.includes(ids[place]))
        ? { status: 403, code: 'MessageWritesBlocked' }
        : null,
    );
    await story.send(update('general', 'teamMemberAdded', { membersAdded: [{ id: '29:carla' }] }));
    await story.send(update('general', 'teamRenamed'));
    expect(await posted()).toEqual(without(...ofTeam));
    for (const place of ofTeam) expect(find(place)?.paused?.reason).toBe('teamArchived');
    story.connector.answerBy(() => null);
    await story.send(update('general', 'teamUnarchived'));
    await story.notifier.idle();
    for (const place of ofTeam) expect(find(place)?.paused).toBeUndefined();
    expect(story.connector.delivered.splice(0)).toHaveLength(4);
  });

  it.each([
    ['a message', () => says('standard')],
    [
      'a click',
      () => activity('standard', { type: 'invoke', name: 'adaptiveCard/action', value: {} }),
    ],
    [
      'a new member',
      () => update('standard', 'channelMemberAdded', { membersAdded: [{ id: '29:x' }] }),
    ],
    ['a new name of its team', () => update('general', 'teamRenamed')],
  ])('a paused conversation is resumed by %s', async (_, event) => {
    const cause = { reason: 'unknown', status: 403, code: 'x', rejections: 3 } as const;
    await story.subscriptions.pause(ids.standard, () => beginPause(cause, story.now()));
    await story.send(event());
    await story.notifier.idle();
    expect(find('standard')?.paused).toBeUndefined();
    expect(await posted()).toEqual(all);
  });

  it('a paused conversation is not resumed by events of other conversations', async () => {
    const cause = { reason: 'unknown', status: 403, code: 'x', rejections: 3 } as const;
    await story.subscriptions.pause(ids.standard, () => beginPause(cause, story.now()));
    await story.send(says('other'));
    await story.send(says('general'));
    await story.send(
      activity('standard', { type: 'invoke', name: 'composeExtension/query', value: {} }),
    );
    expect(find('standard')?.paused).toBeDefined();
  });
});
