/**
 * Step of the check: the infrastructure. Azure's compiler accepts it without a message, the resources of each
 * plan match its snapshot, and no snapshot breaks the rules of this project. The last check does not need the
 * compiler.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { compile, mainFile, plansIn, snapshot } from './compiler.ts';
import { readSnapshot, snapshotFaults } from './snapshots.ts';
import { parameterFaults } from './template.ts';

/** The plan that is deployed with the parameters of `azure.parameters.json` and nothing else. */
const firstPlan = 'serverless';

/** Names of the outputs of the main file, which the toolkit writes into env/. */
export async function outputsOf(folder: string): Promise<readonly string[]> {
  return (await readSnapshot(folder, firstPlan)).outputs;
}

/** Faults that the check finds without the compiler, as sentences. */
export async function keptFaults(folder: string): Promise<string[]> {
  const plans = await plansIn(folder);
  const snapshots = await Promise.all(plans.map((plan) => readSnapshot(folder, plan)));
  return [
    ...snapshots.flatMap(snapshotFaults),
    ...(await moduleFaults(folder)),
    ...(await parameterFileFaults(folder)),
  ];
}

/** Faults that the compiler names, as sentences. */
export async function compiledFaults(folder: string): Promise<string[]> {
  const { messages, template } = await compile(folder);
  if (template === null) return [...messages];
  return [...messages, ...parameterFaults(template), ...(await snapshots(folder, 'validate'))];
}

/** Writes the snapshots of all plans. */
export async function writeSnapshots(folder: string): Promise<string[]> {
  return snapshots(folder, 'overwrite');
}

/** The faults of all plans. The compiler uses one core and reads each type anew, so all plans run at once. */
async function snapshots(folder: string, mode: 'validate' | 'overwrite'): Promise<string[]> {
  const plans = await plansIn(folder);
  return (await Promise.all(plans.map((plan) => snapshot(folder, plan, mode)))).flat();
}

/** Finds Bicep files that no other file references, because the compiler does not read them. */
async function moduleFaults(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true }))
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.bicep'));
  const used = new Set([mainFile]);
  for (const name of names) {
    const text = await readFile(path.join(folder, name), 'utf8');
    for (const [, target = ''] of text.matchAll(/^module \w+ '([^']+)'/gm))
      used.add(path.posix.join(path.posix.dirname(name), target));
  }
  return names
    .filter((name) => !used.has(name))
    .map((name) => `infra/${name} is no module of ${mainFile}.`);
}

/** Checks that the toolkit's parameter file and the first plan set the same parameters; the compiler checks only the plan. */
async function parameterFileFaults(folder: string): Promise<string[]> {
  const file = 'azure.parameters.json';
  const { parameters } = JSON.parse(await readFile(path.join(folder, file), 'utf8')) as {
    parameters: Record<string, unknown>;
  };
  const plan = await readFile(path.join(folder, 'plans', `${firstPlan}.bicepparam`), 'utf8');
  const planned = [...plan.matchAll(/^param (\w+)/gm)].map(([, name]) => name ?? '');
  const given = Object.keys(parameters);
  return [
    ...given
      .filter((name) => !planned.includes(name))
      .map((name) => `infra/${file} gives ${name}, and plans/${firstPlan}.bicepparam does not.`),
    ...planned
      .filter((name) => !given.includes(name))
      .map((name) => `infra/${file} lacks ${name}, which plans/${firstPlan}.bicepparam gives.`),
  ];
}
