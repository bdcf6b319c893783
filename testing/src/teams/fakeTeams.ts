/** The fake Teams: a small server that plays Teams' connector. It keeps the requests and their results. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createConversations, type Delivery, type SentActivity } from './conversations.ts';

export type { Delivery, Message, SentActivity } from './conversations.ts';

/** A request that the fake Teams accepted. */
export type Delivered = {
  readonly method: string;
  readonly path: string;
  readonly activity: SentActivity;
};

/** A response that a test chooses. */
export type Answer = {
  /** 0: the connection breaks. */
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly code?: string;
};

export type FakeTeamsOptions = {
  /** Returns 404 for each request that neither posts a message nor edits a posted one. */
  readonly isStrict?: boolean;
};

/** Listens on a free port of this machine. Resolves with the port. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Opens it on a free port of this machine. Each post gets the next id: `message-1`, `message-2`… */
export async function openFakeTeams({ isStrict = false }: FakeTeamsOptions = {}) {
  const delivered: Delivered[] = [];
  const answers: Answer[] = [];
  const conversations = createConversations();
  let accepted = 0;
  let answerTo: (method: string, path: string) => Answer | null = () => null;
  let onDelivery: ((delivery: Delivery) => 'answer' | 'hold') | null = null;
  const server = createServer(async (request, response) => {
    const text = await read(request);
    if (text === null) return;
    const { method = '', url = '' } = request;
    const path = decodeURIComponent(url);
    const answer = answers.shift() ?? answerTo(method, path);
    if (answer?.status === 0) return void request.socket.destroy();
    response.setHeader('content-type', 'application/json');
    if (answer) {
      response.writeHead(answer.status, answer.headers);
      response.end(JSON.stringify({ error: { code: answer.code ?? 'Any', message: 'No.' } }));
      return;
    }
    const activity = JSON.parse(text) as SentActivity;
    delivered.push({ method, path, activity });
    accepted += 1;
    const newId = `message-${accepted}`;
    const delivery = conversations.apply(method, path, activity, newId);
    if (delivery && onDelivery?.(delivery) === 'hold') return;
    if (!delivery && isStrict) response.statusCode = 404;
    response.end(JSON.stringify(response.statusCode === 404 ? {} : { id: delivery?.id ?? newId }));
  });
  const port = await listen(server);
  const { messages, deliveries, problems, beginLife } = conversations;
  return {
    url: `http://127.0.0.1:${port}/`,
    delivered,
    messages,
    deliveries,
    problems,
    beginLife,
    /** Chooses the response to each request; `null`: the request is accepted. */
    answerBy(decide: typeof answerTo) {
      answerTo = decide;
    },
    answerNext: (...next: Answer[]) => answers.push(...next),
    /** Calls this before the response to each post and edit; `hold` leaves it without a response. */
    watch(listener: typeof onDelivery) {
      onDelivery = listener;
    },
    drained: () => drained(server),
    /** Breaks the connections that were left without a response. */
    closeAll: () => server.closeAllConnections(),
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}
export type FakeTeams = Awaited<ReturnType<typeof openFakeTeams>>;

/** The body as text; `null`: the sender was killed in the middle, and Teams would not accept it either. */
async function read(request: AsyncIterable<unknown>): Promise<string | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Resolves when all requests of a killed sender are handled. */
async function drained(server: Server): Promise<void> {
  const connections = () =>
    new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
  const deadline = Date.now() + 10_000;
  while ((await connections()) > 0) {
    if (Date.now() > deadline) throw new Error('Connections of the killed process stay open.');
    await wait(5);
  }
}
