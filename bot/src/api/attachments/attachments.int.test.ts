/** Attachments over HTTP, with a real folder (and, where there is one, Azurite) behind them. */
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type Server as HttpServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type AttachedAnswer,
  largestAttachmentBytes,
  type TicketDetail,
} from '@rooms-pro/core/contracts';
import {
  type Attachments,
  openBlobAttachments,
  openFolderAttachments,
  openPeopleDirectory,
  StoreError,
} from '@rooms-pro/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { azuriteMain, startAzurite } from '../../../../store/src/attachments/azurite.suite.ts';
import { createEmbeddedPeople } from '../../signIn/people.ts';
import {
  type MakePeople,
  type MoreDeps,
  openApiStory,
  people,
  type Refused,
} from '../apiScenario.suite.ts';

type Story = Awaited<ReturnType<typeof openApiStory>>;
const all = '/api/tickets/1-1/attachments';
/** Seventeen who attach something at the same time. */
const busyPeople = Array.from({ length: 17 }, (_, n) => {
  const [, , tom] = people;
  return { ...tom, id: `tech-${n}`, name: `Tech ${n}` };
});
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A story with one ticket, 1-1, in a room for west and east; `place`: beside a folder of its own. */
async function openTicketStory(
  place?: Attachments | null,
  makePeople?: MakePeople,
  more: MoreDeps = {},
) {
  const story = await openApiStory({}, place, makePeople, more);
  const profile = { name: 'Heron', groups: ['west', 'east'], timeZone: 'UTC' };
  const heron = await story.addRoom(1, profile);
  await story.breaks(heron, 'display:1');
  return { ...tellOn(story), heron };
}

function tellOn(story: Story) {
  const detail = async (as = 'mia') =>
    (await story.ask<TicketDetail>('/api/tickets/1-1', { as })).body;
  const upload = <T = AttachedAnswer>(
    as: string,
    name: string,
    body: Uint8Array | string,
    headers: Readonly<Record<string, string>> = {},
  ) =>
    story.ask<T>(all, {
      method: 'POST',
      as,
      body,
      headers: { 'x-attachment-name': encodeURIComponent(name), ...headers },
    });
  const remove = <T = { sentence: string }>(as: string, id: string) =>
    story.ask<T>(`${all}/${id}`, { method: 'DELETE', as });
  return { story, detail, upload, remove };
}

/** A request whose body is written by hand. */
function openRequest(base: string, target: string, headers: Record<string, string>) {
  const { hostname, port } = new URL(base);
  const acting = { 'x-acting-person': 'tom', 'x-attachment-name': 'film.mp4' };
  return httpRequest({
    hostname,
    port,
    path: target,
    method: 'POST',
    headers: { ...acting, ...headers },
  });
}

async function answerTo(request: ReturnType<typeof openRequest>) {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Refused;
  return { status: response.statusCode, body };
}

describe('a file', () => {
  let told: Awaited<ReturnType<typeof openTicketStory>>;
  beforeAll(async () => {
    told = await openTicketStory();
  });
  afterAll(() => told.story.close());

  it('is attached, listed newest first, told in the history, and comes back as it was', async () => {
    const { status, body } = await told.upload('tom', 'Foto «groß» 📷.png', png, {
      'content-type': 'image/png',
    });
    expect(status).toBe(201);
    const { attachment, sentence } = body;
    expect(attachment).toEqual({
      id: expect.any(String),
      name: 'Foto «groß» 📷.png',
      sizeBytes: png.length,
      at: expect.any(String),
      by: 'Tom',
      via: 'tab',
      preview: 'image',
      mayRemove: true,
    });
    expect(sentence).toBe('Foto «groß» 📷.png (70 bytes) is attached to Display 1 in Heron.');
    const log = await told.upload('lena', 'app.log', 'it stopped\n'.repeat(20_000));
    const { attachments, history, actions } = await told.detail('tom');
    expect(attachments).toEqual([{ ...log.body.attachment, mayRemove: false }, attachment]);
    expect(actions).toContain('attach');
    expect(history[0]).toMatchObject({
      type: 'attachment.added',
      by: 'Lena',
      via: 'tab',
      episode: 1,
      sentence: 'Attached app.log (215 kB).',
    });
    const answer = await told.story.askBytes(`${all}/${attachment.id}`, {
      as: 'vera',
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(answer.status).toBe(200);
    expect(answer.bytes.equals(png)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(png.length),
      'content-disposition':
        "attachment; filename*=UTF-8''Foto%20%C2%ABgro%C3%9F%C2%BB%20%F0%9F%93%B7.png",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private',
    });
    const text = await told.story.askBytes(`${all}/${log.body.attachment.id}`, {
      headers: { 'accept-encoding': 'gzip, br' },
    });
    expect(text.headers['content-encoding']).toBeUndefined();
    expect(text.headers['content-type']).toBe('application/octet-stream');
    expect(text.bytes.toString()).toBe('it stopped\n'.repeat(20_000));
  });

  it.each([
    ['a page that calls itself a picture', 'cat.png', 'image/png', '<html><script>1</script>'],
    ['a drawing that can run', 'cat.svg', 'image/svg+xml', '<svg onload="alert(1)"/>'],
  ])('is what is found in it: %s is only to be saved', async (_what, name, type, content) => {
    const { body } = await told.upload('tom', name, content, { 'content-type': type });
    expect(body.attachment.preview).toBeNull();
    const answer = await told.story.askBytes(`${all}/${body.attachment.id}`, {});
    expect(answer.headers['content-type']).toBe('application/octet-stream');
    expect(answer.bytes.toString()).toBe(content);
  });

  it.each([
    ['../../../etc/passwd', 'passwd', 'passwd'],
    ['C:\\Temp\\log.txt', 'log.txt', 'log.txt'],
    ['a\r\nset-cookie: b=c', 'a set-cookie: b=c', 'a%20set-cookie%3A%20b%3Dc'],
    ['👨\u200d👧.txt', '👨\u200d👧.txt', '%F0%9F%91%A8%E2%80%8D%F0%9F%91%A7.txt'],
    [`${'x'.repeat(296)}.png`, `${'x'.repeat(250)}….png`, `${'x'.repeat(250)}%E2%80%A6.png`],
    ['..', 'file', 'file'],
    ["it's (1)*.txt", "it's (1)*.txt", 'it%27s%20%281%29%2A.txt'],
    ['"; filename=evil.html', '"; filename=evil.html', '%22%3B%20filename%3Devil.html'],
    ['photo\u202Egnp.exe', 'photognp.exe', 'photognp.exe'],
    ['folder/', 'file', 'file'],
    ['<b>.txt', '<b>.txt', '%3Cb%3E.txt'],
  ])('named %j is called %j and saved as such', async (given, name, saved) => {
    const { body } = await told.upload('tom', given, 'x');
    expect(body.attachment.name).toBe(name);
    const { headers } = await told.story.askBytes(`${all}/${body.attachment.id}`, {});
    expect(headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${saved}`);
    const [latest] = (await told.detail()).history;
    expect(latest?.sentence).toBe(`Attached ${name} (1 byte).`);
  });

  it.each([{}, { 'x-attachment-name': '%E0%A4%A' }, { 'x-attachment-name': '%20' }])(
    'without a name is refused: %o',
    async (headers: Record<string, string>) => {
      const answer = await told.story.ask(all, { method: 'POST', as: 'tom', body: 'x', headers });
      expect([answer.status, answer.body.error.code]).toEqual([400, 'badRequest']);
      expect(answer.body.error.sentence).toContain('x-attachment-name');
    },
  );

  it('with nothing in it is refused, announced or not', async () => {
    const before = (await told.detail()).attachments.length;
    const announced = await told.upload<Refused>('tom', 'photo.log', '');
    const request = openRequest(told.story.base, all, { 'transfer-encoding': 'chunked' });
    const answering = answerTo(request);
    request.end();
    for (const { status, body } of [announced, await answering]) {
      expect([status, body.error.code]).toEqual([400, 'emptyFile']);
    }
    expect(announced.body.error.sentence).toContain('photo.log is empty (0 bytes).');
    expect((await told.detail()).attachments).toHaveLength(before);
  });

  it('is told of live', async () => {
    const stream = await told.story.stream('vera');
    await told.upload('tom', 'live.txt', 'x');
    expect(await stream.until(told.heron)).toEqual([told.heron]);
    await stream.close();
  });
});

describe('who may', () => {
  let told: Awaited<ReturnType<typeof openTicketStory>>;
  beforeAll(async () => {
    told = await openTicketStory();
    const osprey = await told.story.addRoom(2, { name: 'Osprey', groups: ['north'] });
    await told.story.breaks(osprey, 'display:1');
  });
  afterAll(() => told.story.close());

  it('attach is refused to a viewer and to whoever cannot see the ticket, before anything is read', async () => {
    expect((await told.detail('vera')).actions).not.toContain('attach');
    const refusals = [
      ['vera', all, 403, 'notPermitted', 'you need the role Technician'],
      ['tom', '/api/tickets/2-1/attachments', 404, 'notFound', 'no ticket 2-1 that you can see'],
      ['tom', '/api/tickets/1-99/attachments', 404, 'notFound', 'no ticket 1-99'],
      ['tom', '/api/tickets/..%2F1-1/attachments', 404, 'notFound', 'no ticket'],
      ['nobody', all, 401, 'unknownPerson', 'not known'],
    ] as const;
    for (const [as, target, status, code, why] of refusals) {
      // Whoever waited for the body would wait for ever: not a byte of it comes.
      const request = openRequest(told.story.base, target, {
        'x-acting-person': as,
        'content-length': '1000',
      });
      request.flushHeaders();
      const answer = await answerTo(request);
      expect([answer.status, answer.body.error.code]).toEqual([status, code]);
      expect(answer.body.error.sentence).toContain(why);
      request.destroy();
    }
    expect((await told.detail()).attachments).toEqual([]);
  });

  it('remove is whoever attached it, a lead or a manager; and only once', async () => {
    const ids = [];
    for (const name of ['one', 'two', 'three']) {
      ids.push((await told.upload('tom', name, name)).body.attachment.id);
    }
    const [one = '', two = '', three = ''] = ids;
    const lenas = (await told.upload('lena', 'of Lena', 'x')).body.attachment.id;
    const mayRemove = async (as: string) =>
      (await told.detail(as)).attachments.map((attachment) => attachment.mayRemove);
    expect(await mayRemove('tom')).toEqual([false, true, true, true]);
    expect(await mayRemove('lena')).toEqual([true, true, true, true]);
    expect(await mayRemove('vera')).toEqual([false, false, false, false]);

    const notHis = await told.remove<Refused>('tom', lenas);
    expect([notHis.status, notHis.body.error.code]).toEqual([403, 'notPermitted']);
    expect(notHis.body.error.sentence).toContain('To remove an attachment of another person');
    expect((await told.remove<Refused>('vera', one)).status).toBe(403);

    const own = await told.remove('tom', one);
    expect([own.status, own.body]).toEqual([
      200,
      { sentence: 'one is no longer attached to Display 1 in Heron.' },
    ]);
    expect((await told.remove('lena', two)).status).toBe(200);
    const late = await told.remove<Refused>('tom', two);
    expect([late.status, late.body.error.code]).toEqual([409, 'attachmentGone']);
    expect(late.body.error.sentence).toMatch(
      /^Lena already removed two from Display 1 in Heron at .* Nothing was changed\.$/,
    );
    const both = await Promise.all([
      told.remove<Refused>('tom', three),
      told.remove<Refused>('mia', three),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const never = await told.remove<Refused>('mia', 'c0ffee');
    expect([never.status, never.body.error.code]).toEqual([404, 'notFound']);

    const { attachments, history } = await told.detail();
    expect(attachments.map(({ name }) => name)).toEqual(['of Lena']);
    expect(history.filter(({ type }) => type === 'attachment.removed')).toHaveLength(3);
    expect((await told.story.ask(`${all}/${one}`)).status).toBe(404);
  });

  it('read is whoever sees the room, and only what is attached to this ticket', async () => {
    const { id } = (await told.upload('tom', 'a', 'b')).body.attachment;
    expect((await told.story.ask(`${all}/${id}`, { as: 'vera' })).status).toBe(200);
    const elsewhere = `/api/tickets/2-1/attachments/${id}`;
    expect((await told.story.ask(elsewhere, { as: 'tom' })).status).toBe(404);
    expect((await told.story.ask(elsewhere, { as: 'mia' })).status).toBe(404);
    const foreign = { origin: 'https://evil.example' };
    expect((await told.story.ask(`${all}/${id}`, { headers: foreign })).status).toBe(403);
    const posted = await told.upload<Refused>('tom', 'a', 'b', foreign);
    expect([posted.status, posted.body.error.code]).toEqual([403, 'foreignOrigin']);
  });

  it('attach is no command among others: a name alone attaches nothing', async () => {
    const action = { action: 'attach', attachment: { id: 'x', name: 'y' } } as never;
    expect((await told.story.command('mia', action, { ticket: '1-1' })).status).toBe(400);
  });
});

describe('a file that arrives too slowly', () => {
  it('is refused, wherever it stops, and its place is free again', async () => {
    const uploadRate = { bytesPerSecond: 64 * 1024, everyMs: 200 };
    const told = await openTicketStory(undefined, undefined, { uploadRate });
    for (const first of [0, 10, 8_000, 0, 10]) {
      const request = openRequest(told.story.base, all, { 'content-length': '500000' });
      if (first === 0) request.flushHeaders();
      else request.write(Buffer.alloc(first));
      const { status, body } = await answerTo(request);
      expect([status, body.error.code]).toEqual([408, 'tooSlow']);
      expect(body.error.sentence).toContain('arrived too slowly');
      if (request.socket?.destroyed === false) await once(request.socket, 'close');
    }
    expect((await told.detail()).attachments).toEqual([]);
    await told.story.close();
  });
});

describe('too much, and too little', () => {
  const largestBytes = 1024 * 1024;
  let folder: string;
  let told: Awaited<ReturnType<typeof openTicketStory>>;
  const kept = async () => [
    ...(await readdir(path.join(folder, 'underWay'))),
    ...(await readdir(path.join(folder, '1-1')).catch(() => [])),
  ];
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-attachments-'));
    const place = await openFolderAttachments({ folder, largestBytes });
    told = await openTicketStory(place, ({ store }) => ({
      people: createEmbeddedPeople([...people, ...busyPeople]),
      peopleDirectory: openPeopleDirectory(store),
    }));
  });
  afterAll(async () => {
    await told.story.close();
    await rm(folder, { recursive: true });
  });

  it('comes once, however often its sender tries, even on a ticket that is full', async () => {
    const sending = { 'x-upload-id': '0B8D6A52-6C1F-4C52-9A55-3B7F5A1E2C4D' };
    const again = (as = 'tom') =>
      told.upload<AttachedAnswer & Refused>(as, 'twice.txt', Buffer.alloc(300_000, 7), sending);
    const atOnce = await Promise.all([again(), again(), again()]);
    expect(atOnce.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(atOnce.map(({ body }) => body.attachment.id)).size).toBe(1);
    expect((await again()).body).toEqual(atOnce[0]?.body);
    expect(await kept()).toEqual([atOnce[0]?.body.attachment.id]);
    const { attachments, history } = await told.detail();
    expect(attachments).toHaveLength(1);
    expect(history.filter(({ type }) => type === 'attachment.added')).toHaveLength(1);

    const lenas = await again('lena');
    expect(lenas.body.attachment.id).not.toBe(attachments[0]?.id);
    for (let n = 2; n < 50; n += 1) await told.upload('tom', `${n}.txt`, 'x');
    expect((await again()).body).toEqual(atOnce[0]?.body);
    const { body, status } = await told.upload<Refused>('tom', 'a', 'b', { 'x-upload-id': '7' });
    expect([status, body.error.code]).toEqual([400, 'badRequest']);
    for (const { id } of (await told.detail()).attachments) await told.remove('mia', id);
    expect(await kept()).toEqual([]);
  });

  it('announced is refused before a byte comes', async () => {
    const request = openRequest(told.story.base, all, {
      'content-length': String(largestAttachmentBytes + 1),
    });
    request.flushHeaders();
    const answer = await answerTo(request);
    request.destroy();
    expect([answer.status, answer.body.error.code]).toEqual([413, 'tooLarge']);
    expect(answer.body.error.sentence).toContain('larger than 100 MB');
  });

  it('unannounced is refused as soon as it is too much, and nothing of it stays', async () => {
    const request = openRequest(told.story.base, all, { 'transfer-encoding': 'chunked' });
    const answering = answerTo(request);
    // Ends only when it is answered.
    const writing = setInterval(() => request.write(Buffer.alloc(256 * 1024)), 5);
    const answer = await answering;
    clearInterval(writing);
    request.destroy();
    expect([answer.status, answer.body.error.code]).toEqual([413, 'tooLarge']);
    expect(await kept()).toEqual([]);
  });

  it('sent to its end still hears the answer, on a connection that can be used again', async () => {
    const tooMuch = await told.upload<Refused>('tom', 'film.mp4', Buffer.alloc(3 * 1024 * 1024));
    expect([tooMuch.status, tooMuch.body.error.code]).toEqual([413, 'tooLarge']);
    expect((await told.detail()).attachments).toEqual([]);
  });

  it('broken off leaves nothing', async () => {
    const request = openRequest(told.story.base, all, { 'content-length': '500000' });
    request.on('error', () => undefined);
    request.write(Buffer.alloc(100_000));
    await comes(async () => (await kept()).length === 1);
    request.destroy();
    await comes(async () => (await kept()).length === 0);
    expect((await told.detail()).attachments).toEqual([]);
    expect((await told.upload('tom', 'next.txt', 'goes well')).status).toBe(201);
  });

  it('is one of three of a person and one of twenty in all; one more has its turn later', async () => {
    const before = (await kept()).length;
    const open = (as: string) => {
      const headers = { 'x-acting-person': as, 'content-length': '500000' };
      const request = openRequest(told.story.base, all, headers);
      request.on('error', () => undefined);
      request.write(Buffer.alloc(100_000));
      return request;
    };
    const under = (most: number) => comes(async () => (await kept()).length === before + most);
    const toms = ['tom', 'tom', 'tom'].map(open);
    await under(3);
    const fourth = await told.upload<Refused>('tom', 'more.txt', Buffer.alloc(3 * 1024 * 1024));
    expect([fourth.status, fourth.body.error.code]).toEqual([429, 'tooMany']);
    expect(fourth.body.error.sentence).toContain('Three of your files are being attached');
    expect(fourth.headers['retry-after']).toBe('20');
    expect((await told.upload('lena', 'hers.txt', 'x')).status).toBe(201);

    const others = busyPeople.map(({ id }) => open(id));
    await under(21);
    const busy = await told.upload<Refused>('lena', 'more.txt', 'x');
    expect([busy.status, busy.body.error.code]).toEqual([503, 'busy']);
    expect(busy.headers['retry-after']).toBe('20');
    for (const request of [...toms, ...others]) request.destroy();
    await under(1);
    expect((await told.upload('tom', 'more.txt', 'x')).status).toBe(201);
  });

  it('for a ticket that is full is refused, and the file goes again', async () => {
    const before = (await told.detail()).attachments.length;
    for (let n = before; n < 47; n += 1) await told.upload('tom', `${n}.txt`, 'x');
    const more = Array.from({ length: 6 }, (_, n) =>
      told.upload<AttachedAnswer & Refused>(n < 3 ? 'tom' : 'lena', `more-${n}.txt`, 'x'),
    );
    const answers = await Promise.all(more);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ status }) => status)).toEqual([409, 409, 409]);
    expect(refused[0]?.body.error.sentence).toContain('has 50 attachments');
    expect(await kept()).toHaveLength(50);
    expect((await told.detail('tom')).actions).not.toContain('attach');
  });
});

describe('a place', () => {
  it('that is not there is said kindly, and nothing is offered', async () => {
    const told = await openTicketStory(null);
    expect((await told.detail()).actions).not.toContain('attach');
    const asks = [
      await told.upload<Refused>('tom', 'a', 'b'),
      await told.story.ask(`${all}/c0ffee`),
      await told.remove<Refused>('mia', 'c0ffee'),
    ];
    for (const { status, body } of asks) {
      expect([status, body.error.code]).toEqual([501, 'noAttachments']);
      expect(body.error.sentence).toContain('Contact your administrator.');
    }
    await told.story.close();
  });

  it('that fails is said kindly, keeps nothing on the ticket, and loses nothing of it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-attachments-'));
    const real = await openFolderAttachments({ folder });
    let isBroken = false;
    const place: Attachments = {
      put: async (...given) => failing() ?? real.put(...given),
      get: async (...given) => failing() ?? real.get(...given),
      delete: async (...given) => failing() ?? real.delete(...given),
      list: real.list,
    };
    function failing(): undefined {
      if (isBroken) throw new StoreError('unavailable', 'The disk is gone.');
    }
    const told = await openTicketStory(place);
    const { id } = (await told.upload('tom', 'a.txt', 'b')).body.attachment;
    isBroken = true;
    const put = await told.upload<Refused>('tom', 'c.txt', Buffer.alloc(2_000_000));
    expect([put.status, put.body.error.code]).toEqual([503, 'unavailable']);
    expect(put.body.error.sentence).toMatch(/Nothing was attached\. Try again in a minute/);
    expect((await told.story.ask(`${all}/${id}`)).status).toBe(503);
    expect((await told.detail()).attachments).toHaveLength(1);
    // Taking it off the ticket does not wait for the place; the file nobody lists is harmless.
    expect((await told.remove('tom', id)).status).toBe(200);
    expect((await told.detail()).attachments).toEqual([]);
    isBroken = false;
    const gone = (await told.upload('tom', 'd.txt', 'e')).body.attachment.id;
    await real.delete('1-1', gone);
    const missing = await told.story.ask(`${all}/${gone}`);
    expect([missing.status, missing.body.error.code]).toEqual([404, 'notFound']);
    expect(missing.body.error.sentence).toContain('Remove the file from the ticket');
    await told.story.close();
    await rm(folder, { recursive: true });
  });

  it('is let go of when whoever reads has left, at once or while the file comes', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-attachments-'));
    const real = await openFolderAttachments({ folder });
    let closed = 0;
    let asked = 0;
    let hold = Promise.resolve();
    const place: Attachments = {
      ...real,
      async get(...given) {
        asked += 1;
        await hold;
        const found = await real.get(...given);
        found?.content.on('close', () => {
          closed += 1;
        });
        return found;
      },
    };
    const told = await openTicketStory(place);
    const bytes = 60 * 1024 * 1024;
    const { id } = (await told.upload('tom', 'film', Buffer.alloc(bytes))).body.attachment;
    const target = `${told.story.base}${all}/${id}`;
    const leaving = new AbortController();
    const response = await fetch(target, { signal: leaving.signal });
    expect(response.headers.get('content-length')).toBe(String(bytes));
    expect(closed).toBe(0);
    leaving.abort();
    await comes(async () => closed === 1);

    const held = Promise.withResolvers<void>();
    hold = held.promise;
    const sockets: Socket[] = [];
    const server = told.story.bot.server.server as unknown as HttpServer;
    server.on('connection', (socket) => sockets.push(socket));
    const request = httpRequest(target, { agent: false });
    request.on('error', () => undefined);
    request.end();
    await comes(async () => asked === 2);
    request.destroy();
    await comes(async () => sockets.at(-1)?.destroyed === true);
    held.resolve();
    await comes(async () => closed === 2);
    await told.story.close();
    await rm(folder, { recursive: true });
  });
});

describe.skipIf(azuriteMain === '')('in Azure Blob storage (skipped without AZURITE_MAIN)', () => {
  it('a file is attached, given and removed; what is too much or breaks off leaves nothing', async () => {
    const azurite = await startAzurite();
    const options = { ...azurite, createMissing: true, largestBytes: 12 * 1024 * 1024 };
    const place = await openBlobAttachments(options);
    const told = await openTicketStory(place);
    const film = Buffer.concat([png, Buffer.alloc(9 * 1024 * 1024, 7)]);
    const { attachment } = (await told.upload('tom', 'Größe.png', film)).body;
    expect(attachment).toMatchObject({ name: 'Größe.png', preview: 'image' });
    const { bytes, headers } = await told.story.askBytes(`${all}/${attachment.id}`, {});
    expect(bytes.equals(film)).toBe(true);
    expect(headers['content-type']).toBe('image/png');

    const tooMuch = await told.upload<Refused>('tom', 'b', Buffer.alloc(20 * 1024 * 1024));
    expect([tooMuch.status, tooMuch.body.error.code]).toEqual([413, 'tooLarge']);
    const request = openRequest(told.story.base, all, { 'content-length': '10000000' });
    request.on('error', () => undefined);
    request.write(Buffer.alloc(5_000_000));
    await once(request, 'drain');
    request.destroy();
    expect((await told.remove('tom', attachment.id)).status).toBe(200);
    expect(await place.list('1-1')).toEqual([]);
    await told.story.close();
    await azurite.stop();
  });
});

/** Resolves once it is so; rejects when that takes too long. */
async function comes(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await isSo()) return;
    await wait(20);
  }
  throw new Error('It never came to be so.');
}
