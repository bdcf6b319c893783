import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noon } from '../contract/sampleRooms.suite.ts';
import { type Azurite, azuriteMain, startAzurite } from './azurite.suite.ts';
import { describeAttachments, largestBytes } from './contractAttachments.suite.ts';
import { openLazyAttachments } from './lazyAttachments.ts';
import { openBlobAttachments, openFolderAttachments } from './openAttachments.ts';

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
  it('throws a plain sentence, and a failed upload leaves no file', async () => {
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
  it('lists nothing of it, and frees its disk space when it is opened', async () => {
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

describe('a storage that is unreachable when it is opened', () => {
  it('throws at each use, reports the fault, and is opened again at the next use', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rooms-pro-attachments-'));
    await writeFile(join(folder, 'data'), 'a file where the folder should be');
    const faults: unknown[] = [];
    const open = () => openFolderAttachments({ folder: join(folder, 'data') });
    const late = openLazyAttachments(open, (error) => faults.push(error));
    await expect(late.list('1-1')).rejects.toMatchObject({ code: 'unavailable' });
    expect(faults).toHaveLength(1);
    await rm(join(folder, 'data'));
    expect(await late.list('1-1')).toEqual([]);
    expect(faults).toHaveLength(1);
    await rm(folder, { recursive: true });
  });
});

describe.skipIf(azuriteMain === '')('Azure Blob storage (skipped without AZURITE_MAIN)', () => {
  let azurite: Azurite;
  let containers = 0;

  beforeAll(async () => {
    azurite = await startAzurite();
  });
  afterAll(() => azurite.stop());

  describeAttachments('Azure Blob storage', async () => {
    containers += 1;
    const container = `attachments-${containers}`;
    const { accountUrl, signIn } = azurite;
    const open = () =>
      openBlobAttachments({ accountUrl, signIn, container, createMissing: true, largestBytes });
    return { attachments: await open(), reopen: open, dispose: async () => {} };
  });

  it('names the fault in a plain sentence', async () => {
    const { accountUrl, signIn } = azurite;
    const missing = openBlobAttachments({ accountUrl, signIn, container: 'not-there' });
    await expect(missing).rejects.toMatchObject({ code: 'missing', retryable: false });
    const key = Buffer.from('another key').toString('base64');
    const stranger = { accountName: signIn.accountName, key };
    const denied = openBlobAttachments({
      accountUrl,
      signIn: stranger,
      container: 'attachments-1',
    });
    await expect(denied).rejects.toMatchObject({ code: 'denied', retryable: false });
  });
});
