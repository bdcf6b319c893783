/** The control endpoint of the running fleet for `npm run simulate`: on loopback, for the owner only. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** A request to play a scenario; without a room, a random room is used. */
export type SimulateRequest = { readonly scenario: string; readonly room: string | null };

/** The result, as a sentence. */
export type SimulateResult = { readonly ok: boolean; readonly sentence: string };

function fileIn(dataFolder: string): string {
  return path.join(dataFolder, 'fleet.json');
}

/** Starts the endpoint and writes its address into the data folder, readable by the owner only. */
export async function startControlServer(
  dataFolder: string,
  play: (wish: SimulateRequest) => Promise<SimulateResult>,
): Promise<{ close(): Promise<void> }> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer(async (request, response) => {
    const answer = isFromOwner(request, token)
      ? await handleRequest(request, play)
      : { ok: false, sentence: 'Only the owner of this demonstration may control it.' };
    response.writeHead(answer.ok ? 200 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
  const port = await listenOnLoopback(server);
  const where = { url: `http://127.0.0.1:${port}/`, token };
  await writeFile(fileIn(dataFolder), JSON.stringify(where), { mode: 0o600 });
  return {
    async close() {
      await rm(fileIn(dataFolder), { force: true });
      server.closeAllConnections();
      server.close();
    },
  };
}

function listenOnLoopback(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Checks the token, because a page in the owner's browser can also reach loopback. */
function isFromOwner(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function handleRequest(
  request: IncomingMessage,
  play: (wish: SimulateRequest) => Promise<SimulateResult>,
): Promise<SimulateResult> {
  try {
    const { scenario, room } = JSON.parse(await text(request)) as SimulateRequest;
    return await play({ scenario: String(scenario), room: room === null ? null : String(room) });
  } catch {
    return { ok: false, sentence: 'The request is not valid.' };
  }
}

/** Sends a request to the running fleet; `null` when no fleet is running with this data folder. */
export async function notifyFleet(
  dataFolder: string,
  asked: SimulateRequest,
): Promise<SimulateResult | null> {
  try {
    const { url, token } = JSON.parse(await readFile(fileIn(dataFolder), 'utf8'));
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(asked),
      signal: AbortSignal.timeout(20_000),
    });
    return (await response.json()) as SimulateResult;
  } catch {
    return null;
  }
}
