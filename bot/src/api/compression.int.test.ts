/** Responses are compressed for clients that accept it, and the live stream never is. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { RoomDetail } from '@rooms-pro/core/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApiStory } from './apiScenario.suite.ts';

const script = `export const words = '${'room '.repeat(2000)}';`;
let story: Awaited<ReturnType<typeof openApiStory>>;
beforeAll(async () => {
  story = await openApiStory();
  await story.addRoom(1);
  await writeFile(path.join(story.tabDirectory, 'assets', 'tab-3c4d.js'), script);
});
afterAll(() => story.close());

async function fetchBytes(target: string, accept: string) {
  const headers = { 'accept-encoding': accept };
  const response = await fetch(`${story.base}${target}`, { headers });
  return { response, text: await response.text() };
}
const bytes = (target: string, accept: string) =>
  story.askBytes(target, { headers: { 'accept-encoding': accept } });

it('compresses long responses', async () => {
  const packed = await bytes('/api/rooms/1', 'gzip, br');
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.headers['cache-control']).toBe('no-store');
  expect(packed.headers['vary']).toContain('accept-encoding');
  const room: RoomDetail = JSON.parse(gunzipSync(packed.bytes).toString());
  expect(room.roomId).toBe('room-1');
  const plain = await bytes('/api/rooms/1', 'identity');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3);
  expect((await bytes('/api/rooms/99', 'gzip')).headers['content-encoding']).toBeUndefined();
  expect(JSON.parse((await bytes('/api/rooms/99', 'gzip')).bytes.toString())).toHaveProperty(
    'error',
  );
});

it.each([
  ['br, gzip', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['gzip, br;q=0', 'gzip', gunzipSync],
] as const)('packs assets for who says «%s»', async (accept, encoding, unpack) => {
  const { headers, bytes: body, status } = await bytes('/tab/assets/tab-3c4d.js', accept);
  expect([status, headers['content-encoding']]).toEqual([200, encoding]);
  expect(headers['content-type']).toContain('javascript');
  expect(headers['cache-control']).toContain('max-age=31536000');
  expect(unpack(body).toString()).toBe(script);
  expect(body.length).toBeLessThan(script.length / 10);
});

it('sends an asset unchanged to a client that accepts no compression', async () => {
  const { headers, bytes: body } = await bytes('/tab/assets/tab-3c4d.js', 'identity');
  expect(headers['content-encoding']).toBeUndefined();
  expect(headers['content-type']).toContain('javascript');
  expect(headers['cache-control']).toContain('max-age=31536000');
  expect(headers['vary']).toContain('accept-encoding');
  expect(body.toString()).toBe(script);
  expect((await bytes('/tab/assets/none.js', 'br')).status).toBe(404);
  expect((await bytes('/tab/assets/none.js', 'identity')).status).toBe(404);
  // What is there, and is not a file.
  await mkdir(path.join(story.tabDirectory, 'assets', 'folder.js'));
  for (const accept of ['br', 'identity'])
    expect((await bytes('/tab/assets/folder.js', accept)).status).toBe(404);
  expect((await bytes('/tab/assets/..%2fsecret.txt', 'br')).bytes.toString()).not.toContain(
    'asset',
  );
});

it('never compresses the live stream: compression would delay it', async () => {
  const stop = new AbortController();
  const response = await fetch(`${story.base}/api/stream`, {
    headers: { 'accept-encoding': 'gzip' },
    signal: stop.signal,
  });
  expect(response.headers.get('content-encoding')).toBeNull();
  stop.abort();
});

it('is decompressed by `fetch`', async () => {
  const { response, text } = await fetchBytes('/tab/assets/tab-3c4d.js', 'gzip, deflate, br');
  expect(response.headers.get('content-encoding')).toBe('br');
  expect(text).toBe(script);
});
