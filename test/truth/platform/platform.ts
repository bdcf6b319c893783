/** The whole platform in this process, with a clock that the scenario moves. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLog as createBotLog } from '@rooms-pro/bot';
import { createLog, issueKey } from '@rooms-pro/ingest';
import { type Embedded, startEmbedded } from '../../../demo/src/embedded.ts';
import { type Client, createClient } from './client.ts';
import { type Epoch, instantAt } from './requestBody.ts';

/** What the scenario is played on. */
export type Platform = {
  readonly epoch: Epoch;
  readonly client: Client;
  /** Lets time pass up to here; answers what time it is then. */
  passTo(atMs: number): Promise<number>;
  /** Looks for what is due, where the platform does not do it by itself. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends everything. */
  close(): Promise<void>;
};

/** Five days are thousands of commits: in memory none of them waits for a disk. */
const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export async function openHandPlatform(): Promise<Platform> {
  const epoch: Epoch = { startMs: Date.parse('2026-11-23T00:00:00.000Z'), pace: 1 };
  const dataFolder = await mkdtemp(path.join(memoryFolder, 'truth-'));
  let atMs = 0;
  let embedded: Embedded | null = null;
  let key = '';
  const now = () => instantAt(atMs, epoch);
  const start = async () => {
    embedded = await startEmbedded({
      dataFolder,
      port: 0,
      pace: 1,
      now,
      log: createLog('silent'),
      botLog: createBotLog('silent'),
    });
  };
  const running = () => {
    if (!embedded) throw new Error('The platform is stopped.');
    return embedded;
  };
  const stop = async () => {
    await running().stop();
    embedded = null;
  };
  await start();
  ({ key } = await issueKey(running().store, { kind: 'gateway', name: 'truth' }, now()));
  return {
    epoch,
    client: createClient(
      () => running().url,
      () => key,
    ),
    async passTo(to) {
      atMs = Math.max(atMs, to);
      return atMs;
    },
    async sweep() {
      await running().sweep();
    },
    stop,
    start,
    async close() {
      if (embedded) await stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
