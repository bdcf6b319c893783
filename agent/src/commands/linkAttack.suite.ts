/** Simulates another account that replaces a folder with a link and back, as fast as possible. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Runs in a separate process: fills the folder with old files, then replaces it with the link. */
const attacker = `
const fs = require('node:fs');
const path = require('node:path');
const [, folder, away, target, below] = process.argv;
const old = new Date(Date.now() - 8 * 24 * 3600000);
const tried = (act) => { try { act(); } catch {} };
process.send('ready');
for (let round = 0; ; round += 1) {
  for (let n = 0; n < 5; n += 1) tried(() => {
    const file = path.join(folder, below, 'f' + n);
    fs.closeSync(fs.openSync(file, 'wx'));
    fs.utimesSync(file, old, old);
  });
  tried(() => fs.renameSync(folder, away));
  tried(() => fs.symlinkSync(target, folder));
  for (let spin = round % 40 * 500; spin > 0; spin -= 1);
  tried(() => fs.unlinkSync(folder));
  tried(() => fs.renameSync(away, folder));
}
`;

export type LinkAttack = {
  readonly folder: string;
  readonly spool: string;
  /** Returns the removed files outside and restores them. */
  lost(): number;
  end(): Promise<void>;
};

const names = ['f0', 'f1', 'f2', 'f3', 'f4'];

/** Starts the attack. `isBelow`: the folder to clean up is below the exchanged folder, not above it. */
export async function startLinkAttack(isBelow: boolean): Promise<LinkAttack> {
  const base = mkdtempSync(path.join(os.tmpdir(), 'attack-'));
  const at = (...parts: string[]) => path.join(base, ...parts);
  const below = isBelow ? 'inner' : '';
  for (const folder of [
    'spool',
    'root',
    path.join('root', 'user', below),
    path.join('outside', below),
  ])
    mkdirSync(at(folder), { recursive: true });
  const outside = at('outside', below);
  const old = new Date(Date.now() - 8 * 24 * 3_600_000);
  const fill = (missing: readonly string[]) => {
    for (const name of missing) {
      writeFileSync(path.join(outside, name), 'precious');
      utimesSync(path.join(outside, name), old, old);
    }
  };
  fill(names);
  const args = ['-e', attacker, at('root', 'user'), at('away'), at('outside'), below];
  const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const;
  const child: ChildProcess = spawn(process.execPath, args, { stdio: [...stdio] });
  await once(child, 'message');
  return {
    folder: isBelow ? at('root', 'user', below) : at('root'),
    spool: at('spool'),
    lost() {
      const there = readdirSync(outside);
      const missing = names.filter((name) => !there.includes(name));
      fill(missing);
      return missing.length;
    },
    async end() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      rmSync(base, { recursive: true, force: true });
    },
  };
}
