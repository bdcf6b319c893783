/** The tab's API as a browser meets it: over HTTP, with everything behind it real. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { RoomId } from '@rooms-pro/core';
import type {
  CommandsAnswer,
  IncidentsAnswer,
  Me,
  RoomDetail,
  RoomsAnswer,
  Summary,
  TicketDetail,
} from '@rooms-pro/core/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiStory, people } from './apiScenario.suite.ts';

type Story = Awaited<ReturnType<typeof openApiStory>>;
const json = { 'content-type': 'application/json' };
const sentencesOf = ({ body }: { body: CommandsAnswer }) =>
  body.results.map(({ sentence }) => sentence);
const okOf = ({ body }: { body: CommandsAnswer }) => body.results.map(({ ok }) => ok);

describe('reading', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openApiStory();
    const { addRoom, reads, breaks } = story;
    const west = { name: 'Heron', building: 'Pier West', groups: ['west'] };
    const east = { name: 'Gull', building: 'Quay 4', groups: ['east'] };
    const heron = await addRoom(1, west);
    const gull = await addRoom(2, east);
    const tern = await addRoom(3, { ...west, name: 'Tern' });
    for (const room of [heron, gull, tern]) await reads(room, 'camera', 'healthy');
    await addRoom(4, { ...east, name: 'Auk' });
    await breaks(heron, 'display:1', 'No signal <b>');
    await breaks(gull, 'display:2');
    await breaks(tern, 'network', 'Limited');
  });
  afterAll(() => story.close());

  it('says who one is, and who one may be', async () => {
    const { status, headers, body } = await story.ask<Me>('/api/me');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body.person).toMatchObject({ id: 'mia', name: 'Mia', role: 'manager' });
    expect(body.people.map(({ id }) => id)).toEqual(people.map(({ id }) => id));
    expect([body.embedded, body.pace]).toEqual([true, 60]);
    const asTom = await story.ask<Me>('/api/me', { as: 'tom' });
    expect(asTom.body.person).toMatchObject({ id: 'tom', role: 'technician' });
  });

  it('knows nobody else', async () => {
    for (const target of ['/api/me', '/api/incidents', '/api/stream']) {
      const { status, body } = await story.ask(target, { as: 'eve' });
      expect([status, body.error.code]).toEqual([401, 'unknownPerson']);
    }
  });

  it('sums up what each may see', async () => {
    const all = (await story.ask<Summary>('/api/summary')).body;
    expect(all).toMatchObject({ needsAction: 3, warnings: 1, buildings: ['Pier West', 'Quay 4'] });
    expect(all.rooms).toMatchObject({ unhealthy: 2, healthy: 1, disconnected: 1 });
    const some = (await story.ask<Summary>('/api/summary', { as: 'vera' })).body;
    expect(some).toMatchObject({ needsAction: 2, buildings: ['Pier West'], groups: ['west'] });
    expect(some.rooms).toMatchObject({ unhealthy: 1, healthy: 1, disconnected: 0 });
  });

  it.each([
    ['', 'mia', ['1-1', '2-1', '3-1'], 3],
    ['', 'tom', ['2-1'], 1],
    ['?severity=warning', 'mia', ['3-1'], 1],
    ['?category=display&building=Pier%20West', 'mia', ['1-1'], 1],
    ['?group=east', 'mia', ['2-1'], 1],
    ['?group=east', 'vera', [], 0],
    ['?state=systemInvestigating', 'mia', [], 0],
    ['?text=gull%20display', 'mia', ['2-1'], 1],
    ['?severity=&text=', 'mia', ['1-1', '2-1', '3-1'], 3],
    ['?severity=warning&severity=important', 'mia', ['3-1'], 1],
    ['?limit=1', 'mia', ['1-1'], 3],
    ['?offset=2&limit=2', 'mia', ['3-1'], 3],
    ['?offset=3', 'mia', [], 3],
  ] as const)('lists incidents %s for %s', async (query, as, tickets, total) => {
    const { status, body } = await story.ask<IncidentsAnswer>(`/api/incidents${query}`, { as });
    expect(status).toBe(200);
    expect(body.rows.map((row) => ('ticket' in row ? row.ticket : row.id))).toEqual(tickets);
    expect(body.total).toBe(total);
  });

  it.each([
    ['', 'mia', ['Gull', 'Heron', 'Auk', 'Tern']],
    ['?sort=name&order=asc', 'mia', ['Auk', 'Gull', 'Heron', 'Tern']],
    ['?health=unhealthy', 'mia', ['Gull', 'Heron']],
    ['?health=disconnected', 'tom', ['Auk']],
    ['?building=Pier%20West&limit=1', 'mia', ['Heron']],
    ['?text=tern', 'mia', ['Tern']],
    ['?text=tern', 'tom', []],
  ] as const)('lists rooms %s for %s', async (query, as, names) => {
    const { status, body } = await story.ask<RoomsAnswer>(`/api/rooms${query}`, { as });
    expect(status).toBe(200);
    expect(body.rows.map(({ name }) => name)).toEqual(names);
  });

  it('counts rooms whatever health is asked for', async () => {
    const { body } = await story.ask<RoomsAnswer>('/api/rooms?health=healthy');
    expect([body.total, body.rows[0]?.name]).toEqual([1, 'Tern']);
    const { unhealthy, healthy, disconnected } = body.counts;
    expect([unhealthy, healthy, disconnected]).toEqual([2, 1, 1]);
  });

  it('shows a room, with every signal it has and what one may do', async () => {
    const { status, body } = await story.ask<RoomDetail>('/api/rooms/room-1', { as: 'lena' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'Heron',
      health: 'unhealthy',
      actions: ['report', 'suppress'],
    });
    expect(body.disconnected).toBeNull();
    expect(body.incidents.map(({ ticket }) => ticket)).toEqual(['1-1']);
    const rows = new Map(body.signals.map((row) => [row.signal, row]));
    expect(rows.get('display:1')).toMatchObject({ ticket: '1-1', status: 'needsAction' });
    expect(rows.get('camera')).toMatchObject({ state: 'healthy', ticket: null });
    expect(rows.get('hdmi-ingest')).toMatchObject({ state: 'unknown', since: null });
    expect(rows.has('signin-skype')).toBe(false);
    const short = await story.ask<RoomDetail>('/api/rooms/1');
    expect(short.body.roomId).toBe('room-1');
    const unmonitored = await story.ask<RoomDetail>('/api/rooms/room-4');
    expect(unmonitored.body.disconnected?.reason).toBe('neverConnected');
  });

  it('shows a ticket with its texts as they came: they are data, the page escapes them', async () => {
    const { body } = await story.ask<TicketDetail>('/api/tickets/1-1', { as: 'vera' });
    expect(body).toMatchObject({ room: 'Heron', label: 'Display 1', status: 'needsAction' });
    expect(body.detail).toBe('No signal <b>');
    expect(body.history.map(({ type }) => type)).toEqual(['incident.opened', 'reading.changed']);
    expect([body.actions, body.messages]).toEqual([[], []]);
  });

  it.each([
    ['/api/rooms/room-99', 'mia'],
    ['/api/rooms/nonsense', 'mia'],
    ['/api/rooms/room-2', 'vera'],
    ['/api/tickets/99-1', 'mia'],
    ['/api/tickets/1-9', 'mia'],
    ['/api/tickets/1', 'mia'],
    ['/api/tickets/2-1', 'vera'],
    ['/api/tickets/%3Cscript%3E', 'mia'],
  ])('answers 404 for %s to %s, saying no more for what is hidden', async (target, as) => {
    const { status, body } = await story.ask(target, { as });
    expect([status, body.error.code]).toEqual([404, 'notFound']);
    expect(body.error.sentence).toMatch(/^There is no .* that you can see\.$/);
  });

  it.each([
    ['/api/incidents?severity=awful', '/severity: This must be one of important, warning.'],
    ['/api/incidents?limit=0', '/limit: This must be at least 1.'],
    ['/api/incidents?limit=201', '/limit: This must be at most 200.'],
    ['/api/incidents?offset=-1', '/offset: This must be at least 0.'],
    ['/api/incidents?offset=many', '/offset: This must be a number.'],
    ['/api/incidents?offset=1.5', '/offset: This must be a whole number.'],
    ['/api/rooms?health=ill', '/health: This must be one of suppressed, onboarding'],
    [`/api/rooms?text=${'a'.repeat(201)}`, '/text: This must have at most 200 characters.'],
  ])('answers 400 for %s, pointing at %s', async (target, fault) => {
    const { status, body } = await story.ask(target);
    expect([status, body.error.code]).toEqual([400, 'badRequest']);
    expect(body.error.sentence).toContain(fault);
    expect(body.error.sentence).not.toContain('..');
  });

  it.each([
    ['GET', '/api/nothing', 404, 'notFound'],
    ['GET', '/api/rooms/%E0%A4%A', 404, 'notFound'],
    ['GET', '/api/commands', 405, 'badMethod'],
    ['DELETE', '/api/rooms/room-1', 405, 'badMethod'],
  ] as const)(
    'refuses %s %s in the words of the contract',
    async (method, target, status, code) => {
      const answer = await story.ask(target, { method });
      expect([answer.status, answer.body.error.code]).toEqual([status, code]);
      expect(answer.text).not.toContain(target);
    },
  );

  it('says that it lives and is ready', async () => {
    for (const [target, status] of [
      ['/healthz', 'alive'],
      ['/readyz', 'ready'],
    ] as const) {
      const answer = await story.ask<{ status: string }>(target);
      expect([answer.status, answer.body.status]).toEqual([200, status]);
    }
  });
});

describe('commands', () => {
  let story: Story;
  let heron: RoomId;
  let gull: RoomId;
  beforeAll(async () => {
    story = await openApiStory();
    heron = await story.addRoom(1, { name: 'Heron', groups: ['west'] });
    gull = await story.addRoom(2, { name: 'Gull', groups: ['east'] });
    for (const signal of ['display:1', 'display:2', 'camera'] as const) {
      await story.breaks(heron, signal);
    }
    await story.breaks(gull, 'camera');
  });
  afterAll(() => story.close());

  it('act on many targets at once, each with an answer of its own, in order', async () => {
    const answer = await story.command<CommandsAnswer>(
      'lena',
      { action: 'respond', notes: 'Replaced the cable.' },
      { ticket: '1-1' },
      { ticket: '2-1' },
      { ticket: '1-99' },
      { room: heron, signal: 'camera' },
      { room: heron, signal: 'hdmi-ingest' },
      { room: heron, signal: 'nonsense' },
      { room: heron },
    );
    expect(answer.status).toBe(200);
    expect(okOf(answer)).toEqual([true, false, false, true, false, false, false]);
    const sentences = sentencesOf(answer);
    expect(sentences[0]).toContain('Your response on Display 1 in Heron is recorded.');
    // What one may not see is answered like what does not exist.
    expect(sentences[1]).toBe(sentences[2]?.replace('1-99', '2-1'));
    expect(sentences[4]).toContain('has no open incident');
    expect(sentences[5]).toContain('Heron has no such signal.');
    expect(sentences[6]).toContain('on a ticket of Heron, not on the room as a whole');
  });

  it('are in the history with who, how and what, and the notes among the messages', async () => {
    const said = { action: 'message', text: 'On my way <i>' } as const;
    await story.command('lena', said, { ticket: '1-1' });
    const { body } = await story.ask<TicketDetail>('/api/tickets/1-1');
    const [message, response] = body.history;
    expect(message).toMatchObject({ type: 'message.posted', by: 'Lena', via: 'tab', episode: 1 });
    expect(response).toMatchObject({ type: 'incident.responded', note: 'Replaced the cable.' });
    expect(body.history.at(-1)).toMatchObject({ type: 'reading.changed', by: 'Platform' });
    expect(body.messages.map(({ text, isResponse }) => [text, isResponse])).toEqual([
      ['Replaced the cable.', true],
      ['On my way <i>', false],
    ]);
    expect(body.response?.by).toEqual({ id: 'lena', name: 'Lena' });
  });

  it.each([
    ['vera', { action: 'respond', notes: 'I try' }, '1-2', 'Technician'],
    ['vera', { action: 'assign' }, '1-2', 'Technician'],
    ['tom', { action: 'suppress', until: '1h', reason: '' }, '2-1', 'Lead'],
    ['tom', { action: 'assign' }, '1-2', 'no ticket 1-2'],
  ] as const)('of %s to %o on %s are refused kindly, and nothing changes', async (...told) => {
    const [as, action, ticket, why] = told;
    const before = await story.ask<TicketDetail>(`/api/tickets/${ticket}`);
    const answer = await story.command<CommandsAnswer>(as, action, { ticket });
    expect([answer.status, okOf(answer)]).toEqual([200, [false]]);
    expect(sentencesOf(answer)[0]).toContain(why);
    const after = await story.ask<TicketDetail>(`/api/tickets/${ticket}`);
    expect(after.body.history).toEqual(before.body.history);
  });

  it('that come second are told who was first', async () => {
    const assign = { action: 'assign' } as const;
    const answers = await Promise.all([
      story.command<CommandsAnswer>('mia', assign, { ticket: '2-1' }),
      story.command<CommandsAnswer>('mia', assign, { ticket: '2-1' }),
    ]);
    expect(answers.flatMap(okOf).sort()).toEqual([false, true]);
    expect(answers.flatMap(sentencesOf).sort()[0]).toContain('assigned to');
  });

  it.each([
    ['lena', '1-1', true, 'Display 1 in Heron is assigned to Lena.'],
    ['mia', '1-1', true, 'Display 1 in Heron is assigned to you, taken over from Lena.'],
    ['lena', '2-1', false, 'Lena cannot take on tickets of Gull'],
    ['vera', '1-1', false, 'that needs the role Technician'],
    ['eve', '1-1', false, 'There is no such person'],
  ] as const)('assign to %s on %s: %s, %s', async (to, ticket, ok, sentence) => {
    const { body: before } = await story.ask<TicketDetail>(`/api/tickets/${ticket}`);
    const from = before.assignee ? { takeOverFrom: before.assignee.id } : {};
    const assign = { action: 'assign', to, ...from } as const;
    const answer = await story.command<CommandsAnswer>('mia', assign, { ticket });
    expect(okOf(answer)).toEqual([ok]);
    expect(sentencesOf(answer)[0]).toContain(sentence);
    const { body } = await story.ask<TicketDetail>(`/api/tickets/${ticket}`);
    if (ok) expect(body.assignee?.id).toBe(to);
    else expect(body.assignee?.id).toBe('mia');
  });

  it('on what another person has say who that is and since when, and change nothing', async () => {
    const assign = { action: 'assign', to: 'lena' } as const;
    const answer = await story.command<CommandsAnswer>('mia', assign, { ticket: '1-1' });
    expect(answer.body.results).toEqual([
      {
        ok: false,
        code: 'assignedToOther',
        sentence: expect.stringMatching(/^Mia has 1-1 since .+\. Nothing was changed\./),
        assignee: { id: 'mia', name: 'Mia' },
        since: expect.stringMatching(/Z$/),
      },
    ]);
    const back = { action: 'unassign' } as const;
    const other = await story.command<CommandsAnswer>('lena', back, { ticket: '1-1' });
    expect(other.body.results).toMatchObject([{ ok: false, code: 'assignedToOther' }]);
  });

  it('with a text over the limit are refused with both counts', async () => {
    const notes = 'x'.repeat(2345);
    const answer = await story.command<CommandsAnswer>(
      'mia',
      { action: 'respond', notes },
      { ticket: '1-1' },
    );
    expect(answer.body.results).toEqual([
      {
        ok: false,
        code: 'tooLong',
        sentence:
          'Your notes have 2,345 characters; at most 2,000 are allowed. Nothing was saved; please shorten them and send them again.',
      },
    ]);
  });

  it('may assign to those who may act in the room, and to no others', async () => {
    const offered = async (as: string, ticket: string) =>
      (await story.ask<TicketDetail>(`/api/tickets/${ticket}`, { as })).body.assignees;
    expect(await offered('mia', '1-1')).toEqual([{ id: 'lena', name: 'Lena' }]);
    expect(await offered('mia', '2-1')).toEqual([{ id: 'tom', name: 'Tom' }]);
    expect(await offered('tom', '2-1')).toEqual([{ id: 'mia', name: 'Mia' }]);
    expect(await offered('vera', '1-1')).toEqual([]);
  });

  it('suppress a room and a signal until a time, and lift it again', async () => {
    const at = new Date(Date.parse(story.now()) + 3_600_000).toISOString();
    const suppress = { action: 'suppress', until: { at }, reason: 'Works' } as const;
    const done = await story.command<CommandsAnswer>(
      'mia',
      suppress,
      { room: heron },
      { room: gull, signal: 'proximity-sensor' },
    );
    expect(okOf(done)).toEqual([true, true]);
    const gulls = (await story.ask<RoomDetail>(`/api/rooms/${gull}`)).body.signals;
    const quiet = gulls.filter(({ suppression }) => suppression !== null);
    expect(quiet.map(({ signal, status }) => [signal, status])).toEqual([
      ['proximity-sensor', 'unopened'],
    ]);
    const hushed = (await story.ask<RoomDetail>(`/api/rooms/${heron}`, { as: 'lena' })).body;
    expect(hushed).toMatchObject({
      health: 'suppressed',
      actions: ['report', 'changeSuppression', 'unsuppress'],
    });
    expect(hushed.suppression).toMatchObject({ reason: 'Works', until: { kind: 'time', at } });
    const listed = await story.ask<IncidentsAnswer>('/api/incidents');
    expect(listed.body.rows[0]).toMatchObject({ ticket: '2-1' });
    const lifted = await story.command<CommandsAnswer>(
      'lena',
      { action: 'unsuppress' },
      { room: heron },
      { room: heron },
    );
    expect(okOf(lifted).sort()).toEqual([false, true]);
  });

  it('do not suppress into the past', async () => {
    const past = { action: 'suppress', until: { at: '2020-01-01T00:00:00Z' }, reason: '' } as const;
    const answer = await story.command<CommandsAnswer>('mia', past, { ticket: '1-3' });
    expect(okOf(answer)).toEqual([false]);
    expect(sentencesOf(answer)[0]).toContain('already over');
  });

  it.each([
    [{}, '/targets'],
    [{ targets: [], action: { action: 'assign' } }, '/targets'],
    [{ targets: [{ ticket: '1-1' }], action: { action: 'explode' } }, '/action/action'],
    [{ targets: [{ ticket: '1-1' }], action: { action: 'respond', notes: ' ' } }, '/action/notes'],
    [{ targets: [{ ticket: 'x' }], action: { action: 'assign' } }, '/targets/0'],
    [{ targets: [{ ticket: '1-1' }], action: { action: 'assign', to: '' } }, '/action/to'],
    [{ targets: Array(201).fill({ ticket: '1-1' }), action: { action: 'assign' } }, '/targets'],
  ])('that make no sense are refused with a pointer: %o', async (body, pointer) => {
    const { status, body: refused } = await post(JSON.stringify(body));
    expect([status, refused.error.code]).toEqual([400, 'badRequest']);
    expect(refused.error.sentence).toContain(`${pointer}: `);
    expect(refused.error.sentence).toMatch(/: (This|Not allowed here:) .*\.$/);
    expect(refused.error.sentence).not.toContain('something else');
  });

  const post = (body: string, headers: Record<string, string> = json) =>
    story.ask('/api/commands', { method: 'POST', headers, body });

  it('must be JSON', async () => {
    const { status, body } = await post('{"targets":');
    expect([status, body.error.code]).toEqual([400, 'badJson']);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'of type «%s» are refused: a form of a foreign page could send them',
    async (type) => {
      const body = JSON.stringify({ targets: [{ ticket: '1-3' }], action: { action: 'assign' } });
      const answer = await post(body, type === '' ? {} : { 'content-type': type });
      expect([answer.status, answer.body.error.code]).toEqual([415, 'badType']);
    },
  );

  it.each([{}, { 'transfer-encoding': 'chunked' }])(
    'of more than 256 kB are refused, however they are sent: %o',
    async (how: Record<string, string>) => {
      const { status, body } = await post('x'.repeat(300 * 1024), { ...json, ...how });
      expect([status, body.error.code]).toEqual([413, 'tooLarge']);
    },
  );
});

it('every answer is what it says it is, and asks for TLS where there is some', async () => {
  const story = await openApiStory({ PUBLIC_ORIGIN: 'https://rooms.example.com' });
  for (const target of ['/api/me', '/api/rooms/9999', '/api/nowhere', '/api/messages', '/healthz'])
    expect((await story.ask(target)).headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000',
    });
  await story.close();
});

describe('foreign pages', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openApiStory({ PUBLIC_ORIGIN: 'https://rooms.example.com' });
  });
  afterAll(() => story.close());

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://rooms.example.com' },
    { origin: 'http://127.0.0.1:1' },
    { host: 'evil.example' },
    { host: 'evil.example', origin: 'http://evil.example' },
    { host: '127.0.0.1.evil.example' },
  ])('are refused: %o', async (headers) => {
    for (const target of ['/api/me', '/api/incidents', '/api/stream']) {
      const { status, body } = await story.ask(target, { headers });
      expect([status, body.error.code]).toEqual([403, 'foreignOrigin']);
    }
    const { status } = await story.ask('/api/commands', {
      method: 'POST',
      headers: { ...json, ...headers },
      body: '{}',
    });
    expect(status).toBe(403);
    // Nor do they write to the bot, where Teams signs nothing.
    const said = await story.ask('/api/messages', {
      method: 'POST',
      headers: { ...json, ...headers },
      body: '{}',
    });
    expect(said.status).toBe(403);
  });

  it('are told apart from our own', async () => {
    const { port } = new URL(story.base);
    for (const headers of [
      { origin: story.base },
      { host: `localhost:${port}`, origin: `http://localhost:${port}` },
      { host: `[::1]:${port}` },
      { host: 'rooms.example.com', origin: 'https://rooms.example.com' },
    ]) {
      expect((await story.ask('/api/me', { headers })).status).toBe(200);
    }
  });

  it('are never allowed to read an answer', async () => {
    const { headers } = await story.ask('/api/me', { headers: { origin: story.base } });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('the stream', () => {
  it('names rooms as they change, to those who may see them, and ends with the bot', async () => {
    const story = await openApiStory();
    const heron = await story.addRoom(1, { groups: ['west'] });
    const gull = await story.addRoom(2, { groups: ['east'] });
    const [vera, mia] = [await story.stream('vera'), await story.stream('mia')];
    expect(mia.response.headers.get('content-type')).toBe('text/event-stream');
    expect(mia.response.headers.get('cache-control')).toBe('no-store');

    await story.reads(gull, 'camera', 'unhealthy');
    expect(await mia.until(gull)).toContain(gull);
    await story.command('mia', { action: 'suppress', until: '1h', reason: '' }, { room: heron });
    expect(await mia.until(heron)).toContain(heron);
    expect(new Set(await vera.until(heron))).toEqual(new Set([heron]));

    await story.close();
    await Promise.all([vera.ended(), mia.ended()]);
  });
});

describe('the tab', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openApiStory({ TAB_HOST_ORIGINS: 'https://host.example' });
  });
  afterAll(() => story.close());

  it.each(['/tab', '/tab/', '/tab/rooms/room-1', '/tab/tickets/1-1'])(
    'serves its page at %s: fresh, framed by Teams only',
    async (target) => {
      const { status, headers, text } = await story.ask(target);
      expect(status).toBe(200);
      expect(text).toContain('The tab');
      expect(text).toContain('<meta name="tab-host-origins" content="https://host.example">');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBeUndefined();
      const policy = String(headers['content-security-policy']);
      const [, framers = ''] = /frame-ancestors ([^;]*)/.exec(policy) ?? [];
      expect(framers.split(' ')).toEqual(
        expect.arrayContaining(["'self'", 'https://teams.microsoft.com', 'https://host.example']),
      );
      expect(framers.split(' ')).not.toContain('*');
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("img-src 'self' data: blob:;");
      expect(policy).toContain("media-src 'self' blob:;");
    },
  );

  it('keeps its assets for a year, and serves nothing beside them', async () => {
    const { status, headers } = await story.ask('/tab/assets/tab-1a2b.js');
    expect(status).toBe(200);
    expect(headers['cache-control']).toContain('max-age=31536000');
    expect(headers['content-type']).toContain('javascript');
    for (const target of [
      '/tab/assets/none.js',
      '/tab/assets/../secret.txt',
      '/tab/assets/%2e%2e/secret.txt',
      '/tab/assets/..%2fsecret.txt',
    ]) {
      expect((await story.ask(target)).text).not.toContain('not an asset');
    }
    expect((await story.ask('/tab/assets/none.js')).status).toBe(404);
  });

  it('says what to do when it is not built', async () => {
    await rm(path.join(story.tabDirectory, 'index.html'));
    const { status, text } = await story.ask('/tab');
    expect(status).toBe(503);
    expect(text).toContain('npm run build');
  });
});
