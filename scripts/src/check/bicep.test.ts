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

const twin = `resource twin 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}`;

/** The line that a text stands in, counted from 1. */
async function lineOf(name: string, text: string): Promise<number> {
  const [before = ''] = (await readFile(path.join(folder, name), 'utf8')).split(text);
  return before.split('\n').length;
}

describe('bicepFaults', () => {
  it('finds none in the infrastructure', async () => {
    expect(await bicepFaults(folder)).toEqual([]);
  });

  it('names parameters that are missing, unknown or unused, and outputs that are not there', async () => {
    await change('azure.bicep', '    mode: cosmosMode', '    kind: cosmosMode');
    await change('azure.bicep', 'cosmos.outputs.endpoint', 'cosmos.outputs.adress');
    await change('modules/identity.bicep', 'location: location', "location: 'here'");
    const cosmos = await lineOf('azure.bicep', "module cosmos '");
    expect(await bicepFaults(folder)).toEqual([
      `infra/azure.bicep:${cosmos}: modules/cosmos.bicep has no parameter kind.`,
      `infra/azure.bicep:${cosmos}: modules/cosmos.bicep needs mode.`,
      `infra/azure.bicep:${await lineOf('azure.bicep', 'adress')}: modules/cosmos.bicep has no output adress.`,
      `infra/modules/identity.bicep:${await lineOf('modules/identity.bicep', 'param location')} never uses its parameter location.`,
    ]);
  });

  it('names modules that are not there or not used, and brackets that do not match', async () => {
    await change('azure.bicep', 'modules/bot.bicep', 'modules/robot.bicep');
    await change('modules/storage.bicep', "kind: 'StorageV2'", "kind: ('StorageV2'");
    const faults = await bicepFaults(folder);
    expect(faults).toContain('infra/modules/bot.bicep is no module of azure.bicep.');
    expect(faults).toContain(
      `infra/azure.bicep:${await lineOf('azure.bicep', 'robot')}: there is no modules/robot.bicep.`,
    );
    const open = await lineOf('modules/storage.bicep', "('StorageV2'");
    expect(faults).toContain(`infra/modules/storage.bicep:${open}: «)» is missing.`);
  });

  it.each([
    ['identity', 'param location string', 'param location', 'is not understood'],
    ['identity', 'location: location', 'location = location', 'is not understood'],
    ['identity', 'location: location\n}', 'location: location', 'is not understood'],
    ['identity', 'name: name\n', 'name: name ', '«location: location» needs a comma before.'],
    ['identity', 'name: name', 'name: nome', 'nothing declares nome.'],
    ['identity', 'name: name', 'name: toLowerCase(name)', 'nothing declares toLowerCase.'],
    ['identity', 'param name', '@secret()\nparam name', '@secret is no decorator.'],
    [
      'identity',
      'param name string',
      'param name string\nparam name int',
      'declares name a second time.',
    ],
    ['identity', 'param name', "var spare = 'x'\nparam name", 'never uses its variable spare.'],
    ['identity', '@2023-01-31', '', 'is no type with a version.'],
    ['identity', 'output id', `${twin}\n\noutput id`, 'already a resource of that name.'],
    ['eventHubs', '  scope: space\n', '', 'name a scope.'],
    ['eventHubs', "    principalType: 'ServicePrincipal'\n", '', 'without principalType.'],
    [
      'eventHubs',
      'guid(space.id, principalId, ',
      'guid(space.id, ',
      'not guid(scope.id, principal, role).',
    ],
    ['eventHubs', "'a638d3c7-", "'a638d3c-", 'which is no id of a role.'],
  ])('refuses %s with «%s» changed to «%s»', async (name, before, after, said) => {
    await change(`modules/${name}.bicep`, before, after);
    const faults = await bicepFaults(folder);
    expect(faults.join('\n')).toMatch(new RegExp(`infra/modules/${name}\\.bicep:\\d+`));
    expect(faults.join('\n')).toContain(said);
  });

  it.each([
    'value: storage.listKeys().keys[0].value',
    "value: 'AccountKey=abc'",
    "adminPassword: 'hunter2'",
  ])('finds a secret in «%s»', async (line) => {
    await change('modules/bot.bicep', "HOST: '0.0.0.0'", line);
    expect((await bicepFaults(folder)).join()).toMatch(/bot\.bicep:\d+ reads or holds a secret/);
  });

  it('wants secret parameters marked, and given to nobody', async () => {
    const file = 'modules/botRegistration.bicep';
    await change(file, 'param name string', 'param name string\nparam appPassword string');
    await change(file, 'displayName: displayName', 'displayName: appPassword');
    expect((await bicepFaults(folder)).join()).toContain('appPassword must be @secure().');
    await change(file, 'param appPassword', '@secure()\nparam appPassword');
    await change(
      file,
      'resource registration',
      'output given string = appPassword\nresource registration',
    );
    expect((await bicepFaults(folder)).join()).toContain(
      'gives the secure parameter appPassword away.',
    );
  });

  it('knows names of loops and lambdas, conditions, and what may be null', async () => {
    const more = [
      "var names = map(['a'], part => concat(part, name))",
      'var pairs = [for (one, number) in names: concat(one, string(number))]',
      'param note string?',
      "output all string = concat(join(pairs, az.resourceGroup().name), note ?? '')",
    ];
    const file = 'modules/identity.bicep';
    await change(file, 'param name string', ['param name string', ...more].join('\n'));
    expect(await bicepFaults(folder)).toEqual([]);
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
      const values: Record<string, string> = {
        BOT_TYPE: 'UserAssignedMSI',
        LOG_LEVEL: 'info',
        APPLICATIONINSIGHTS_CONNECTION_STRING:
          'InstrumentationKey=1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
      };
      const sample = (key: string) => {
        if (/ENDPOINT|ORIGIN|_URL$/.test(key)) return 'https://rooms.example.com';
        return /_IDS?$/.test(key) ? '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f' : 'x';
      };
      const filled = given.map((key) => [key, values[key] ?? sample(key)]);
      expect(() => read({ ...Object.fromEntries(filled), NODE_ENV: 'production' })).not.toThrow();
    },
  );
});
