/** The API of a deployed bot: who gets in by a token, and what the directory lets them see and do. */
import { connect } from 'node:net';
import type {
  CommandsAnswer,
  Me,
  PeopleAnswer,
  RoomsAnswer,
  SummaryAnswer,
  TicketDetail,
} from '@rooms-pro/core/contracts';
import { openPeopleDirectory, type PeopleDirectory } from '@rooms-pro/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createDirectoryPeople } from '../signIn/directoryPeople.ts';
import { type Issuer, openIssuer } from '../signIn/issuer.suite.ts';
import { openApiStory, type Refused } from './apiScenario.suite.ts';

const idOf = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const appId = idOf(7);
const first = idOf(1);
const lena = idOf(2);
const tom = idOf(3);
const stranger = idOf(9);
const west = { name: 'Heron', building: 'Mole', floor: '1', groups: ['west'] };
const east = { name: 'Gull', building: 'Mole', floor: '2', groups: ['east'] };

let issuer: Issuer;
let story: Awaited<ReturnType<typeof openApiStory>>;
let directory: PeopleDirectory;
let lines: string;

beforeAll(async () => {
  issuer = await openIssuer();
  lines = '';
  const log = createLog('info', {
    write(line: string) {
      lines += line;
    },
  });
  const env = { ...issuer.env, MANAGER_IDS: first.toUpperCase(), TEAMS_APP_ID: appId };
  story = await openApiStory(env, undefined, ({ store, config, now }) => {
    directory = openPeopleDirectory(store);
    const { managerIds, signIn } = config;
    return {
      people: createDirectoryPeople({ directory, managerIds, signIn, now, log }),
      peopleDirectory: directory,
    };
  });
  const heron = await story.addRoom(1, west);
  const gull = await story.addRoom(2, east);
  await story.breaks(heron, 'display:1');
  await story.breaks(gull, 'display:1');
});
afterAll(async () => {
  await story.close();
  await issuer.close();
});

const headersOf = async (id: string, claims = {}) => ({
  authorization: `Bearer ${await issuer.token(id, { name: `Person ${id.at(-1)}`, ...claims })}`,
});
const ask = async <T = Refused>(id: string, target: string) =>
  story.ask<T>(target, { headers: await headersOf(id) });
const send = async <T = Refused>(id: string, method: string, target: string, body: unknown) =>
  story.ask<T>(target, {
    method,
    headers: { ...(await headersOf(id)), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const people = async () => (await ask<PeopleAnswer>(first, '/api/settings/people')).body;
const put = async (as: string, list: readonly object[], etag?: string | null) => {
  const mark = etag === undefined ? (await people()).etag : etag;
  return send<PeopleAnswer & Refused>(as, 'PUT', '/api/settings/people', {
    etag: mark,
    people: list,
  });
};
const manager = { id: first, name: 'Person 1', role: 'manager', groups: [] };
const lead = { id: lena, name: 'Person 2', role: 'lead', groups: ['west'] };

describe('without a token', () => {
  it.each([
    '/api/me',
    '/api/rooms',
    '/api/stream',
    '/api/settings/people',
    '/api/tickets/1-1/attachments/x',
  ])('nobody gets in at %s, whoever they say they are', async (target) => {
    const { status, headers, body } = await story.ask(target, { as: first });
    expect([status, body.error.code]).toEqual([401, 'signInNeeded']);
    expect(headers['www-authenticate']).toBe('Bearer realm="Rooms Pro Management"');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('an upload is cut off soon after it was refused, not after all that an attachment may have', async () => {
    const { hostname, port } = new URL(story.base);
    const socket = connect(Number(port), hostname);
    let answer = '';
    let isOpen = true;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('close', () => {
      isOpen = false;
    });
    const head = [
      'POST /api/tickets/1-1/attachments HTTP/1.1',
      'Host: x',
      'Content-Length: 5000000000',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    const piece = Buffer.alloc(64 * 1024);
    let sent = 0;
    while (isOpen && sent < 60 * 1024 * 1024) {
      sent += piece.length;
      if (socket.write(piece)) continue;
      await new Promise<void>((go) => {
        socket.once('drain', go);
        socket.once('close', go);
      });
    }
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 401/);
    // What lies in the buffers of both ends was never read by the server.
    expect(sent).toBeLessThan(20 * 1024 * 1024);
  });

  it('an expired one and one of another app are told apart', async () => {
    const long = Math.floor(Date.now() / 1000) - 4000;
    for (const [claims, code] of [
      [{ exp: long }, 'signInExpired'],
      [{ aud: stranger }, 'signInRefused'],
    ] as const) {
      const headers = await headersOf(first, claims);
      const { status, body, headers: answered } = await story.ask('/api/me', { headers });
      expect([status, body.error.code]).toEqual([401, code]);
      expect(answered['www-authenticate']).toContain('error="invalid_token"');
    }
  });

  it('the page is served, and told that one signs in', async () => {
    const { text } = await story.ask('/tab/');
    expect(text).toContain('<meta name="sign-in" content="teams">');
    expect(text).toContain(`<meta name="teams-app-id" content="${appId}">`);
  });
});

describe('with a token, nothing else is looked at', () => {
  it('such as the name of this host or the page that sent it', async () => {
    const headers = {
      ...(await headersOf(first)),
      host: 'rooms.example.com',
      origin: 'https://front-door.example',
    };
    const { status, headers: answered } = await story.ask('/api/me', { headers });
    expect([status, answered['access-control-allow-origin']]).toEqual([200, undefined]);
  });
});

describe('a first manager', () => {
  it('sees everything, and stands in the directory from then on', async () => {
    const { body } = await ask<Me>(first, '/api/me');
    expect(body).toEqual({
      person: { id: first, name: 'Person 1', role: 'manager', groups: [] },
      people: [],
      embedded: false,
      access: 'granted',
      pace: 60,
    });
    expect((await ask<RoomsAnswer>(first, '/api/rooms')).body.total).toBe(2);
    const { people: listed, changes } = await people();
    expect(listed).toEqual([{ ...manager, isFixed: true }]);
    expect(changes[0]?.by.name).toBe('Platform');
  });

  it('cannot be lowered or removed by anyone', async () => {
    await put(first, [manager, { ...lead, role: 'manager', groups: [] }]);
    for (const list of [
      [{ ...lead, role: 'manager', groups: [] }],
      [
        { ...manager, role: 'viewer' },
        { ...lead, role: 'manager', groups: [] },
      ],
    ]) {
      const { status, body } = await put(lena, list);
      expect([status, body.error.code]).toEqual([400, 'badPeople']);
      expect(body.error.sentence).toContain('cannot be changed here. Nothing was changed.');
    }
    const own = await put(lena, [manager, lead]);
    expect(own.body.error.sentence).toMatch(/^You cannot change your own access/);
    expect((await put(first, [manager])).status).toBe(200);
  });
});

describe('a stranger', () => {
  it('learns nothing but that a manager can let them in', async () => {
    const { body } = await ask<Me>(stranger, '/api/me');
    expect(body).toMatchObject({ access: 'waiting', people: [], person: { role: 'viewer' } });
    const targets = ['/api/rooms', '/api/summary', '/api/settings/rules', '/api/stream'];
    const others = ['/api/settings/people', '/api/tickets/1-1/attachments/x'];
    for (const target of [...targets, ...others]) {
      const { status, body: refused } = await ask(stranger, target);
      expect([status, refused.error.code]).toEqual([403, 'noAccess']);
      expect(refused.error.sentence).toMatch(/let you in; they see that you are waiting\.$/);
    }
  });

  it('is shown to managers, once', async () => {
    const { waiting } = await people();
    expect(waiting.map(({ id, name }) => ({ id, name }))).toEqual([
      { id: stranger, name: 'Person 9' },
    ]);
  });

  it('whose name is hostile or empty is called by what is left of it', async () => {
    const headers = await headersOf(idOf(8), { name: `\u202e\u0007${'x'.repeat(500)}` });
    const { body } = await story.ask<Me>('/api/me', { headers });
    expect(body.person.name).toMatch(/^x{70,80}$/);
    const unnamed = await headersOf(idOf(8), { name: ' ' });
    expect((await story.ask<Me>('/api/me', { headers: unnamed })).body.person.name).toBe(
      'Someone in Teams',
    );
  });
});

describe('a person who gets access from a manager', () => {
  beforeEach(async () => {
    await put(first, [manager, lead, { id: tom, name: 'Tom', role: 'viewer', groups: [] }]);
  });

  it('sees and does at once what role and groups say', async () => {
    const rooms = await ask<RoomsAnswer>(lena, '/api/rooms');
    expect(rooms.body.rows.map(({ name }) => name)).toEqual(['Heron']);
    expect((await ask<SummaryAnswer>(lena, '/api/summary')).body.needsAction).toBe(1);
    expect((await ask(lena, '/api/tickets/2-1')).status).toBe(404);
    const suppress = { action: 'suppress', until: '1h', reason: 'Spare part' };
    const done = await send<CommandsAnswer>(lena, 'POST', '/api/commands', {
      targets: [{ ticket: '1-1' }, { ticket: '2-1' }],
      action: suppress,
    });
    expect(done.body.results.map(({ ok }) => ok)).toEqual([true, false]);
    expect((await ask(lena, '/api/settings/people')).body.error.code).toBe('notPermitted');
  });

  it('without a group is told that they need one', async () => {
    expect((await ask<Me>(tom, '/api/me')).body.access).toBe('noRooms');
    expect((await ask<RoomsAnswer>(tom, '/api/rooms')).body.total).toBe(0);
  });

  it('can be assigned tickets of their rooms', async () => {
    const { body } = await ask<TicketDetail>(first, '/api/tickets/1-1');
    expect(body.assignees.map(({ id }) => id)).toEqual([lena]);
    const done = await send<CommandsAnswer>(first, 'POST', '/api/commands', {
      targets: [{ ticket: '1-1' }, { ticket: '2-1' }],
      action: { action: 'assign', to: lena },
    });
    expect(done.body.results.map(({ ok }) => ok)).toEqual([true, false]);
  });

  it('hears of it on the stream only while that is so', async () => {
    const stream = await story.streamWith(await headersOf(lena));
    const same = await story.streamWith(await headersOf(first));
    await put(first, [manager, { ...lead, groups: ['east'] }]);
    await stream.ended();
    expect((await ask<RoomsAnswer>(lena, '/api/rooms')).body.rows[0]?.name).toBe('Gull');
    await story.breaks('room-2', 'camera');
    expect(await same.until('room-2')).toContain('room-2');
    await same.close();
  });

  it('may be removed again, and the list shows who did what', async () => {
    await put(first, [manager]);
    expect((await ask(lena, '/api/rooms')).body.error.code).toBe('noAccess');
    const { changes, waiting } = await people();
    expect(changes[0]).toMatchObject({ by: { id: first }, via: 'tab', after: null });
    expect(waiting.map(({ id }) => id)).toContain(lena);
  });
});

describe('two managers at once', () => {
  it('do not lose each other’s change', async () => {
    const { etag } = await people();
    expect((await put(first, [manager, lead], etag)).status).toBe(200);
    const late = await put(first, [manager], etag);
    expect([late.status, late.body.error.code]).toEqual([409, 'conflict']);
    expect((await people()).people).toHaveLength(2);
  });

  it('are told every fault of what they send', async () => {
    const { status, body } = await put(first, [
      manager,
      { id: 'x', name: '', role: 'king', groups: ['a', 'a'] },
    ]);
    expect(status).toBe(400);
    const { faults } = body.error as unknown as { faults: { pointer: string }[] };
    expect(faults.map(({ pointer }) => pointer)).toEqual([
      '/people/1/id',
      '/people/1/name',
      '/people/1/role',
      '/people/1/groups',
    ]);
    const twice = await put(first, [manager, lead, { ...lead, id: lena.toUpperCase() }]);
    expect(twice.body.error.sentence).toBe(
      'Each person can appear here only once. Nothing was changed.',
    );
  });
});

describe('the live stream', () => {
  it('ends when its token does', async () => {
    const exp = Math.floor(Date.parse(story.now()) / 1000) - 58;
    const stream = await story.streamWith(await headersOf(first, { exp }));
    expect(stream.response.status).toBe(200);
    await stream.ended();
  });
});

it('while the keys cannot be had, everybody is asked to come again', async () => {
  issuer.setUp(false);
  const other = await openApiStory(issuer.env, undefined, ({ store, config, now }) => {
    const own = openPeopleDirectory(store);
    const { managerIds, signIn } = config;
    const log = createLog('silent');
    const parts = { directory: own, managerIds, signIn, now, log };
    return { people: createDirectoryPeople(parts), peopleDirectory: own };
  });
  const { status, headers, body } = await other.ask('/api/me', { headers: await headersOf(first) });
  expect([status, body.error.code]).toEqual([503, 'signInUnavailable']);
  expect(headers['retry-after']).toBe('10');
  await other.close();
  issuer.setUp(true);
});

it('logs name no person and no token', () => {
  expect(lines).toContain('signIn.refused');
  expect(lines).not.toMatch(/Person|eyJ/);
});
