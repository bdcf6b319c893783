/**
 * For tests: the whole bot on a free port with a store in memory, called over HTTP as a browser
 * does.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Person } from '@rooms-pro/core';
import type { ActionPayload } from '@rooms-pro/core/contracts';
import { findResponseFault, streamChange } from '@rooms-pro/core/routes';
import { type Attachments, openFolderAttachments } from '@rooms-pro/store';
import { aPerson } from '@rooms-pro/testing/builders';
import { createShiftedClock } from '@rooms-pro/testing/clock';
import { openScenario, type ScenarioParts } from '@rooms-pro/testing/scenario';
import type { ComposeDeps } from '../compose.ts';

const person = (id: string, role: Person['role'], ...groups: string[]) =>
  aPerson({ id, name: `${id[0]?.toUpperCase()}${id.slice(1)}`, role, groups });
/** The first person is the acting person without a choice. */
export const people = [
  person('mia', 'manager'),
  person('lena', 'lead', 'west'),
  person('tom', 'technician', 'east'),
  person('vera', 'viewer', 'west'),
] as const;

export const tabPage = '<!doctype html><html><head></head><body>The tab</body></html>';

export type Answer<T> = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The bytes as they arrived, compressed or not. */
  readonly bytes: Buffer;
  readonly text: string;
  readonly body: T;
};
export type AskOptions = {
  readonly method?: string;
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent unchanged. */
  readonly body?: string | Uint8Array;
};
/** The body of an error response. */
export type Refused = { readonly error: { readonly code: string; readonly sentence: string } };

/** The people of the test, if they are not those of the embedded run. */
export type MakePeople = (
  parts: ScenarioParts,
) => Required<Pick<ComposeDeps, 'people' | 'peopleDirectory'>>;

export type MoreDeps = Pick<ComposeDeps, 'uploadRate'>;

/**
 * Opens the scenario. `env`: settings beside the port. `attachments`: the default is a store in a
 * new folder.
 */
export async function openApiStory(
  env: Readonly<Record<string, string>> = {},
  attachments?: Attachments | null,
  makePeople?: MakePeople,
  more: MoreDeps = {},
) {
  const tabDirectory = await mkdtemp(path.join(tmpdir(), 'rooms-pro-tab-'));
  await mkdir(path.join(tabDirectory, 'assets'));
  await writeFile(path.join(tabDirectory, 'index.html'), tabPage);
  await writeFile(path.join(tabDirectory, 'assets', 'tab-1a2b.js'), 'export {};');
  await writeFile(path.join(tabDirectory, 'secret.txt'), 'not an asset');
  const folder = path.join(tabDirectory, 'attachments');
  const kept = attachments === undefined ? await openFolderAttachments({ folder }) : attachments;
  const scenario = await openScenario({
    people,
    clock: createShiftedClock(),
    env,
    compose: (parts) => ({
      attachments: kept,
      tabDirectory,
      pace: 60,
      ...more,
      ...makePeople?.(parts),
    }),
  });
  const { url: base } = scenario;
  const ask = <T = Refused>(target: string, options: AskOptions = {}) =>
    send<T>(base, target, options);
  return {
    ...scenario,
    base,
    tabDirectory,
    ask,
    /** The same request for a response that can be compressed. */
    askBytes: (target: string, options: AskOptions) => send<null>(base, target, options),
    /** One action on these targets, as the tab sends it. */
    command: <T = Refused>(as: string, action: ActionPayload, ...targets: readonly object[]) =>
      ask<T>('/api/commands', {
        method: 'POST',
        as,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ targets, action }),
      }),
    stream: (as: string) => openStream(base, { 'x-acting-person': as }),
    streamWith: (headers: Readonly<Record<string, string>>) => openStream(base, headers),
    async close() {
      await scenario.close();
      await rm(tabDirectory, { recursive: true, force: true });
    },
  };
}

/** Node's own client: unlike `fetch`, it can send any Host header. */
function send<T>(base: string, target: string, options: AskOptions): Promise<Answer<T>> {
  const { method = 'GET', as, headers = {}, body } = options;
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const acting: Record<string, string> = as === undefined ? {} : { 'x-acting-person': as };
    const request = httpRequest(
      { hostname, port, path: target, method, headers: { ...acting, ...headers } },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString('utf8');
        const { 'content-type': type, 'content-encoding': encoding } = response.headers;
        const isJson = type?.includes('json') ?? false;
        const isPacked = encoding === 'gzip';
        const content = isPacked ? gunzipSync(bytes).toString('utf8') : text;
        const json = isJson && content !== '' ? { body: JSON.parse(content) as T } : {};
        const status = response.statusCode ?? 0;
        // Every response of the API in these tests passes here, and each must fit the contract.
        const fault = findResponseFault({ method, target, status, ...json });
        if (fault !== null) {
          reject(new Error(fault));
          return;
        }
        const body = (isPacked ? null : (json.body ?? null)) as T;
        resolve({ status, headers: response.headers, bytes, text, body });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** A live stream as the tab opens it. */
async function openStream(base: string, headers: Readonly<Record<string, string>>) {
  const response = await fetch(`${base}/api/stream`, { headers });
  if (!response.body) throw new Error('A stream without a body.');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    response,
    /** Every room named so far, once `roomId` is among them. Rejects if that takes too long. */
    async until(roomId: string): Promise<readonly string[]> {
      const late = setTimeout(() => reader.cancel(), 10_000);
      for (;;) {
        const rooms = roomsIn(text);
        if (rooms.includes(roomId)) {
          clearTimeout(late);
          return rooms;
        }
        const { done, value } = await reader.read();
        if (done) throw new Error(`The stream ended before it named ${roomId}: ${text}`);
        text += value;
      }
    },
    /** Resolves when the server has ended the stream. */
    async ended(): Promise<void> {
      for (;;) if ((await reader.read()).done) return;
    },
    close: () => reader.cancel(),
  };
}

function roomsIn(text: string): string[] {
  const events = text.split('\n\n').slice(0, -1);
  return events.flatMap((event) => {
    const data = /^event: changed\ndata: (.*)$/.exec(event)?.[1];
    return data ? streamChange.parse(JSON.parse(data)).rooms : [];
  });
}
