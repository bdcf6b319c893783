/** Ensures that only one process writes a spool. The system releases the lock when the process ends. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export type FolderLock = { release(): void };

/** Locks a folder for this process; `null` when another process has the lock. */
export async function lockFolder(folder: string): Promise<FolderLock | null> {
  const address = addressFor(path.resolve(folder));
  const lock = await listen(address);
  if (lock !== null || process.platform === 'win32') return lock;
  if (await isListening(address)) return null;
  // This socket remains from a process that was killed.
  rmSync(address, { force: true });
  return listen(address);
}

function listen(address: string): Promise<FolderLock | null> {
  return new Promise((resolve) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once('error', () => resolve(null));
    server.listen(address, () => {
      server.unref();
      resolve({ release: () => server.close() });
    });
  });
}

function isListening(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** The socket is in the folder itself, unless the path is too long for a socket. */
function addressFor(folder: string): string {
  const name = `rooms-pro-agent-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  const inside = path.join(folder, 'running.sock');
  return inside.length <= longestSocketName ? inside : path.join(os.tmpdir(), `${name}.sock`);
}
const longestSocketName = 100;
