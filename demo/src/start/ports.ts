/** Checks ports before a server starts on them. */
import { createServer } from 'node:net';

/** Whether a port on loopback is currently free. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
