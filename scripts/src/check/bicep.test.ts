import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describeConfig } from '@rooms-pro/bot';
import { describeIngestConfig } from '@rooms-pro/ingest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDeployedConfig as readBotConfig } from '../../../bot/src/config.ts';
import { readDeployedConfig as readIngestConfig } from '../../../ingest/src/config.ts';
import { documentsContainer, roomsContainer } from '../../../store/src/cosmosAccount.ts';
import { root } from '../root.ts';
import { bicepFaults } from './bicep.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'bicep-'));
  await cp(`${root}infra`, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function change(name: string, before: string, after: string): Promise<void> {
  const file = path.join(folder, name);
  const text = await readFile(file, 'utf8');
  expect(text).toContain(before);
  await writeFile(file, text.replace(before, after));
}

describe('bicepFaults', () => {
  it('finds none in the infrastructure', async () => {
    expect(await bicepFaults(folder)).toEqual([]);
  });

  it('names parameters that are missing, unknown or unused, and outputs that are not there', async () => {
    await change('azure.bicep', '    mode: cosmosMode', '    kind: cosmosMode');
    await change('azure.bicep', 'cosmos.outputs.endpoint', 'cosmos.outputs.adress');
    await change('modules/identity.bicep', 'location: location', "location: 'here'");
    expect(await bicepFaults(folder)).toEqual([
      'infra/azure.bicep: modules/cosmos.bicep has no parameter kind.',
      'infra/azure.bicep: modules/cosmos.bicep needs mode.',
      'infra/azure.bicep: modules/cosmos.bicep has no output adress.',
      'infra/modules/identity.bicep never uses its parameter location.',
    ]);
  });

  it('names modules that are not there or not used, and brackets that do not match', async () => {
    await change('azure.bicep', 'modules/bot.bicep', 'modules/robot.bicep');
    await change('modules/storage.bicep', "kind: 'StorageV2'", "kind: ('StorageV2'");
    const faults = await bicepFaults(folder);
    expect(faults).toContain('infra/modules/bot.bicep is no module of azure.bicep.');
    expect(faults).toContain('infra/azure.bicep: there is no modules/robot.bicep.');
    expect(faults).toContain('infra/modules/storage.bicep: ( and ) do not match.');
  });

  it.each([
    'value: storage.listKeys().keys[0].value',
    "value: 'AccountKey=abc'",
    "adminPassword: 'hunter2'",
  ])('finds a secret in «%s»', async (line) => {
    await change('modules/bot.bicep', "HOST: '0.0.0.0'", line);
    expect((await bicepFaults(folder)).join()).toMatch(/bot\.bicep reads or holds a secret/);
  });

  it('names parameters of the parameter file that the main file has not, or needs', async () => {
    await change('azure.parameters.json', 'resourceBaseName', 'baseName');
    expect(await bicepFaults(folder)).toEqual([
      'infra/azure.parameters.json: azure.bicep has no parameter baseName.',
      'infra/azure.parameters.json lacks resourceBaseName.',
    ]);
  });
});

describe('the infrastructure', () => {
  it('makes the containers that the store expects', async () => {
    const made: unknown = JSON.parse(
      await readFile(path.join(folder, 'modules/containers.json'), 'utf8'),
    );
    const expected = [roomsContainer, documentsContainer].map((container) => ({
      ...container,
      partitionKey: Object.assign({ kind: 'Hash' }, container.partitionKey),
    }));
    expect(made).toEqual(expected);
  });

  it.each([
    ['bot', describeConfig, readBotConfig],
    ['ingest', describeIngestConfig, readIngestConfig],
  ] as const)(
    'gives %s every setting that production needs and none it does not know',
    async (name, describe_, read) => {
      const text = await readFile(path.join(folder, `modules/${name}.bicep`), 'utf8');
      const given = [...text.matchAll(/^ {2,4}([A-Z][A-Za-z_]+): /gm)].map(([, key]) => key ?? '');
      const platform = /^(SCM_|WEBSITE_|AzureWebJobs|APPLICATIONINSIGHTS_|EVENT_HUB__)/;
      const known = describe_().map((setting) => setting.name);
      expect(given.filter((key) => !platform.test(key) && !known.includes(key))).toEqual([]);
      const values: Record<string, string> = { BOT_TYPE: 'UserAssignedMSI', LOG_LEVEL: 'info' };
      const sample = (key: string) =>
        values[key] ?? (/ENDPOINT|ORIGIN/.test(key) ? 'https://rooms.example.com' : '');
      const filled = given.map((key) => [key, sample(key) || (key.endsWith('IDS') ? '' : 'x')]);
      expect(() => read({ ...Object.fromEntries(filled), NODE_ENV: 'production' })).not.toThrow();
    },
  );
});
