/**
 * Runs before every npm script with the installed Node (20 or later): installs the packages when
 * `node_modules` does not match the lock file. All later programs run on the pinned Node.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lockFile = join(root, 'package-lock.json');
/** npm writes this file at the end of every install. */
const installed = join(root, 'node_modules', '.package-lock.json');

function whyInstall() {
  if (!existsSync(installed)) return 'the packages are not installed yet';
  const isOlder = statSync(installed).mtimeMs < statSync(lockFile).mtimeMs;
  if (isOlder && !holdsTheSamePackages()) return 'package-lock.json has changed';
  return null;
}

/** Compares the packages of both files, because a checkout changes only the time of the lock file. */
function holdsTheSamePackages() {
  const wanted = versionsIn(lockFile);
  const present = versionsIn(installed);
  return [...wanted].every(([name, { version, optional }]) => {
    const there = present.get(name);
    return optional || (there !== undefined && there.version === version);
  });
}

function versionsIn(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  const inNodeModules = ([path]) =>
    path.startsWith('node_modules/') || path.includes('/node_modules/');
  return new Map(Object.entries(packages).filter(inNodeModules));
}

function install(reason) {
  console.log(`Installing packages, because ${reason} (npm ci; a minute or two) …`);
  const { status, error } = spawnSync(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  if (status === 0) return;
  const cause = error ? error.message : `npm ci ended with code ${status}`;
  console.error(`The packages could not be installed: ${cause}. What npm said stands above.`);
  process.exit(1);
}

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(`Node 20 or later is needed to begin with; this is ${process.version}.`);
  process.exit(1);
}
const reason = whyInstall();
if (reason) install(reason);
