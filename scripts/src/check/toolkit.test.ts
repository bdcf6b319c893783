import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bicepVersion } from '../dotnet/tools.ts';
import { root } from '../root.ts';
import { placeholderFaults } from './placeholders.ts';
import { toolkitFaults } from './toolkit.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'toolkit-'));
  const names = [
    'teamsapp.yml',
    'teamsapp.local.yml',
    'aad.manifest.json',
    'appPackage',
    'infra',
    'env',
  ];
  for (const name of names)
    await cp(`${root}${name}`, path.join(folder, name), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function change(name: string, before: string, after: string): Promise<void> {
  const file = path.join(folder, name);
  const text = await readFile(file, 'utf8');
  expect(text).toContain(before);
  await writeFile(file, text.replace(before, after));
}

describe('toolkitFaults', () => {
  it.each(['teamsapp.yml', 'teamsapp.local.yml'])('finds none in %s', async (file) => {
    expect(await toolkitFaults(folder, file)).toEqual([]);
  });

  it('wants the version of the header, which is the one checked here', async () => {
    await change('teamsapp.yml', 'version: v1.11', 'version: v1.9');
    expect(await toolkitFaults(folder, 'teamsapp.yml')).toEqual([
      'teamsapp.yml: version is v1.9, not v1.11.',
      'teamsapp.yml: the header names the schema v1.11.',
    ]);
  });

  it('names actions, keys and files that are not there', async () => {
    await change('teamsapp.yml', 'uses: aadApp/update', 'uses: aadApp/renew');
    await change('teamsapp.yml', 'artifactFolder: dist/bot', 'folder: dist/bot');
    await change('teamsapp.yml', 'teamsAppId: TEAMS_APP_ID', 'appId: TEAMS_APP_ID');
    await change('teamsapp.yml', 'path: ./infra/azure.bicep', 'path: ./infra/main.bicep');
    expect(await toolkitFaults(folder, 'teamsapp.yml')).toEqual([
      'teamsapp.yml: teamsApp/create does not know appId.',
      'teamsapp.yml: teamsApp/create must write teamsAppId.',
      'teamsapp.yml: aadApp/renew is no action known here.',
      'teamsapp.yml: azureAppService/zipDeploy does not know folder.',
      'teamsapp.yml: azureAppService/zipDeploy needs artifactFolder.',
      `teamsapp.yml: there is no ${path.normalize('infra/main.bicep')}.`,
    ]);
  });

  it('wants the id that the toolkit would write into the file', async () => {
    await change('teamsapp.yml', 'projectId:', '# projectId:');
    expect(await toolkitFaults(folder, 'teamsapp.yml')).toEqual([
      'teamsapp.yml: projectId is missing.',
    ]);
  });

  it('wants the compiler that the check compiles with', async () => {
    await change('teamsapp.yml', `v${bicepVersion}`, 'v0.36.1');
    expect(await toolkitFaults(folder, 'teamsapp.yml')).toEqual([
      `teamsapp.yml: arm/deploy compiles with v0.36.1; the check compiles with v${bicepVersion}.`,
    ]);
  });

  it('lets no secret be written where it would be committed', async () => {
    await change('teamsapp.local.yml', 'SECRET_BOT_PASSWORD\n', 'BOT_PASSWORD\n');
    expect((await toolkitFaults(folder, 'teamsapp.local.yml')).join()).toContain('SECRET_');
  });
});

describe('placeholderFaults', () => {
  it.each([
    ['teamsapp.yml', 'env/.env.dev'],
    ['teamsapp.local.yml', 'env/.env.local'],
  ])('finds a source for everything that %s fills', async (file, env) => {
    expect(await placeholderFaults(folder, file, env)).toEqual([]);
  });

  it('finds none after provisioning, which writes names that no step asks for', async () => {
    await change('env/.env.dev', 'TEAMS_APP_TENANT_ID=', 'TEAMS_APP_TENANT_ID=a-tenant');
    await change('env/.env.dev', 'APP_NAME_SUFFIX=', 'APP_NAME_SUFFIX=dev');
    expect(await placeholderFaults(folder, 'teamsapp.yml', 'env/.env.dev')).toEqual([]);
  });

  it('names what nobody fills and what nothing writes', async () => {
    await change('appPackage/manifest.json', '{TAB_DOMAIN}', '{TAB_DOMAINE}');
    await change('env/.env.dev', 'COSMOS_DATABASE=', 'COSMOS_NAME=');
    const manifest = path.normalize('appPackage/manifest.json');
    expect(await placeholderFaults(folder, 'teamsapp.yml', 'env/.env.dev')).toEqual([
      `${manifest}: nobody fills TAB_DOMAINE (teamsapp.yml, env/.env.dev).`,
      'env/.env.dev: nothing writes COSMOS_NAME.',
      'env/.env.dev does not list COSMOS_DATABASE.',
    ]);
  });

  it('names a secret in a file that is committed', async () => {
    await change('env/.env.local', 'MANAGER_IDS=', 'SECRET_BOT_PASSWORD=hunter2\nMANAGER_IDS=');
    const faults = await placeholderFaults(folder, 'teamsapp.local.yml', 'env/.env.local');
    expect(faults).toEqual(['env/.env.local holds the secret SECRET_BOT_PASSWORD.']);
  });
});
