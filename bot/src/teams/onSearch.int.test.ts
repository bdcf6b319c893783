/** The message extension over the bot's real route: requests of Teams, and the results. */
import { Writable } from 'node:stream';
import { openPeopleDirectory } from '@rooms-pro/store';
import { activitiesOf, searchFor } from '@rooms-pro/testing/teams';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { until } from '../notify/notifyScenario.suite.ts';
import { createDirectoryPeople } from '../signIn/directoryPeople.ts';
import { noCredentials, openTeamsScenario } from './teamsScenario.suite.ts';

type Story = Awaited<ReturnType<typeof openTeamsScenario>>;
let story: Story;
let logged: string[];

beforeEach(async () => {
  logged = [];
  const lines = new Writable({
    write(line, _encoding, done) {
      logged.push(String(line));
      done();
    },
  });
  const log = createLog('info', lines);
  story = await openTeamsScenario(noCredentials, {
    people: (store, now) => {
      const directory = openPeopleDirectory(store);
      return createDirectoryPeople({ directory, managerIds: ['aad-anna'], signIn: null, now, log });
    },
    log,
  });
  const amber = await story.addRoom(1042);
  await story.beats(await story.addRoom(1043, { name: 'Birch', building: 'Elbe Tower' }));
  await story.breaks(amber, 'display:1', 'No signal');
});
afterEach(() => story.close());

type Answer = {
  composeExtension?: {
    type: string;
    text?: string;
    attachmentLayout?: string;
    attachments?: {
      contentType: string;
      content: { version: string };
      preview: { contentType: string; content: { title: string; text: string } };
    }[];
  };
  cacheInfo: unknown;
};

const chat = () =>
  activitiesOf(story.connector.url, { id: '19:others@thread.v2', conversationType: 'groupChat' });

async function answerTo(activity: unknown): Promise<Answer> {
  const response = await story.send(activity);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

async function search(value: unknown) {
  const { composeExtension } = await answerTo(chat().searches(value));
  const titles = composeExtension?.attachments?.map(({ preview }) => preview.content.title);
  return { ...composeExtension, titles };
}

const events = () => logged.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a search', () => {
  it('shows open incidents before anything was typed, with the card to insert', async () => {
    const answer = await answerTo(chat().searches(searchFor('tickets', null)));
    expect(answer).toMatchObject({
      composeExtension: {
        type: 'result',
        attachmentLayout: 'list',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: {
              type: 'AdaptiveCard',
              version: '1.5',
              actions: [{ type: 'Action.OpenUrl', url: 'https://rooms.example/tickets/1042-1' }],
            },
            preview: {
              contentType: 'application/vnd.microsoft.card.thumbnail',
              content: {
                title: '❗ Display 1 · Amber',
                text: expect.stringMatching(/^Important · Needs action · 1042-1/),
              },
            },
          },
        ],
      },
      cacheInfo: { cacheType: 'no_cache' },
    });
  });

  it('shows rooms with problems first, page by page', async () => {
    expect((await search(searchFor('rooms', null))).titles).toEqual(['❗ Amber', '✅ Birch']);
    expect((await search(searchFor('rooms', null, 1, 1))).titles).toEqual(['✅ Birch']);
    expect(await search(searchFor('rooms', null, 2, 1))).toMatchObject({
      type: 'result',
      attachments: [],
    });
  });

  it('finds by what is typed', async () => {
    expect((await search(searchFor('tickets', '1042-1'))).titles).toEqual(['❗ Display 1 · Amber']);
    expect((await search(searchFor('rooms', 'elbe'))).titles).toEqual(['✅ Birch']);
  });

  it('finds both for a client that names no command', async () => {
    const value = { parameters: [{ value: 'amber' }], queryOptions: { skip: 0, count: 25 } };
    expect((await search(value)).titles).toEqual(['❗ Display 1 · Amber', '❗ Amber']);
  });

  it('shows a friendly sentence without results', async () => {
    expect(await search(searchFor('tickets', 'nowhere'))).toMatchObject({
      type: 'message',
      text: expect.stringContaining('I found no tickets for “nowhere”.'),
    });
  });

  it('shows the next step to a person without access', async () => {
    const aadObjectId = '00000000-0000-4000-8000-000000000009';
    const from = { id: '29:zoe', aadObjectId, name: 'Zoe' };
    const asked = { ...chat().searches(searchFor('tickets', '1042-1')), from };
    expect((await answerTo(asked)).composeExtension).toMatchObject({
      type: 'message',
      text: 'You have no access yet. Ask a Manager to let you in; they see that you are waiting.',
    });
  });

  it.each([
    ['no value', undefined],
    ['an invalid value', 7],
    ['an unknown command', searchFor('delete', 'x')],
    ['too many parameters', { commandId: 'tickets', parameters: Array(21).fill({ name: 'q' }) }],
  ])('responds to %s with a sentence', async (_, value) => {
    expect(await search(value)).toMatchObject({
      type: 'message',
      text: expect.stringContaining("I don't understand this search"),
    });
  });

  it.each([
    ['an invalid text', { commandId: 'rooms', parameters: [{ name: 'query', value: { a: 1 } }] }],
    ['no parameters', { commandId: 'rooms' }],
    ['an invalid page', { commandId: 'rooms', queryOptions: { skip: -1, count: 'all' } }],
    ['a page that is too long', { commandId: 'rooms', queryOptions: { skip: 0, count: 9e9 } }],
  ])('takes %s for the first look', async (_, value) => {
    expect((await search(value)).titles).toEqual(['❗ Amber', '✅ Birch']);
  });

  it('does not record the conversation, and sends nothing', async () => {
    await search(searchFor('tickets', null));
    expect([...story.subscriptions.conversations()]).toEqual([]);
    expect(story.connector.delivered).toEqual([]);
  });

  it('is logged without what was typed', async () => {
    await search(searchFor('tickets', 'display secretword'));
    expect(events()).toMatchObject([{ event: 'search.answered', command: 'tickets', found: 0 }]);
    expect(events()[0]?.['correlationId']).toMatch(/^[0-9a-f-]{36}$/);
    expect(logged.join('')).not.toMatch(/secretword|Anna/);
  });
});

describe('a link', () => {
  const titlesOf = async (url: unknown) =>
    (await answerTo(chat().pastes(url))).composeExtension?.attachments?.map(
      ({ preview }) => preview.content.title,
    ) ?? null;

  it.each([
    ['https://rooms.example/tab/tickets/1042-1', '❗ Display 1 · Amber'],
    ['https://rooms.example/tab/tickets/1042-1?face=history#x', '❗ Display 1 · Amber'],
    ['https://rooms.example/tab/rooms/room-1043', '✅ Birch'],
  ])('unfurls %s', async (url, title) => {
    expect(await titlesOf(url)).toEqual([title]);
  });

  it.each([
    'https://rooms.example/tab/',
    'https://rooms.example/tab/tickets/1042-9',
    'https://rooms.example/tab/tickets/1042-1/../../../etc',
    'https://elsewhere.example/tab/tickets/1042-1',
    'javascript:alert(1)',
    'no address',
    7,
  ])('leaves %s what it is', async (url) => {
    expect(await titlesOf(url)).toBeNull();
  });

  it('does not unfurl a link for a person who may not see its page', async () => {
    const from = { id: '29:zoe', aadObjectId: 'aad-zoe', name: 'Zoe' };
    const pasted = { ...chat().pastes('https://rooms.example/tab/tickets/1042-1'), from };
    expect(await answerTo(pasted)).toEqual({ cacheInfo: { cacheType: 'no_cache' } });
  });
});

describe('a click on a card in the message of a person', () => {
  const data = { ticket: '1042-1', episode: 1, activation: 1 };

  it('is executed and answered, and the message is not edited and no error is logged', async () => {
    story.connector.answerNext({ status: 403, code: 'Forbidden' });
    const response = await story.send(chat().clicks('forwarded-1', 'assign', data));
    const answer = (await response.json()) as { value: unknown };
    expect(JSON.stringify(answer.value)).toContain('Anna');
    await until(() => events().some(({ event }) => event === 'card.left'));
    expect(events().filter(({ level }) => Number(level) > 30)).toEqual([]);
  });
});
