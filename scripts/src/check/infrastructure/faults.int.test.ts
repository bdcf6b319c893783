/** The step of the check on changed copies of `infra/`: with the compiler where it is, and without it. */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toolFiles } from '../../dotnet/tools.ts';
import { root } from '../../root.ts';
import { compiledFaults, keptFaults, outputsOf, writeSnapshots } from './faults.ts';
import { readSnapshot } from './snapshots.ts';

const hasCompiler = existsSync(toolFiles.bicep);
const why = hasCompiler
  ? ''
  : ' (skipped: there is no Bicep compiler; `npm run check` fetches it where dotnet is installed)';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'infra-'));
  await cp(`${root}infra`, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function change(name: string, before: string, after: string): Promise<void> {
  const file = path.join(folder, name);
  const text = await readFile(file, 'utf8');
  expect(text).toContain(before);
  await writeFile(file, text.replace(before, after));
}

describe('without the compiler', () => {
  it('finds nothing in the infrastructure', async () => {
    expect(await keptFaults(folder)).toEqual([]);
    expect(await outputsOf(folder)).toContain('BOT_AZURE_APP_SERVICE_RESOURCE_ID');
  });

  it('names modules that no file uses', async () => {
    await change('azure.bicep', 'modules/bot.bicep', 'modules/robot.bicep');
    expect(await keptFaults(folder)).toEqual([
      'infra/modules/bot.bicep is no module of azure.bicep.',
    ]);
  });

  it('names parameters that the parameter file and the first plan do not share', async () => {
    await change('azure.parameters.json', 'resourceBaseName', 'baseName');
    expect(await keptFaults(folder)).toEqual([
      'infra/azure.parameters.json gives baseName, and plans/serverless.bicepparam does not.',
      'infra/azure.parameters.json lacks resourceBaseName, which plans/serverless.bicepparam gives.',
    ]);
  });
});

describe.skipIf(!hasCompiler)(`with the compiler${why}`, () => {
  const identity = (more: string) => `param name string
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: 'westeurope'
}
output id string = identity.id
${more}`;

  /** A small infrastructure under the rules of ours: the compiler reads each type for seconds. */
  async function shrink(more = ''): Promise<void> {
    await rm(path.join(folder, 'modules'), { recursive: true });
    await rm(path.join(folder, 'plans'), { recursive: true });
    await mkdir(path.join(folder, 'plans'));
    await writeFile(path.join(folder, 'azure.bicep'), identity(more));
    const plan = "using '../azure.bicep'\nparam name = 'one'\n";
    await writeFile(path.join(folder, 'plans', 'small.bicepparam'), plan);
  }

  it('names every message of the compiler, with its file and line', async () => {
    await shrink(`var spare = 'x'
param adminPassword string
output given string = nome
resource old 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = { name: 'old' }
`);
    const faults = (await compiledFaults(folder)).join('\n');
    expect(faults).toMatch(/infra\/azure\.bicep\(7,5\) : Warning no-unused-vars/);
    expect(faults).toMatch(/infra\/azure\.bicep\(8,\d+\) : Warning secure-secrets-in-params/);
    expect(faults).toMatch(/infra\/azure\.bicep\(9,\d+\) : Error BCP057.*nome/);
    expect(faults).toMatch(/infra\/azure\.bicep\(10,\d+\) : Warning use-recent-api-versions/);
    expect(faults).toMatch(/infra\/azure\.bicep\(10,\d+\) : Warning BCP035.*"location"/);
  }, 120_000);

  it('names a plan whose snapshot is another, shows what changed, and writes it anew', async () => {
    await shrink();
    expect(await writeSnapshots(folder)).toEqual([]);
    expect(await readSnapshot(folder, 'small')).toMatchObject({ outputs: ['id'] });
    await change('azure.bicep', 'westeurope', 'northeurope');
    const faults = (await compiledFaults(folder)).join('\n');
    expect(faults).toContain('infra/plans/small.snapshot.json is not up to date');
    expect(faults).toContain('node scripts/src/check.ts --write');
    expect(faults).toMatch(/location.*westeurope.*northeurope/);
  }, 120_000);
});
