/** Sees to it that a spool is written by one process only. The system frees the hold when it ends. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export type Hold = { release(): void };

/** Holds a folder for this process; `null` when another process holds it. */
export async function holdFolder(folder: string): Promise<Hold | null> {
  const address = addressFor(path.resolve(folder));
  const held = await listen(address);
  if (held !== null || process.platform === 'win32') return held;
  if (await isAnswered(address)) return null;
  // The socket of a process that was killed.
  rmSync(address, { force: true });
  return listen(address);
}

function listen(address: string): Promise<Hold | null> {
  return new Promise((resolve) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once('error', () => resolve(null));
    server.listen(address, () => {
      server.unref();
      resolve({ release: () => server.close() });
    });
  });
}

function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** In the folder itself, unless its name is too long for a socket. */
function addressFor(folder: string): string {
  const name = `rooms-pro-agent-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  const inside = path.join(folder, 'running.sock');
  return inside.length <= longestSocketName ? inside : path.join(os.tmpdir(), `${name}.sock`);
}
const longestSocketName = 100;
