/** For tests: Azurite, Microsoft's double of Blob storage, as a process of its own on a free port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { BlobAttachmentsOptions } from './attachments.ts';

/**
 * Azurite is too heavy to be installed with everything: 328 packages. Set AZURITE_MAIN to its
 * `dist/src/blob/main.js`, as CI does; empty: tests that need it are skipped.
 */
export const azuriteMain = process.env['AZURITE_MAIN'] ?? '';

/** Azurite's own account, the same on every machine; its documentation names it. */
const account = {
  accountName: 'devstoreaccount1',
  key: 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
};

export type Azurite = Pick<BlobAttachmentsOptions, 'accountUrl'> & {
  readonly signIn: typeof account;
  stop(): Promise<void>;
};

/** Starts its blob service in memory. */
export async function startAzurite(): Promise<Azurite> {
  const port = await freePort();
  const stop = await run(port);
  const accountUrl = `http://127.0.0.1:${port}/${account.accountName}`;
  return { accountUrl, signIn: account, stop };
}

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

async function run(port: number): Promise<() => Promise<void>> {
  const flags = ['--blobHost', '127.0.0.1', '--blobPort', String(port), '--skipApiVersionCheck'];
  const quiet = ['--inMemoryPersistence', '--disableTelemetry'];
  const child = spawn(process.execPath, [azuriteMain, ...flags, ...quiet], {
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
