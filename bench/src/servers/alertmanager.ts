/** Starts Prometheus Alertmanager for the comparison: on loopback and with a separate folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { isReachable, waitFor } from '@rooms-pro/demo/process';
import { endChild } from './benchChild.ts';

/** How to install Alertmanager when it is missing. */
export const alertmanagerMissing =
  'Alertmanager is not installed: apt-get install -y prometheus-alertmanager';

const names = ['prometheus-alertmanager', 'alertmanager'];

/** The path of the program on the PATH; `null` when it is not installed. */
export function findAlertmanager(searched: string): string | null {
  const candidates = searched
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  return candidates.find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts Alertmanager. Each alert is a separate group and is sent to `webhook` at once; with `null` it
 * accepts alerts and sends no notifications.
 */
export async function startAlertmanager(program: string, folder: string, webhook: string | null) {
  await mkdir(folder, { recursive: true });
  const config = path.join(folder, 'alertmanager.yml');
  await writeFile(config, configFor(webhook));
  const address = `127.0.0.1:${await freePort()}`;
  const args = [
    `--config.file=${config}`,
    `--storage.path=${folder}`,
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ];
  const child = spawn(program, args, { stdio: 'ignore' });
  const exited = once(child, 'exit');
  // Unlike the Node child processes, it does not end when its parent ends.
  const endAtOnce = () => child.kill('SIGKILL');
  process.once('exit', endAtOnce);
  const end = async () => {
    await endChild(child, exited);
    process.off('exit', endAtOnce);
  };
  try {
    const isReady = () => isReachable(`http://${address}/-/ready`);
    await waitFor(isReady, 20_000, 'Alertmanager did not become ready.');
  } catch (error) {
    await end();
    throw error;
  }
  return { url: `http://${address}`, end };
}
export type Alertmanager = Awaited<ReturnType<typeof startAlertmanager>>;

/** Returns the configuration as JSON, which is valid YAML. */
function configFor(webhook: string | null): string {
  const grouping =
    webhook === null
      ? { group_by: ['alertname'], group_interval: '5m' }
      : { group_by: ['...'], group_wait: '0s', group_interval: '1s' };
  const receiver =
    webhook === null
      ? { name: 'bench' }
      : { name: 'bench', webhook_configs: [{ url: webhook, send_resolved: false }] };
  return JSON.stringify({
    route: { receiver: 'bench', ...grouping, repeat_interval: '4h' },
    receivers: [receiver],
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
