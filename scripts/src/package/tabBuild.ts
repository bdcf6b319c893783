/** Builds the tab when no build exists or its sources have changed. */
import { spawn } from 'node:child_process';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../root.ts';

const sources = [
  'tab/src',
  'tab/public',
  'tab/index.html',
  'tab/package.json',
  'tab/vite.config.ts',
  'core/src',
];

/** Whether the build is missing or older than one of its sources. */
export async function isTabStale(at = root): Promise<boolean> {
  const builtMs = await modifiedMs(path.join(at, 'tab/dist/index.html'));
  if (builtMs === null) return true;
  for (const source of sources) {
    const newestMs = await newestIn(path.join(at, source));
    if (newestMs !== null && newestMs > builtMs) return true;
  }
  return false;
}

async function modifiedMs(file: string): Promise<number | null> {
  const found = await stat(file).catch(() => null);
  return found?.mtimeMs ?? null;
}

/** The latest change of a file or of anything in a folder. */
async function newestIn(at: string): Promise<number | null> {
  const found = await stat(at).catch(() => null);
  if (found === null || !found.isDirectory()) return found?.mtimeMs ?? null;
  const entries = await readdir(at, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const times = await Promise.all(
    files.map((entry) => modifiedMs(path.join(entry.parentPath, entry.name))),
  );
  return Math.max(0, ...times.map((time) => time ?? 0));
}

/**
 * Builds the tab; throws with the build's output on failure. The build goes into a temporary folder that is then
 * renamed, so that an incomplete build is never served and concurrent builds do not interfere.
 */
export async function buildTab(): Promise<void> {
  const aside = path.join(root, '.types', `tab-build-${process.pid}`);
  const place = path.join(root, 'tab', 'dist');
  try {
    await runVite(aside);
    await rm(place, { recursive: true, force: true });
    await rename(aside, place).catch((error: NodeJS.ErrnoException) => {
      // Another build from the same sources was faster.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

function runVite(outDir: string): Promise<void> {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const args = ['build', '--logLevel', 'warn', '--outDir', outDir, '--emptyOutDir'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, ...args], {
      cwd: path.join(root, 'tab'),
      // Another mode of the caller, for example `test`, would build React's slow development version.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const collect = (chunk: Buffer) => {
      said += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The tab could not be built:\n${said.trim()}`));
    });
  });
}
