/**
 * For tests: the functions library with its own HTTP server, which takes requests as the host forwards
 * them when bodies are streamed. Only the worker's core module, which cannot be installed, is a double.
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

/** A request as a sender writes it; `pieces` are sent chunked, with a pause of the event loop between. */
export type Sent = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly pieces: readonly (string | Uint8Array)[];
  /** Breaks off after the last piece instead of ending the body. */
  readonly breaksOff?: boolean;
};

/** Puts the double in place of the worker's core module; returns the way to undo it. */
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

/** Loads the library around the double and serves the handlers at `/api/NAME`. */
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

  /** The host tells headers beside the request; here they are kept until the invocation asks. */
  const sentHeaders = new Map<string, Readonly<Record<string, string>>>();
  const headersOf = (invocationId: string) => ({
    Headers: { json: JSON.stringify(sentHeaders.get(invocationId) ?? {}) },
  });

  return {
    /** Sends a request over one of ten connections that stay open; its status, or why there is none. */
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
