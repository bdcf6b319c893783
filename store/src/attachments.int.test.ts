import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBlobAttachments, openFolderAttachments } from './attachments.ts';
import { describeAttachments, largestBytes } from './contractAttachments.suite.ts';
import { noon } from './sampleRooms.suite.ts';

describeAttachments('a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rooms-pro-attachments-'));
  const open = () => openFolderAttachments({ folder: join(folder, 'data'), largestBytes });
  return {
    attachments: await open(),
    reopen: open,
    dispose: () => rm(folder, { recursive: true }),
  };
});

describe('a folder that cannot be used', () => {
  it('says so in plain words, and a failed upload leaves no file behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rooms-pro-attachments-'));
    await writeFile(join(folder, 'taken'), 'a file');
    const broken = openFolderAttachments({ folder: join(folder, 'taken', 'in a file') });
    await expect(broken).rejects.toMatchObject({ code: 'unavailable' });
    const small = await openFolderAttachments({ folder, largestBytes: 3 });
    const content = (async function* () {
      yield Buffer.from('four');
    })();
    const put = small.put('1-1', { name: 'a', contentType: 'text/plain', at: noon, content });
    await expect(put).rejects.toMatchObject({ code: 'tooLarge' });
    expect(await readdir(join(folder, 'underWay'))).toEqual([]);
    await rm(folder, { recursive: true });
  });
});

describe('a folder whose process ended in the middle of an upload', () => {
  it('shows nothing of it, and has room again once it is opened', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rooms-pro-attachments-'));
    const before = await openFolderAttachments({ folder });
    const half = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    async function* stuck() {
      yield Buffer.from('the first half');
      half.resolve();
      await end.promise;
    }
    const put = before.put('1-1', { name: 'a', contentType: 'a/b', at: noon, content: stuck() });
    await half.promise;
    const after = await openFolderAttachments({ folder });
    expect(await after.list('1-1')).toEqual([]);
    expect(await readdir(join(folder, 'underWay'))).toEqual([]);
    end.resolve();
    await expect(put).rejects.toThrow();
    await rm(folder, { recursive: true });
  });
});

/**
 * Azurite, Microsoft's double of Blob storage, is too heavy to be installed with everything: 328
 * packages. Set AZURITE_MAIN to its `dist/src/blob/main.js`, as CI does.
 */
const azurite = process.env['AZURITE_MAIN'] ?? '';

describe.skipIf(azurite === '')('Azure Blob storage (skipped without AZURITE_MAIN)', () => {
  // Azurite's own account, the same on every machine; its documentation names it.
  const account = {
    accountName: 'devstoreaccount1',
    key: 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
  };
  let accountUrl = '';
  let stop = async () => {};
  let containers = 0;

  beforeAll(async () => {
    const port = await freePort();
    stop = await startAzurite(port);
    accountUrl = `http://127.0.0.1:${port}/${account.accountName}`;
  });
  afterAll(() => stop());

  describeAttachments('Azure Blob storage', async () => {
    containers += 1;
    const container = `attachments-${containers}`;
    const open = () =>
      openBlobAttachments({
        accountUrl,
        signIn: account,
        container,
        createMissing: true,
        largestBytes,
      });
    return { attachments: await open(), reopen: open, dispose: async () => {} };
  });

  it('says in plain words what is wrong', async () => {
    const missing = openBlobAttachments({ accountUrl, signIn: account, container: 'not-there' });
    await expect(missing).rejects.toMatchObject({ code: 'missing', retryable: false });
    const key = Buffer.from('another key').toString('base64');
    const signIn = { accountName: account.accountName, key };
    const denied = openBlobAttachments({ accountUrl, signIn, container: 'attachments-1' });
    await expect(denied).rejects.toMatchObject({ code: 'denied', retryable: false });
  });
});

/** A port that nobody used a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts Azurite's blob service in memory; answers the way to end it. */
async function startAzurite(port: number): Promise<() => Promise<void>> {
  const flags = ['--blobHost', '127.0.0.1', '--blobPort', String(port), '--skipApiVersionCheck'];
  const quiet = ['--inMemoryPersistence', '--disableTelemetry'];
  const child = spawn(process.execPath, [azurite, ...flags, ...quiet], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (piece: Buffer) => {
      said = `${said}${piece}`.slice(-1000);
      if (said.includes('successfully listens')) resolve();
    });
    void gone.then(() => reject(new Error(`Azurite ended: ${said}`)));
  });
  return async () => {
    child.kill();
    await gone;
  };
}
