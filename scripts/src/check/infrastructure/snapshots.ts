/**
 * The snapshots: all resources of a plan with their values. Reading them does not need the compiler; with the
 * compiler, the check first compares them with the Bicep files.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Pair, pairsIn } from './expression.ts';

const resourceSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  properties: z.unknown().optional(),
});
const schema = z.object({
  predictedResources: z.array(resourceSchema),
  outputs: z.record(z.string(), z.unknown()).default({}),
});

export type Resource = z.infer<typeof resourceSchema>;
/** The resources of one plan, and its outputs for the toolkit. */
export type Snapshot = {
  readonly plan: string;
  readonly resources: readonly Resource[];
  readonly outputs: readonly string[];
};

const assignmentSchema = z.object({
  principalId: z.string(),
  principalType: z.string().optional(),
  roleDefinitionId: z.string(),
});
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const secretText = /\blist[A-Z]?\w*\(|AccountKey=|SharedAccessKey|[A-Za-z0-9+]{60,}/;
const secretName = /(?:password|secret|token|apiKey|accountKey)s?$/i;

/** Reads the snapshot of `plan` in the folder of the infrastructure. */
export async function readSnapshot(folder: string, plan: string): Promise<Snapshot> {
  const file = path.join(folder, 'plans', `${plan}.snapshot.json`);
  const read = schema.parse(JSON.parse(await readFile(file, 'utf8')));
  return { plan, resources: read.predictedResources, outputs: Object.keys(read.outputs) };
}

/** The names of the settings that a plan gives an app: `bot` or `ingest`. */
export function settingsOf({ resources }: Snapshot, app: string): string[] {
  const settings = resources.find(
    ({ type, name }) =>
      type === 'Microsoft.Web/sites/config' && name.endsWith(`-${app}/appsettings`),
  );
  return textsIn(settings?.properties).map(([name]) => name);
}

/** Faults of what one plan deploys, as sentences. */
export function snapshotFaults({ plan, resources }: Snapshot): string[] {
  const seen = new Set<string>();
  return resources.flatMap((resource) => {
    const faults = secretFaults(resource);
    if (seen.has(resource.id)) faults.push('is there a second time.');
    seen.add(resource.id);
    if (resource.type === 'Microsoft.Authorization/roleAssignments')
      faults.push(...assignmentFaults(resource));
    return faults.map((fault) => `${plan}: ${resource.type} ${resource.name} ${fault}`);
  });
}

/** Finds keys, texts that look like keys, and literal texts under the name of a secret. */
function secretFaults({ properties }: Resource): string[] {
  const faults = secretText.test(JSON.stringify(properties ?? {}))
    ? ['reads or holds a secret.']
    : [];
  for (const [name, text] of textsIn(properties)) {
    // A reference to a Key Vault begins with @ and is no secret.
    const isHeld = secretName.test(name) && text !== null && text !== '' && !text.startsWith('@');
    if (isHeld) faults.push(`holds a secret as ${name}.`);
  }
  return faults;
}

/** Names with their plain texts, in objects and in expressions that make objects. */
function textsIn(value: unknown): Pair[] {
  if (typeof value === 'string') return value.startsWith('[') ? pairsIn(value) : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]): Pair[] =>
    typeof inner === 'string' && !inner.startsWith('[') ? [[name, inner]] : textsIn(inner),
  );
}

/**
 * Azure identifies an assignment by its name only: the name must contain scope, principal and role, or a
 * second assignment would replace the first. Without the type of the principal, Azure often does not find a
 * new identity.
 */
function assignmentFaults({ id, name, properties }: Resource): string[] {
  const { data } = assignmentSchema.safeParse(properties);
  if (data === undefined) return ['assigns a role without principalId or roleDefinitionId.'];
  const faults: string[] = [];
  const [, scope = ''] = /^\[extensionResourceId\('([^']+)'/.exec(id) ?? [];
  if (scope === '') faults.push('assigns a role on the whole resource group: name a scope.');
  if (data.principalType === undefined) faults.push('assigns a role without principalType.');
  const role = data.roleDefinitionId.split('/').at(-1) ?? '';
  const principal = data.principalId.replace(/^\[|\]$/g, '');
  const isNamedByAll = [scope, principal, role].every((part) => name.includes(part));
  if (!name.startsWith('[guid(') || !isNamedByAll)
    faults.push('assigns a role under a name that is not guid(scope.id, principal, role).');
  if (!guid.test(role)) faults.push(`assigns ${role}, which is no id of a role.`);
  return faults;
}
