/** For tests: Teams' connector played by a small server that keeps what it gets and answers as told. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that reached the connector. */
export type Delivered = {
  readonly method: string;
  readonly path: string;
  readonly activity: {
    readonly type?: string;
    readonly text?: string;
    readonly summary?: string;
    readonly replyToId?: string;
    readonly attachments?: readonly { readonly content: unknown }[];
  };
};

export type Answer = {
  /** 0: the connection breaks. */
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly code?: string;
};

/** Listens on a free port of this machine. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Teams' connector: assigns ids, answers as told. */
export async function openConnector() {
  const delivered: Delivered[] = [];
  const answers: Answer[] = [];
  let answerTo: (method: string, path: string) => Answer | null = () => null;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
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
    const activity = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    delivered.push({ method, path, activity });
    response.end(JSON.stringify({ id: `message-${delivered.length}` }));
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    delivered,
    /** Decides for each request; `null`: it is accepted. */
    answerBy(decide: typeof answerTo) {
      answerTo = decide;
    },
    answerNext: (...next: Answer[]) => answers.push(...next),
    close: () => server.close(),
  };
}
