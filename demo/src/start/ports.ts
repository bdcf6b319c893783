/** Looks whether a port is to be had before anything is started on it. */
import { createServer } from 'node:net';

/** Whether a port on loopback is free just now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
