/** Every error that Teams can return for a send: no failure ends a conversation. */

import { type Answer, activitiesOf } from '@rooms-pro/testing/teams';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../../log.ts';
import { beginPause } from '../../notify/pauses/pause.ts';
import { openTeamsScenario } from '../teamsScenario.suite.ts';

/** The log lines since the start of the scenario. */
const lines: string[] = [];

/** A permanent rejection of Teams is one log line without a stack. */
function expectOneLine(): void {
  const failures = lines.filter((line) => /"event":"\w+\.(failed|givenUp|left)"/.test(line));
  expect(failures).toHaveLength(1);
  expect(failures[0]).not.toMatch(/stack|"err"/);
}

type Story = Awaited<ReturnType<typeof openTeamsScenario>>;
let story: Story;
afterEach(() => story.close());

const ops = '19:ops@thread.tacv2';
const anna = 'a:anna';
const chat = '19:chat@thread.v2';

/** `later`: retried until it succeeds. `no`: retried, and several rejections pause. `message`: this message is lost. */
type Outcome = 'later' | 'no' | 'message';
type Case = readonly [status: number, code: string, post: Outcome, edit: Outcome];
const cases: readonly Case[] = [
  [400, 'BadSyntax', 'message', 'message'],
  [401, 'Unauthorized', 'later', 'later'],
  [403, 'BadArgument', 'no', 'no'],
  [403, 'ServiceError', 'no', 'message'],
  [403, 'NotEnoughPermissions', 'no', 'no'],
  [403, 'BotNotInConversationRoster', 'no', 'no'],
  [403, 'ConversationBlockedByUser', 'no', 'no'],
  [403, 'MessageWritesBlocked', 'no', 'no'],
  [403, 'BotDisabledByAdmin', 'no', 'no'],
  [403, 'Unheard', 'no', 'message'],
  [404, 'ConversationNotFound', 'no', 'no'],
  [404, 'ActivityNotFoundInConversation', 'no', 'message'],
  [412, 'PreconditionFailed', 'later', 'later'],
  [413, 'MessageSizeTooBig', 'message', 'message'],
  [429, 'Throttled', 'later', 'later'],
  [500, 'ServiceError', 'later', 'later'],
  [502, 'BadGateway', 'later', 'later'],
  [503, 'ServiceUnavailable', 'later', 'later'],
  [0, 'the connection breaks', 'later', 'later'],
];

type SendKind = {
  readonly method: 'POST' | 'PUT';
  readonly to: string;
  /** Prepares the state for the send. */
  readonly prepare: () => Promise<unknown>;
  readonly send: () => Promise<unknown>;
};

const room = 'room-1042';
const at = (id: string, conversationType: string) =>
  activitiesOf(story.connector.url, { id, conversationType });

const kinds: Readonly<Record<string, SendKind>> = {
  'the post of a card': {
    method: 'POST',
    to: ops,
    prepare: async () => {},
    send: () => story.breaks(room, 'display:1'),
  },
  'the edit of a card': {
    method: 'PUT',
    to: ops,
    prepare: () => story.breaks(room, 'display:1'),
    send: () => story.recovers(room, 'display:1'),
  },
  'a reply': {
    method: 'POST',
    to: ops,
    prepare: async () => {},
    send: async () => {
      const { status } = await story.send(at(`${ops};messageid=1700`, 'channel').says('help'));
      expect(status).toBe(200);
    },
  },
  'a welcome': {
    method: 'POST',
    to: chat,
    prepare: async () => {},
    send: async () => {
      const { install, botAdded } = at(chat, 'groupChat');
      const responses = await Promise.all([story.send(install), story.send(botAdded)]);
      expect(responses.map(({ status }) => status)).toEqual([200, 200]);
    },
  },
  'a notice to a manager': {
    method: 'POST',
    to: anna,
    prepare: async () => {},
    send: async () => {
      const cause = { reason: 'readOnly', status: 403, code: 'x', rejections: 3 } as const;
      await story.subscriptions.pause(ops, () => beginPause(cause, story.now()));
      story.notifier.conversationChanged(ops);
    },
  },
};

async function settle(): Promise<void> {
  await story.notifier.idle();
}

/** The number of accepted sends to the conversation since the last call. */
function accepted({ method, to }: SendKind): number {
  return story.connector.delivered
    .splice(0)
    .filter((one) => one.method === method && one.path.startsWith(`/v3/conversations/${to}`))
    .length;
}

async function begin(kind: SendKind): Promise<void> {
  lines.length = 0;
  const write = (line: string) => void lines.push(line);
  story = await openTeamsScenario(undefined, { log: createLog('info', { write }) });
  await story.addRoom(1042);
  await story.send(at(ops, 'channel').install);
  await story.send(at(anna, 'personal').install);
  // Only the channel gets cards here.
  await story.subscriptions.unsubscribe(anna, { by: 'test', at: story.now() });
  await kind.prepare();
  await settle();
  story.connector.delivered.splice(0);
  // Earlier sends no longer count against the limits.
  story.pass(60_000);
}

/** Responds in this way to the first `times` requests of the send; returns the number of requests. */
function answer({ method, to }: SendKind, [status, code]: Case, times: number): () => number {
  let made = 0;
  const headers = status === 429 ? { headers: { 'retry-after': '1' } } : {};
  story.connector.answerBy((asked, path): Answer | null => {
    if (asked !== method || !path.startsWith(`/v3/conversations/${to}`)) return null;
    made += 1;
    return made > times ? null : { status, code, ...headers };
  });
  return () => made;
}

function expectNothingLost(): void {
  const ids = [...story.subscriptions.conversations()].map(({ conversationId }) => conversationId);
  expect(ids).toEqual(expect.arrayContaining([ops, anna]));
  expect(story.subscriptions.find(ops)).not.toBeNull();
  expect([...story.subscriptions.ended()]).toEqual([]);
}

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  it.each(cases)('after %i %s once', async (...one) => {
    await begin(kind);
    const outcome = kind.method === 'POST' ? one[2] : one[3];
    answer(kind, one, 1);
    await kind.send();
    await settle();
    // A missing card is tried twice, because one response of Teams may be wrong.
    const isMissing = kind.method === 'PUT' && /^(ServiceError|ActivityNotFound)/.test(one[1]);
    expect(accepted(kind)).toBe(outcome === 'message' && !isMissing ? 0 : 1);
    expect(story.subscriptions.conversation(kind.to)?.paused).toBeUndefined();
    expectNothingLost();
    await settle();
    expect(story.connector.delivered).toEqual([]);
  });

  it.each(cases)('after %i %s again and again', async (...one) => {
    await begin(kind);
    const outcome = kind.method === 'POST' ? one[2] : one[3];
    const made = answer(kind, one, outcome === 'later' ? 5 : 1_000);
    await kind.send();
    await settle();
    expect(accepted(kind)).toBe(outcome === 'later' ? 1 : 0);
    const paused = story.subscriptions.conversation(kind.to)?.paused;
    if (outcome === 'no') expect(paused).toMatchObject({ status: one[0], code: one[1] });
    else expect(paused).toBeUndefined();
    if (outcome !== 'later') expect(made()).toBeLessThanOrEqual(3);
    if (outcome === 'message') expectOneLine();
    expectNothingLost();
    await settle();
    expect(story.connector.delivered).toEqual([]);
  });
});
