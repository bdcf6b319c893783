/** An attachment in a folder, and every name in its path, is durable before `put` resolves. */
import { readlinkSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Instant, TicketNumber } from '@rooms-pro/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openFolderAttachments } from './openAttachments.ts';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'durable-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(base, { recursive: true, force: true });
});

/** Records the flushes of this process, with the path of the flushed file or folder at that moment. */
async function watchFlushes(): Promise<string[]> {
  const flushed: string[] = [];
  const any = await open(base, 'r');
  const prototype: FileHandle = Object.getPrototypeOf(any);
  await any.close();
  const { sync } = prototype;
  vi.spyOn(prototype, 'sync').mockImplementation(async function (this: FileHandle) {
    await sync.call(this);
    flushed.push(path.relative(base, readlinkSync(`/proc/self/fd/${this.fd}`)));
  });
  return flushed;
}

it.skipIf(process.platform !== 'linux')('flushes the file, then each folder above it', async () => {
  const flushed = await watchFlushes();
  const kept = await openFolderAttachments({ folder: path.join(base, 'kept') });
  expect(flushed).toContain('');
  flushed.length = 0;
  const attachment = {
    name: 'a.txt',
    contentType: 'text/plain',
    at: '2026-11-22T08:00:00.000Z' as Instant,
  };
  const { id } = await kept.put('1-1' as TicketNumber, {
    ...attachment,
    content: (async function* () {
      yield Buffer.from('content');
    })(),
  });
  expect(flushed).toEqual([
    `kept/underWay/${id}/content`,
    `kept/underWay/${id}/about.json`,
    `kept/underWay/${id}`,
    'kept',
    'kept/1-1',
  ]);
});
