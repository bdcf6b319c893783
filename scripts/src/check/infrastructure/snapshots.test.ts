import { readFile } from 'node:fs/promises';
import { describeConfig } from '@rooms-pro/bot';
import { describeIngestConfig } from '@rooms-pro/ingest';
import { describe, expect, it } from 'vitest';
import { readDeployedConfig as readBotConfig } from '../../../../bot/src/config.ts';
import { readDeployedConfig as readIngestConfig } from '../../../../ingest/src/config.ts';
import { documentsContainer, roomsContainer } from '../../../../store/src/cosmos/cosmosAccount.ts';
import { root } from '../../root.ts';
import { type Resource, readSnapshot, settingsOf, snapshotFaults } from './snapshots.ts';

const folder = `${root}infra`;
const plans = ['serverless', 'autoscale'];

/** The faults of the larger plan after `change`, which gets its resources as text. */
async function faultsAfter(change: (text: string) => string): Promise<string> {
  const { resources, ...rest } = await readSnapshot(folder, 'autoscale');
  const text = JSON.stringify(resources);
  const changed = change(text);
  expect(changed).not.toBe(text);
  return snapshotFaults({ ...rest, resources: JSON.parse(changed) as Resource[] }).join('\n');
}

const hub = 'Microsoft.EventHub/namespaces/roomsplan-hubs';

describe('snapshotFaults', () => {
  it.each(plans)('finds none in the plan %s', async (plan) => {
    expect(snapshotFaults(await readSnapshot(folder, plan))).toEqual([]);
  });

  it.each([
    ["'HOST', '0.0.0.0'", "'HOST', listKeys('/storage', '2026-09-01').keys[0].value", 'reads or'],
    ["'HOST', '0.0.0.0'", "'HOST', 'AccountKey=abc'", 'reads or holds a secret.'],
    ["'HOST', '0.0.0.0'", "'adminPassword', 'hunter2'", 'holds a secret as adminPassword.'],
    ['"minTlsVersion":"1.2"', '"accessToken":"hunter2"', 'holds a secret as accessToken.'],
    ['"principalType":"ServicePrincipal",', '', 'without principalType.'],
    ['a638d3c7-ab3a-418d-83e6-5f17a39d4fde', 'Owner', 'assigns Owner, which is no id of a role.'],
    ['roleDefinitions/a638d3c7-ab3a', 'roleDefinitions/b638d3c7-ab3a', 'not guid(scope.id,'],
  ])('refuses «%s» changed to «%s»', async (before, after, said) => {
    expect(await faultsAfter((text) => text.replaceAll(before, after))).toContain(said);
  });

  it('wants a scope for an assignment', async () => {
    const scoped = new RegExp(`\\[extensionResourceId\\('[^']*${hub}'`);
    const faults = await faultsAfter((text) => text.replace(scoped, "[resourceId('rooms'"));
    expect(faults).toContain('assigns a role on the whole resource group: name a scope.');
  });

  it('wants a guid of all three as the name of an assignment', async () => {
    const named = `[guid('/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rooms/providers/${hub}'`;
    const faults = await faultsAfter((text) =>
      text.replace(`"name":"${named}`, `"name":"[guid('x'`),
    );
    expect(faults).toContain('under a name that is not guid(scope.id, principal, role).');
  });

  it('names what is there twice', async () => {
    const read = await readSnapshot(folder, 'serverless');
    const [first] = read.resources;
    const resources = first ? [...read.resources, first] : [];
    expect(snapshotFaults({ ...read, resources }).join()).toContain('is there a second time.');
  });
});

describe('the infrastructure', () => {
  it('makes the containers that the store expects', async () => {
    const expected = [roomsContainer, documentsContainer].map((container) => ({
      ...container,
      partitionKey: Object.assign({ kind: 'Hash' }, container.partitionKey),
    }));
    const file = await readFile(`${folder}/modules/containers.json`, 'utf8');
    expect(JSON.parse(file)).toEqual(expected);
    for (const plan of plans) {
      const { resources } = await readSnapshot(folder, plan);
      const made = resources
        .filter(
          ({ type }) => type === 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers',
        )
        .map(({ properties }) => properties);
      expect(made).toEqual(expected.map((resource) => ({ resource })));
    }
  });

  it.each([
    ['bot', 'serverless', describeConfig, readBotConfig],
    ['bot', 'autoscale', describeConfig, readBotConfig],
    ['ingest', 'serverless', describeIngestConfig, readIngestConfig],
    ['ingest', 'autoscale', describeIngestConfig, readIngestConfig],
  ] as const)(
    'gives %s in the plan %s every setting that production needs and none it does not know',
    async (app, plan, describe_, read) => {
      const given = settingsOf(await readSnapshot(folder, plan), app);
      expect(given).toContain('COSMOS_ENDPOINT');
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
