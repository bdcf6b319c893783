/**
 * Step of the check: every placeholder `${{NAME}}` of a deployment has a source: a person, who fills in the
 * upper part of an environment's file, or a provisioning step; the lower part lists the values of these steps.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { outputsOf } from './infrastructure/faults.ts';
import { readToolkit } from './toolkit.ts';

/** Below this line of an environment's file, a person does not need to fill in anything. */
const written = '# Written by provisioning.';

/** Faults of one toolkit file and its environment's file under `root`, as sentences. */
export async function placeholderFaults(
  root: string,
  toolkitFile: string,
  envFile: string,
): Promise<string[]> {
  const toolkit = await readToolkit(root, toolkitFile);
  const outputs = toolkit.deploysInfrastructure ? await outputsOf(path.join(root, 'infra')) : [];
  const sources = new Set([...toolkit.written, ...outputs]);
  const [upper = '', lower = ''] = (await readFile(path.join(root, envFile), 'utf8')).split(
    written,
  );
  const byPeople = new Set(Object.keys(parseEnv(upper)));
  const faults: string[] = [];
  for (const file of [toolkitFile, ...toolkit.templates]) {
    for (const name of await placeholdersOf(path.join(root, file)))
      if (!sources.has(name) && !byPeople.has(name))
        faults.push(`${file}: nobody fills ${name} (${toolkitFile}, ${envFile}).`);
  }
  const listed = Object.keys(parseEnv(lower));
  for (const name of listed)
    if (!sources.has(name)) faults.push(`${envFile}: nothing writes ${name}.`);
  for (const name of sources)
    if (!listed.includes(name) && !isSecret(name)) faults.push(`${envFile} does not list ${name}.`);
  for (const [name, value] of Object.entries(parseEnv(upper + lower)))
    if (isSecret(name) && value) faults.push(`${envFile} holds the secret ${name}.`);
  return faults;
}

/** The toolkit stores such values encrypted in a personal file that is not committed. */
function isSecret(name: string): boolean {
  return name.startsWith('SECRET_');
}

async function placeholdersOf(file: string): Promise<Set<string>> {
  const text = await readFile(file, 'utf8');
  const named = file.endsWith('.yml') ? text.replace(/^\s*#.*$/gm, '') : text;
  return new Set([...named.matchAll(/\$\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name ?? ''));
}
