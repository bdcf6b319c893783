/**
 * `node test/truth/runOverHttp.ts --seed 1 --hours 6`: the scenario over HTTP against the platform as `npm start`
 * runs it, at the pace of the demonstration. An hour of the scenario takes a minute.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readDemoKeys } from '../../demo/src/demoKeys.ts';
import { platformFlags } from '../../demo/src/process/platformFlags.ts';
import { type Client, createClient } from './platform/client.ts';
import type { Platform } from './platform/platform.ts';
import { play } from './platform/play.ts';
import type { Epoch } from './platform/requestBody.ts';
import { createWorld } from './scenario/groundTruth.ts';
import { hours } from './scenario/times.ts';
import { judge } from './verdict/judge.ts';
import { sayVerdict } from './verdict/verdict.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    hours: { type: 'string', default: '6' },
    rooms: { type: 'string', default: '40' },
    pace: { type: 'string', default: '60' },
    most: { type: 'string', default: '60' },
  },
});

const served = fileURLToPath(new URL('../../demo/src/serve.ts', import.meta.url));

async function openPacedPlatform(pace: number): Promise<Platform> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'truth-'));
  let child: ChildProcess | null = null;
  let url = '';
  const start = async () => {
    const args = ['--data', dataFolder, '--port', '0', '--pace', String(pace)];
    child = fork(served, args, {
      execArgv: [...platformFlags],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [message] = await once(child, 'message');
    const { ready, failed } = message as { ready?: string; failed?: string };
    if (ready === undefined) throw new Error(failed ?? 'The platform did not start.');
    url = ready;
  };
  const stop = async () => {
    const ending = child;
    child = null;
    if (!ending) return;
    const ended = once(ending, 'exit');
    ending.kill('SIGTERM');
    await ended;
  };
  await start();
  const key = (await readDemoKeys(dataFolder))?.gateway ?? '';
  const epoch: Epoch = { startMs: Date.now(), pace };
  return {
    epoch,
    client: patient(
      createClient(
        () => url,
        () => key,
      ),
    ),
    async passTo(atMs) {
      const leftMs = epoch.startMs + atMs / pace - Date.now();
      if (leftMs > 0) await wait(leftMs);
      return Math.max(atMs, (Date.now() - epoch.startMs) * pace);
    },
    sweep: async () => {},
    stop,
    start,
    async close() {
      await stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A device sends again what was not taken. */
function patient(client: Client): Client {
  return {
    ...client,
    async post(body) {
      for (let tries = 0; ; tries += 1) {
        try {
          const status = await client.post(body);
          if (status < 500 || tries > 50) return status;
        } catch (error) {
          if (tries > 50) throw error;
        }
        await wait(200);
      }
    },
  };
}

const spanMs = hours(Number(values.hours));
const world = createWorld({ seed: Number(values.seed), spanMs, roomCount: Number(values.rooms) });
const platform = await openPacedPlatform(Number(values.pace));
try {
  const played = await play(world, platform, { sweeps: false });
  console.log(sayVerdict(judge(world, played), Number(values.most)));
  console.log(
    `seed ${values.seed}, ${values.hours} h at pace ${values.pace}, ${played.delivered.length} requests`,
  );
} finally {
  await platform.close();
}
