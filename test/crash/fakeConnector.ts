/** Teams' connector in the process that survives: takes cards, keeps what each message now shows. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

type Fact = { readonly title: string; readonly value: string };
type CardPart = { readonly facts?: readonly Fact[]; readonly items?: readonly CardPart[] };
type WireActivity = {
  readonly summary?: string;
  readonly attachments?: readonly { readonly content: { readonly body?: readonly CardPart[] } }[];
};

/** A message as it stands in a conversation. */
export type Message = {
  readonly id: string;
  readonly conversation: string;
  /** In which life of the platform it was posted. */
  readonly life: number;
  summary: string;
  facts: Readonly<Record<string, string>>;
};

/** One request that reached Teams. */
export type Delivery = {
  readonly kind: 'post' | 'edit';
  readonly conversation: string;
  readonly id: string;
  readonly life: number;
};

/** Opens it on a free port of this machine. */
export async function openConnector() {
  const messages = new Map<string, Message>();
  const deliveries: Delivery[] = [];
  const problems: string[] = [];
  let life = 0;
  let onDelivery: ((delivery: Delivery) => 'answer' | 'hold') | null = null;

  function take(method: string, path: string, activity: WireActivity): Delivery | null {
    const [, conversation = '', replyTo] =
      /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path) ?? [];
    const isPost = method === 'POST' && replyTo === undefined;
    const id = isPost ? `message-${messages.size + 1}` : (replyTo ?? '');
    const known = messages.get(id);
    if (!isPost && (method !== 'PUT' || known?.conversation !== conversation)) {
      problems.push(`${method} ${path}`);
      return null;
    }
    const shown = { summary: activity.summary ?? '', facts: factsIn(activity) };
    if (known) Object.assign(known, shown);
    else messages.set(id, { id, conversation, life, ...shown });
    const delivery: Delivery = { kind: isPost ? 'post' : 'edit', conversation, id, life };
    deliveries.push(delivery);
    return delivery;
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // The sender was killed in the middle of its request: Teams would not have taken it either.
      return;
    }
    const activity = JSON.parse(Buffer.concat(chunks).toString('utf8')) as WireActivity;
    const { method = '', url = '' } = request;
    const delivery = take(method, decodeURIComponent(url), activity);
    if (delivery && onDelivery?.(delivery) === 'hold') return;
    answer(response, delivery);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/`,
    messages,
    deliveries,
    problems,
    beginLife() {
      life += 1;
    },
    /** Hears of each request before it is answered, and may leave it without an answer. */
    watch(listener: typeof onDelivery) {
      onDelivery = listener;
    },
    /** Resolves when everything that a killed sender had sent has been taken. */
    async drained() {
      const connections = () =>
        new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
      const deadline = Date.now() + 10_000;
      while ((await connections()) > 0) {
        if (Date.now() > deadline) throw new Error('Connections of the killed process stay open.');
        await wait(5);
      }
    },
    /** Cuts what was left without an answer. */
    closeAll: () => server.closeAllConnections(),
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}
export type Connector = Awaited<ReturnType<typeof openConnector>>;

function answer(response: ServerResponse, delivery: Delivery | null): void {
  response.writeHead(delivery ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(delivery ? { id: delivery.id } : {}));
}

/** The card's facts, title to value, without the marks that escape Markdown. */
function factsIn({ attachments = [] }: WireActivity): Record<string, string> {
  const walk = (parts: readonly CardPart[]): (readonly [string, string])[] =>
    parts.flatMap(({ facts = [], items = [] }) => [
      ...facts.map(({ title, value }) => [title, value.replaceAll('\\', '')] as const),
      ...walk(items),
    ]);
  return Object.fromEntries(attachments.flatMap(({ content }) => walk(content.body ?? [])));
}
