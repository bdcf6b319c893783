import { openOutageRepository } from '@rooms-pro/store';
import { activitiesOf } from '@rooms-pro/testing/teams';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AdaptiveCard } from '../cards/index.ts';
import { until } from '../notify/notifyScenario.suite.ts';
import { openTeamsScenario } from './teamsScenario.suite.ts';

type Story = Awaited<ReturnType<typeof openTeamsScenario>>;
let story: Story;

beforeEach(async () => {
  story = await openTeamsScenario();
});
afterEach(() => story.close());

const personal = () =>
  activitiesOf(story.connector.url, { id: 'a:anna', conversationType: 'personal' });
const channel = (thread = '') =>
  activitiesOf(story.connector.url, {
    id: `19:ops@thread.tacv2${thread}`,
    conversationType: 'channel',
  });

/** The sends to Teams since the last call: method, path below the conversations, first words. */
function news(): string[] {
  return story.connector.delivered
    .splice(0)
    .map(
      ({ method, path, activity }) =>
        `${method} ${path.replace('/v3/conversations/', '')} ${activity.summary}`,
    );
}

async function clickAnswer(activity: unknown) {
  const response = await story.send(activity);
  return { status: response.status, body: (await response.json()) as { value: unknown } };
}

describe('joining and leaving', () => {
  it('welcomes and subscribes once, also when the events repeat', async () => {
    const { install, botAdded } = personal();
    const statuses = await Promise.all(
      [install, botAdded, install].map((event) => story.send(event)),
    );
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(news()).toEqual([
      expect.stringMatching(/^POST a:anna\/activities Rooms Pro Management/),
    ]);
    expect([...story.subscriptions.active()]).toMatchObject([
      { conversationId: 'a:anna', filter: {} },
    ]);
  });

  it('posts a new incident as a new thread of the channel, and posts nothing more once the bot is removed', async () => {
    const room = await story.addRoom(1042);
    await story.send(channel(';messageid=1700').install);
    await story.breaks(room, 'display:1');
    await story.notifier.idle();
    expect(news()).toEqual([
      expect.stringMatching(/^POST 19:ops@thread.tacv2\/activities Rooms Pro Management/),
      'POST 19:ops@thread.tacv2/activities Important: Display 1 in Amber needs action.',
    ]);
    await story.send(channel().uninstall);
    await story.recovers(room, 'display:1');
    await story.notifier.idle();
    expect(news()).toEqual([]);
    expect([...story.subscriptions.conversations()]).toEqual([]);
    expect([...story.subscriptions.active()]).toEqual([]);
  });

  it('stores the team of a channel, although not every activity names it', async () => {
    await story.send(channel().install);
    const { channelData: _, ...said } = channel(';messageid=1700').says('help');
    await story.send(said);
    expect([...story.subscriptions.conversations()]).toMatchObject([
      { conversationId: '19:ops@thread.tacv2', kind: 'channel', teamId: '19:team@thread.tacv2' },
    ]);
  });

  it('welcomes again after it was removed', async () => {
    await story.send(personal().install);
    await story.send(personal().uninstall);
    await story.send(personal().install);
    expect(news()).toHaveLength(2);
  });
});

describe('commands', () => {
  it('reads text that the client removed from the HTML of the message', async () => {
    const room = await story.addRoom(1042);
    await story.breaks(room, 'display:1');
    const said = personal().says('respond 1042-1 reseated ');
    const content = '<div>respond 1042-1 reseated &lt;HDMI 2&gt;</div>';
    await story.send({ ...said, attachments: [{ contentType: 'text/html', content }] });
    const response = story.fleet.room(room)?.signals['display:1']?.ticket?.response;
    expect(response?.notes).toBe('reseated <HDMI 2>');
  });

  it('answers with one card and no text, in the thread it came from', async () => {
    await story.send(channel(';messageid=1700').says('<at>Rooms Pro</at>  statsu'));
    const [{ path, activity } = { path: '', activity: {} }, ...rest] = story.connector.delivered;
    expect(rest).toEqual([]);
    expect(path).toBe('/v3/conversations/19:ops@thread.tacv2;messageid=1700/activities/said-1');
    expect(activity).toMatchObject({ type: 'message', replyToId: 'said-1' });
    expect(activity.text).toBeUndefined();
    expect(activity.attachments).toHaveLength(1);
    expect([...story.subscriptions.active()]).toEqual([]);
  });

  it.each([
    ['nonsense', 'asdf'],
    ['nothing', ''],
    ['a flood', '🙈'.repeat(3000)],
    ['an empty mention', '<at></at>'],
    ['a name of the language', '__proto__'],
  ])('answers %s helpfully', async (_, text) => {
    expect((await story.send(personal().says(text))).status).toBe(200);
    expect(story.connector.delivered).toHaveLength(1);
  });

  it('ignores a shared card without a text, and replies to the text of a message with a card', async () => {
    const card =
      '<span itemtype="http://schema.skype.com/InputExtension"><span>Hopper</span></span>';
    await story.send(personal().says(card));
    expect(story.connector.delivered).toEqual([]);
    await story.send(personal().says(`incidents ${card}`));
    expect(story.connector.delivered).toHaveLength(1);
  });

  it('suppresses and shows the updated card', async () => {
    const room = await story.addRoom(1042);
    await story.breaks(room, 'display:1');
    await story.send(personal().says('suppress 1042-1 for 2h because works'));
    expect(news()).toEqual([expect.stringContaining('Display 1 · Amber is suppressed until')]);
    expect(story.fleet.room(room)?.signals['display:1']?.suppression?.reason).toBe('works');
  });

  it('subscribes and unsubscribes this conversation', async () => {
    const { says } = channel();
    for (const text of ['subscribe', 'subscribe', 'unsubscribe', 'unsubscribe'])
      await story.send(says(text));
    expect(news().map((line) => line.replace(/^.*said-1 /, ''))).toEqual([
      expect.stringContaining('From now on'),
      expect.stringContaining('already'),
      expect.stringContaining('no longer post new cards'),
      expect.stringContaining('does not get cards'),
    ]);
  });

  it('executes the command of a button for the person who pressed it', async () => {
    const { text: _, ...pressed } = personal().says('');
    await story.send({ ...pressed, value: { say: 'incidents' } });
    expect(news()).toEqual([expect.stringContaining('No open incidents')]);
  });

  it('does not answer other bots', async () => {
    const said = personal().says('help');
    await story.send({ ...said, from: { ...said.from, role: 'bot' } });
    expect(story.connector.delivered).toEqual([]);
  });
});

describe('clicks', () => {
  const data = { ticket: '1042-1', episode: 1, activation: 1 };

  async function postedCard(): Promise<{ room: `room-${number}`; id: string }> {
    const room = await story.addRoom(1042);
    await story.send(channel().install);
    await story.breaks(room, 'display:1');
    await story.notifier.idle();
    news();
    return { room, id: 'message-2' };
  }

  it('returns the updated card to the person, and edits the shared one', async () => {
    const { id } = await postedCard();
    const answer = await clickAnswer(channel().clicks(id, 'assign', data));
    expect(answer).toMatchObject({
      status: 200,
      body: {
        statusCode: 200,
        type: 'application/vnd.microsoft.card.adaptive',
        value: { version: '1.5' },
      },
    });
    expect(JSON.stringify(answer.body.value)).toContain('Anna');
    await story.notifier.idle();
    expect(news()).toEqual([expect.stringContaining(`PUT 19:ops@thread.tacv2/activities/${id}`)]);
  });

  it('executes a double click once and returns the same answer for both', async () => {
    const { id, room } = await postedCard();
    const respond = channel().clicks(id, 'respond', { ...data, notes: 'new cable' });
    const [first, second] = await Promise.all([clickAnswer(respond), clickAnswer(respond)]);
    const third = await clickAnswer(respond);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    await story.notifier.idle();
    expect(news()).toHaveLength(1);
    const history = await story.store.history(room, { limit: 50 });
    const responses = history
      .flatMap(({ changes }) => changes)
      .filter(({ type }) => type === 'incident.responded');
    expect(responses).toHaveLength(1);
  });

  it.each([
    ['assign', {}, { action: 'assign', to: { id: 'tomas', name: 'Tomas' } }],
    ['suppress', { until: '1h' }, { action: 'unsuppress' }],
    ['respond', { notes: 'new cable' }, { action: 'respond', notes: 'I know better' }],
  ] as const)('answers %s that comes again with what is true by then', async (verb, more, then) => {
    const { id, room } = await postedCard();
    const clicked = channel().clicks(id, verb, { ...data, ...more });
    const first = await clickAnswer(clicked);
    expect(first.body).toMatchObject({ type: 'application/vnd.microsoft.card.adaptive' });
    const signal = 'display:1' as const;
    if (then.action === 'assign') {
      const takeOverFrom = story.fleet.room(room)?.signals[signal]?.ticket?.assignee?.id;
      await story.act(room, { ...then, signal, takeOverFrom });
    } else await story.act(room, { ...then, signal });
    const again = await clickAnswer(clicked);
    expect(again.body).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
    expect(again.body.value).toMatch(
      {
        assign: /^You took 1042-1 at .+; since .+ Tomas has it\. Nothing more was changed\.$/,
        suppress: /^You suppressed Display 1 in Amber at .+; the suppression has ended since\./,
        respond: /^You responded to 1042-1 at .+; Anna responded at .+\. Nothing more/,
      }[verb],
    );
  });

  it('rejects notes that are too long with both counts, and returns them in the card', async () => {
    const { id, room } = await postedCard();
    const respond = channel().clicks(id, 'respond', { ...data, notes: 'x'.repeat(2345) });
    const { body } = await clickAnswer(respond);
    const { body: shown, actions } = body.value as AdaptiveCard;
    expect(shown[0]).toMatchObject({
      text: 'Your notes have 2,345 characters; at most 2,000 are allowed. Nothing was saved; please shorten them and send them again.',
    });
    expect(actions?.[0]).toMatchObject({
      title: 'Respond',
      card: { body: [{ id: 'notes', value: 'x'.repeat(2345) }] },
    });
    await story.notifier.idle();
    expect(news()).toEqual([]);
    expect(story.fleet.room(room)?.signals['display:1']?.ticket?.response).toBeNull();
  });

  it('explains that a click came too late, and changes nothing', async () => {
    const { id, room } = await postedCard();
    await story.recovers(room, 'display:1');
    await story.notifier.idle();
    news();
    const late = await clickAnswer(channel().clicks(id, 'assign', data));
    expect(late.body).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
    });
    await story.breaks(room, 'display:1');
    await story.notifier.idle();
    news();
    const old = await clickAnswer(
      channel().clicks(id, 'suppress', { ...data, until: '1h', reason: 'x' }),
    );
    expect(old.body.value).toContain('earlier failure');
    expect(story.fleet.room(room)?.signals['display:1']?.suppression).toBeNull();
  });

  it('resolves what a person reported, once and with the reason', async () => {
    const room = await story.addRoom(1042);
    await story.send(channel().install);
    await story.act(room, { action: 'report', what: 'No sound' });
    await story.notifier.idle();
    news();
    const because = { ...data, because: 'It was muted' };
    const done = await clickAnswer(channel().clicks('message-2', 'resolve', because));
    expect(JSON.stringify(done.body.value)).toContain('Anna: It was muted');
    await story.notifier.idle();
    expect(news()).toEqual([expect.stringContaining('Resolved: Reported problem in Amber')]);
    const late = await clickAnswer(
      channel().clicks('message-2', 'resolve', { ...data, because: 'Me too' }),
    );
    expect(late.body).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
    expect(late.body.value).toContain('resolved');
  });

  it('lifts a suppression from its announcement, and explains a late click', async () => {
    const room = await story.addRoom(1042);
    await story.send(channel().install);
    const at = new Date(Date.parse(story.now()) + 3_600_000).toISOString();
    const until = { kind: 'time', at } as const;
    await story.act(room, { action: 'suppress', signal: 'camera', until, reason: 'works' });
    story.pass(50 * 60_000);
    await story.tick(room);
    await story.notifier.idle();
    expect(news().at(-1)).toContain('The suppression of Camera in Amber ends at');
    const lift = { room, signal: 'camera' };
    const done = await clickAnswer(channel().clicks('message-2', 'unsuppress', lift));
    expect(done.body.value).toBe('The suppression of Camera in Amber is lifted.');
    expect(story.fleet.room(room)?.signals.camera?.suppression).toBeNull();
    await story.notifier.idle();
    expect(news()).toEqual([expect.stringContaining('message-2 🔕 The suppression of Camera')]);
    story.pass(10_000);
    const late = await clickAnswer(channel().clicks('message-2', 'unsuppress', lift));
    expect(late.body.value).toContain('not suppressed');
  });

  it('also edits the card of a command, which the notifier does not manage', async () => {
    await postedCard();
    await story.send(personal().says('ticket 1042-1'));
    news();
    await clickAnswer(personal().clicks('message-3', 'assign', data));
    await until(() => story.connector.delivered.length === 2);
    expect(news().sort()).toEqual([
      expect.stringContaining('PUT 19:ops@thread.tacv2/activities/message-2'),
      expect.stringContaining('PUT a:anna/activities/message-3'),
    ]);
  });

  it.each([
    ['an unknown verb', 'format-disk', data],
    ['a foreign ticket', 'assign', { ...data, ticket: '9999-9' }],
    ['no notes', 'respond', { ...data, notes: '  ' }],
    ['invalid data', 'assign', 'x'],
  ])('answers %s with a sentence', async (_, verb, given) => {
    const { id } = await postedCard();
    const { body } = await clickAnswer(channel().clicks(id, verb, given));
    expect(body).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
    });
    expect(news()).toEqual([]);
  });

  it('rejects an invoke without an action as a bad request', async () => {
    const { body } = await clickAnswer({ ...personal().clicks('x', 'assign', {}), value: 7 });
    expect(body).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error' });
  });
});

describe('clicks on the card of an outage', () => {
  const place = { scope: 'building', building: 'Alster House', floor: '', subnet: '' } as const;
  const dora = (activity: object) => ({
    ...activity,
    from: { id: '29:dora', aadObjectId: 'aad-dora', name: 'Dora' },
  });

  async function postedOutage() {
    const rooms = [await story.addRoom(1), await story.addRoom(2)];
    await story.send(channel().install);
    const { id: outage } = await openOutageRepository(story.store).claim(place, story.now());
    for (const room of rooms) {
      await story.beats(room);
      await story.goesSilent(room, outage);
    }
    await story.notifier.idle();
    news();
    return { rooms, outage, id: 'message-2', data: { outage, most: 2 } };
  }

  it('assign it, respond to it and take it over, and its only card shows that', async () => {
    const { id, outage, data } = await postedOutage();
    const taken = await clickAnswer(channel().clicks(id, 'assign', data));
    expect(taken.body).toMatchObject({ type: 'application/vnd.microsoft.card.adaptive' });
    expect(JSON.stringify(taken.body.value)).toContain('"Assigned","value":"Anna, since');
    const refused = await clickAnswer(dora(channel().clicks(id, 'assign', data)));
    expect(refused.body.value).toMatch(/^Anna has this outage since .*Use Take over/);
    const empty = { ...data, notes: '' };
    expect((await clickAnswer(channel().clicks(id, 'respond', empty))).body.value).toContain(
      'notes',
    );
    const response = { ...data, notes: 'Restarted the switch' };
    await clickAnswer(dora(channel().clicks(id, 'respond', response)));
    const over = { ...data, takeOverFrom: 'aad-anna' };
    const holder = story.outageRepository.byId(outage)?.work?.assignee?.id;
    await clickAnswer(dora(channel().clicks(id, 'assign', { ...over, takeOverFrom: holder })));
    await story.notifier.idle();
    const sent = story.connector.delivered.filter(({ method }) => method === 'PUT');
    expect(new Set(sent.map(({ path }) => path)).size).toBe(1);
    const last = JSON.stringify(sent.at(-1));
    for (const words of ['Restarted the switch', 'Dora, since', 'Take over from Dora'])
      expect(last).toContain(words);
    expect(story.outageRepository.byId(outage)?.work?.entries).toMatchObject([
      { type: 'assigned', via: 'card' },
      { type: 'responded', via: 'card', notes: 'Restarted the switch' },
      { type: 'assigned', via: 'card' },
    ]);
  });

  it('change nothing after all rooms are back, and return that as a sentence', async () => {
    const { id, rooms, data, outage } = await postedOutage();
    for (const room of rooms) await story.beats(room);
    await story.notifier.idle();
    news();
    const late = await clickAnswer(channel().clicks(id, 'assign', data));
    expect(late.body.value).toContain('was already resolved');
    expect(story.outageRepository.byId(outage)?.work).toBeUndefined();
    const unknown = await clickAnswer(channel().clicks(id, 'assign', { outage: 'outage-99' }));
    expect(unknown.body.value).toContain('There is no outage-99');
    const odd = await clickAnswer(channel().clicks(id, 'suppress', { ...data, until: '1h' }));
    expect(odd.body.value).toContain('no longer in use');
  });
});

describe('a response of Teams', () => {
  it('is retried after 429 and 503, once each', async () => {
    const room = await story.addRoom(1042);
    await story.send(channel().install);
    news();
    story.connector.answerNext({ status: 429, headers: { 'retry-after': '1' } }, { status: 503 });
    await story.breaks(room, 'display:1');
    await story.notifier.idle();
    expect(news()).toHaveLength(1);
  });

  it('a conversation id that Teams cannot decrypt for a moment costs no subscription and no card', async () => {
    const room = await story.addRoom(1042);
    await story.send(channel().install);
    await story.send(personal().install);
    news();
    const failure = { status: 403, code: 'BadArgument' };
    story.connector.answerNext(failure, failure);
    await story.breaks(room, 'display:1');
    await story.notifier.idle();
    await story.breaks(room, 'display:2');
    await story.notifier.idle();
    expect(news().toSorted()).toEqual([
      expect.stringMatching(/^POST 19:ops.*Display 1/),
      expect.stringMatching(/^POST 19:ops.*Display 2/),
      expect.stringMatching(/^POST a:anna.*Display 1/),
      expect.stringMatching(/^POST a:anna.*Display 2/),
    ]);
    expect([...story.subscriptions.active()]).toHaveLength(2);
  });

  it('only a deleted card is dropped', async () => {
    const room = await story.addRoom(1042);
    await story.send(channel().install);
    await story.breaks(room, 'display:1');
    await story.notifier.idle();
    news();
    story.connector.answerBy((method) =>
      method === 'PUT' ? { status: 403, code: 'ServiceError' } : null,
    );
    await story.recovers(room, 'display:1');
    await story.notifier.idle();
    await story.breaks(room, 'display:2');
    await story.notifier.idle();
    expect(news()).toEqual([expect.stringContaining('Display 2 in Amber needs action')]);
    expect([...story.subscriptions.active()]).toHaveLength(1);
  });

  it.each([
    ['429', { status: 429, headers: { 'retry-after': '1' } }],
    ['412', { status: 412 }],
    ['502', { status: 502 }],
    ['a broken connection', { status: 0 }],
  ])('answers and welcomes come after %s, and Teams gets its 200 before', async (_, failure) => {
    const room = await story.addRoom(1042);
    story.connector.answerNext(failure);
    expect((await story.send(personal().install)).status).toBe(200);
    expect(news()).toEqual([expect.stringContaining('Rooms Pro Management')]);
    await story.breaks(room, 'display:1');
    await story.notifier.idle();
    news();
    let isLetThrough = false;
    story.connector.answerBy((_, path) =>
      isLetThrough || !path.endsWith('/said-1') ? null : failure,
    );
    const said = personal().says('suppress 1042-1 for 2h because works');
    expect((await story.post(said)).status).toBe(200);
    expect(story.fleet.room(room)?.signals['display:1']?.suppression?.reason).toBe('works');
    expect(news().filter((line) => line.includes('said-1'))).toEqual([]);
    isLetThrough = true;
    await story.send(personal().says('help'));
    expect(news().filter((line) => line.includes('said-1'))).toEqual([
      expect.stringContaining('Display 1 · Amber is suppressed until'),
      expect.stringContaining('you can write'),
    ]);
  });
});

describe('people of other organisations, in a shared channel', () => {
  const outside = (activity: object) => ({
    ...activity,
    from: { id: '29:olaf', aadObjectId: 'olaf', name: 'Olaf', tenantId: 'theirs' },
  });

  it('learn that their messages and clicks are not executed', async () => {
    const room = await story.addRoom(1042);
    await story.send(channel().install);
    await story.breaks(room, 'display:1');
    await story.notifier.idle();
    news();
    for (const text of ['suppress 1042-1 for 2h because works', 'incidents', 'unsubscribe']) {
      expect((await story.send(outside(channel().says(text)))).status).toBe(200);
      expect(news()).toEqual([expect.stringContaining('You may read what is posted here')]);
    }
    const data = { ticket: '1042-1', episode: 1, activation: 1 };
    const { body } = await clickAnswer(outside(channel().clicks('message-2', 'assign', data)));
    expect(body).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('You may read'),
    });
    const ticket = story.fleet.room(room)?.signals['display:1'];
    expect([ticket?.suppression, ticket?.ticket?.assignee ?? null]).toEqual([null, null]);
    expect([...story.subscriptions.active()]).toHaveLength(1);
    await story.notifier.idle();
    expect(news()).toEqual([]);
  });
});

describe('the HTTP route', () => {
  it.each([
    ['no JSON', '{', 400],
    ['no activity', [], 400],
    [
      'no type',
      {
        ...activitiesOf('http://127.0.0.1:1/', { id: 'x', conversationType: 'personal' }).install,
        type: 7,
      },
      400,
    ],
    [
      'a service elsewhere',
      activitiesOf('https://elsewhere.example/', { id: 'x', conversationType: 'personal' }).install,
      403,
    ],
  ])('refuses %s', async (_, body, status) => {
    expect((await story.send(body)).status).toBe(status);
    expect([...story.subscriptions.conversations()]).toEqual([]);
  });

  it.each(['a\u0000b', 'a\ud800', 'a\r\nb'])('refuses the conversation %j', async (id) => {
    const { install, says } = activitiesOf(story.connector.url, {
      id,
      conversationType: 'personal',
    });
    expect((await story.send(install)).status).toBe(400);
    expect((await story.send(says('help'))).status).toBe(400);
    expect([...story.subscriptions.conversations()]).toEqual([]);
  });

  it('rejects a form, and responds to a useless activity with 200', async () => {
    expect((await story.send('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await story.send({ ...personal().install, type: 'typing' })).status).toBe(200);
  });
});
