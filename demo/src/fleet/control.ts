/** How `npm run simulate` reaches the running fleet: one loopback endpoint, for the owner alone. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** What somebody would like to see happen; without a room, chance picks one. */
export type Wish = { readonly story: string; readonly room: string | null };

/** What became of it, as a sentence. */
export type WishAnswer = { readonly ok: boolean; readonly sentence: string };

function fileIn(dataFolder: string): string {
  return path.join(dataFolder, 'fleet.json');
}

/** Opens the endpoint and leaves its address in the data folder, readable by the owner only. */
export async function openControl(
  dataFolder: string,
  grant: (wish: Wish) => Promise<WishAnswer>,
): Promise<{ close(): Promise<void> }> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer(async (request, response) => {
    const answer = isFromOwner(request, token)
      ? await hear(request, grant)
      : { ok: false, sentence: 'Only the owner of this demonstration may direct it.' };
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

/** A page in the owner's browser can reach loopback too, but cannot know the token. */
function isFromOwner(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function hear(
  request: IncomingMessage,
  grant: (wish: Wish) => Promise<WishAnswer>,
): Promise<WishAnswer> {
  try {
    const { story, room } = JSON.parse(await text(request)) as Wish;
    return await grant({ story: String(story), room: room === null ? null : String(room) });
  } catch {
    return { ok: false, sentence: 'That wish could not be granted.' };
  }
}

/** Tells the running fleet a wish; `null` when no fleet is running on this data folder. */
export async function notifyFleet(dataFolder: string, asked: Wish): Promise<WishAnswer | null> {
  try {
    const { url, token } = JSON.parse(await readFile(fileIn(dataFolder), 'utf8'));
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(asked),
      signal: AbortSignal.timeout(20_000),
    });
    return (await response.json()) as WishAnswer;
  } catch {
    return null;
  }
}
