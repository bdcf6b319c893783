/** Runs Azure's compiler on the infrastructure. Each of its messages is a fault, also a warning. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { toolFiles } from '../../dotnet/tools.ts';
import { readTemplate, type Template } from './template.ts';

export const mainFile = 'azure.bicep';

/** The target of a snapshot in place of a real deployment; these ids do not exist. */
const stage = [
  ...['--subscription-id', '00000000-0000-0000-0000-000000000000'],
  ...['--tenant-id', '00000000-0000-0000-0000-000000000000'],
  ...['--resource-group', 'rooms', '--location', 'westeurope'],
];

/** The messages of one run, without the path of the folder, and its output. */
type Run = { readonly code: number; readonly made: string; readonly messages: readonly string[] };

/** Messages of `bicep build` and `bicep lint`, and the template that was built. */
export async function compile(
  folder: string,
): Promise<{ messages: readonly string[]; template: Template | null }> {
  const main = path.join(folder, mainFile);
  const [built, linted] = await Promise.all([
    runBicep(folder, ['build', main, '--stdout']),
    runBicep(folder, ['lint', main]),
  ]);
  const messages = [...new Set([...built.messages, ...linted.messages])].sort();
  return { messages, template: built.code === 0 ? readTemplate(built.made) : null };
}

/** The names of the plans in `folder`. A plan is a set of parameters; a snapshot contains its resources. */
export async function plansIn(folder: string): Promise<string[]> {
  const files = await readdir(path.join(folder, 'plans'));
  const ending = '.bicepparam';
  return files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
}

/** Compares the snapshot of a plan with the compiler's current output, or overwrites it. */
export async function snapshot(
  folder: string,
  plan: string,
  mode: 'validate' | 'overwrite',
): Promise<string[]> {
  const file = path.join(folder, 'plans', `${plan}.bicepparam`);
  const run = (how: typeof mode) => runBicep(folder, ['snapshot', file, '--mode', how, ...stage]);
  // A new plan has nothing to compare with.
  const isNew = !existsSync(file.replace(/bicepparam$/, 'snapshot.json'));
  const validated = await run(isNew ? mode : 'validate');
  // The order of members differs in each run of the compiler, so an equal snapshot is not rewritten.
  const isSame = validated.code === 0;
  const { code, made, messages } = isSame || mode === 'validate' ? validated : await run(mode);
  if (code === 0) return [...messages];
  const how = 'read what changes, then write it with: node scripts/src/check.ts --write';
  return [`infra/plans/${plan}.snapshot.json is not up to date; ${how}`, ...messages, made.trim()];
}

async function runBicep(folder: string, args: readonly string[]): Promise<Run> {
  // With the invariant culture the compiler also starts without an ICU library.
  const env = {
    ...process.env,
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1',
    NO_COLOR: '1',
    // A run is too short for .NET to gain from measuring its own code.
    DOTNET_TieredPGO: '0',
  };
  const options = { env, maxBuffer: 64 * 1024 * 1024 };
  const run = await promisify(execFile)(toolFiles.bicep, args, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code?: unknown; stdout?: string; stderr?: string; message: string }) => ({
      code: typeof error.code === 'number' ? error.code : 1,
      stdout: error.stdout ?? '',
      stderr: error.stderr ?? error.message,
    }),
  );
  const messages = run.stderr
    .split('\n')
    .map((line) => line.replace(folder.replace(/\/*$/, '/'), 'infra/').trim())
    .filter((line) => line !== '');
  return { code: run.code, made: run.stdout, messages };
}
