/**
 * Builds the Monitoring Software as one executable: Node itself with the bundled program inside (a "single
 * executable application" of Node). A device then needs no Node.
 */
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../root.ts';
import { writeBundle } from './bundle.ts';

/** Node starts the program under this name, and finds the place of it by this text in its own file. */
const blobName = 'NODE_SEA_BLOB';
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** The first bytes of the programs that this can change; the others must also be signed. */
const formats = { linux: '7f454c46', windows: '4d5a' } as const;

/** Why no executable can be made of this Node. */
export class UnusableNode extends Error {}

/**
 * Writes `agent` or, for a Node of Windows, `agent.exe` into the folder `agent` of `dist`, and returns its path.
 * `node`: the file of a Node of the version that runs this. Throws `UnusableNode` for another file.
 */
export async function packAgent(dist: string, node = process.execPath): Promise<string> {
  const format = await findFormat(node);
  const folder = path.join(dist, 'agent');
  await mkdir(folder, { recursive: true });
  const executable = path.join(folder, format === 'windows' ? 'agent.exe' : 'agent');
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'rooms-pro-agent-'));
  try {
    const blob = await writeBlob(temporary);
    await copyFile(node, executable);
    await chmod(executable, 0o755);
    await inject(executable, blob);
  } catch (error) {
    await rm(executable, { force: true });
    throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  if (format === 'windows')
    await copyFile(`${root}agent/install-agent.ps1`, path.join(folder, 'install-agent.ps1'));
  return executable;
}

async function findFormat(node: string): Promise<keyof typeof formats> {
  const bytes = await readFile(node).catch(() => null);
  if (bytes === null) throw new UnusableNode(`${node} cannot be read.`);
  const found = (['linux', 'windows'] as const).find((name) =>
    bytes.toString('hex', 0, 4).startsWith(formats[name]),
  );
  if (found === undefined) throw new UnusableNode(`${node} is not a program for Linux or Windows.`);
  // The blob is only valid for the version of Node that wrote it. Every Node contains this address.
  if (!bytes.includes(`/node-${process.version}-headers.tar.gz`) || !bytes.includes(fuse))
    throw new UnusableNode(`${node} is not Node ${process.version}.`);
  return found;
}

async function writeBlob(folder: string): Promise<string> {
  const at = (name: string) => path.join(folder, name);
  const [main, output, config] = [at('agent.cjs'), at('agent.blob'), at('sea.json')];
  await writeBundle({ input: `${root}agent/src/cli/main.ts`, file: main, format: 'cjs' });
  // No snapshot and no code cache: both are only valid on the system that writes them.
  const settings = { main, output, disableExperimentalSEAWarning: true, execArgvExtension: 'none' };
  await writeFile(config, JSON.stringify(settings));
  await run(['--experimental-sea-config', config]);
  return output;
}

/** `postject` prints warnings about sections that no one reads; they are shown only when it fails. */
async function inject(executable: string, blob: string): Promise<void> {
  const postject = path.join(root, 'node_modules/postject/dist/cli.js');
  await run([postject, executable, blobName, blob, '--sentinel-fuse', fuse]);
}

async function run(args: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [...args], { maxBuffer: 64 * 1024 * 1024 });
}
