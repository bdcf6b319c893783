/**
 * How the parts of the running demonstration are told a wish: one loopback endpoint each, for the
 * owner alone. Its address and token stand in the data folder, readable by the owner only.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** Whose door: the simulated fleet's, or the embedded platform's. */
export type DoorName = 'fleet' | 'platform';

/** What became of a wish, as a sentence. */
export type WishAnswer = { readonly ok: boolean; readonly sentence: string };

function fileOf(dataFolder: string, name: DoorName): string {
  return path.join(dataFolder, `${name}.json`);
}

/** Opens the door; `grant` gets each wish as it came, to be checked. */
export async function openOwnerDoor(
  dataFolder: string,
  name: DoorName,
  grant: (wish: unknown) => Promise<WishAnswer>,
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
  await writeFile(fileOf(dataFolder, name), JSON.stringify(where), { mode: 0o600 });
  return {
    async close() {
      await rm(fileOf(dataFolder, name), { force: true });
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
  grant: (wish: unknown) => Promise<WishAnswer>,
): Promise<WishAnswer> {
  try {
    return await grant(JSON.parse(await text(request)));
  } catch {
    return { ok: false, sentence: 'That wish could not be granted.' };
  }
}

/** Tells a wish at the door; `null` when nobody opened one on this data folder. */
export async function tellAtDoor(
  dataFolder: string,
  name: DoorName,
  wish: object,
): Promise<WishAnswer | null> {
  try {
    const { url, token } = JSON.parse(await readFile(fileOf(dataFolder, name), 'utf8'));
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(wish),
      signal: AbortSignal.timeout(10_000),
    });
    return (await response.json()) as WishAnswer;
  } catch {
    return null;
  }
}
