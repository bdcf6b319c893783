/**
 * For tests: the functions library with its HTTP server, which receives requests as the host forwards them
 * with streamed bodies. Only the core module of the worker is a fake, because it cannot be installed.
 */
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { registerHooks } from 'node:module';
import type { HttpHandler, InvocationContext } from '@azure/functions';

type Model = {
  getCapabilities(given: Record<string, string>): Promise<{ readonly HttpUri: string }>;
  getInvocationModel(core: unknown): {
    getArguments(): Promise<{ context: InvocationContext; inputs: unknown[] }>;
    invokeFunction(context: unknown, inputs: unknown, handler: unknown): Promise<unknown>;
    getResponse(context: unknown, result: unknown): Promise<unknown>;
  };
};
type Registered = {
  readonly metadata: { readonly name: string; readonly bindings: Record<string, object> };
  readonly handler: unknown;
};

const coreName = '@azure/functions-core';
const coreUrl = 'file:///functions-core.cjs';

/** A request of a sender; `pieces` are sent chunked, with a turn of the event loop between them. */
export type Sent = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly pieces: readonly (string | Uint8Array)[];
  /** Cuts the connection after the last piece instead of ending the body. */
  readonly breaksOff?: boolean;
};

/** Replaces the core module of the worker with the fake; returns a function that undoes it. */
function provideCore(core: object): () => void {
  Reflect.set(globalThis, 'functionsCore', core);
  const source = 'module.exports = globalThis.functionsCore;';
  const hooks = registerHooks({
    resolve: (name, context, next) =>
      name === coreName ? { url: coreUrl, shortCircuit: true } : next(name, context),
    load: (url, context, next) =>
      url === coreUrl ? { format: 'commonjs', source, shortCircuit: true } : next(url, context),
  });
  return () => hooks.deregister();
}

/** Loads the library with the fake core module, and serves the handlers at `/api/NAME`. */
export async function openStreamHost(handlers: Readonly<Record<string, HttpHandler>>) {
  const registered: Registered[] = [];
  let model: Model | null = null;
  const withdrawCore = provideCore({
    setProgrammingModel: (given: Model) => {
      model = given;
    },
    log() {},
    registerFunction: (metadata: Registered['metadata'], handler: unknown) =>
      registered.push({ metadata, handler }),
    registerHook: () => ({ dispose() {} }),
  });
  const { default: functions } = await import('@azure/functions');
  functions.app.setup({ enableHttpStream: true });
  for (const [name, handler] of Object.entries(handlers))
    functions.app.http(name, { methods: ['POST'], route: name, handler });
  const { HttpUri } = await (model as unknown as Model).getCapabilities({});
  const agent = new http.Agent({ keepAlive: true, maxSockets: 10 });

  async function invoke(name: string, invocationId: string): Promise<void> {
    const found = registered.find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new Error(`No function ${name}.`);
    const input = Object.keys(found.metadata.bindings).find((key) => key.startsWith('httpTrigger'));
    const request = {
      inputData: [{ name: input, data: {} }],
      triggerMetadata: headersOf(invocationId),
    };
    const core = { invocationId, metadata: found.metadata, request, log() {} };
    const invocation = (model as unknown as Model).getInvocationModel(core);
    const { context, inputs } = await invocation.getArguments();
    const result = await invocation.invokeFunction(context, inputs, found.handler);
    await invocation.getResponse(context, result);
  }

  /** The host sends headers separately from the request; this map keeps them until the invocation. */
  const sentHeaders = new Map<string, Readonly<Record<string, string>>>();
  const headersOf = (invocationId: string) => ({
    Headers: { json: JSON.stringify(sentHeaders.get(invocationId) ?? {}) },
  });

  return {
    /** Sends a request over one of ten open connections; returns its status, or the reason why there is none. */
    async send(
      name: string,
      { headers = {}, pieces, breaksOff = false }: Sent,
    ): Promise<number | string> {
      const id = randomUUID();
      sentHeaders.set(id, headers);
      const invoked = invoke(name, id).catch(() => {});
      const forwarded = {
        'x-ms-invocation-id': id,
        'x-forwarded-host': 'a.example',
        'x-forwarded-proto': 'https',
      };
      const request = http.request(new URL(`/api/${name}`, HttpUri), {
        method: 'POST',
        agent,
        headers: { ...headers, ...forwarded },
      });
      const answered = new Promise<number | string>((resolve) => {
        request.on('response', (response) => {
          response.resume().on('end', () => resolve(response.statusCode ?? 0));
        });
        request.on('error', (error) => resolve(error.message));
      });
      for (const piece of pieces) {
        request.write(piece);
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (breaksOff) request.destroy();
      else request.end();
      const answer = await answered;
      if (!breaksOff) await invoked;
      return answer;
    },
    close() {
      agent.destroy();
      withdrawCore();
    },
  };
}
