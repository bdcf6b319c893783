/** What is deployed starts from an empty folder, without this repository and what is installed in it. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { issueKey, openCosmosStore } from '@rooms-pro/store';
import { type FakeCosmos, startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../../demo/src/process/waitFor.ts';
import { onFakeCosmos } from '../../../store/src/cosmos/cosmosTrial.suite.ts';
import { packIngest } from './deployables.ts';
import { run, runBotProgram } from './packageTestEnv.ts';
import { openPackedPrograms, type PackedPrograms } from './packedPrograms.suite.ts';

const id = '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
let folder: string;
let programs: PackedPrograms;
let fakeCosmos: FakeCosmos;
let key: string;
const at = (...parts: string[]) => path.join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-package-'));
  programs = await openPackedPrograms();
  fakeCosmos = await startFakeCosmos();
  const store = await openCosmosStore(onFakeCosmos(fakeCosmos));
  const now = new Date().toISOString();
  ({ key } = await issueKey(store, { kind: 'gateway', name: 'test' }, now));
  await store.close();
}, 120_000);
afterAll(async () => {
  await fakeCosmos.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The account that both work on, as a deployment's settings name it. */
function account() {
  return {
    COSMOS_ENDPOINT: fakeCosmos.endpoint,
    COSMOS_KEY: fakeCosmos.key,
    NODE_ENV: 'production',
  };
}

function botSettings() {
  return {
    ...account(),
    PORT: '0',
    BOT_ID: id,
    BOT_TENANT_ID: '2d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
    PUBLIC_ORIGIN: 'https://rooms.example.com',
    SIGN_IN_CLIENT_ID: '3d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
    SIGN_IN_TENANT_ID: '2d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
    // Nobody answers there: that keeps nothing but attachments from working.
    ATTACHMENTS_URL: 'http://127.0.0.1:9',
  };
}

describe('the bot, unpacked', () => {
  it('names every missing setting at once and does not start', async () => {
    const { code, said } = await run(programs.bot, 'main.mjs', { NODE_ENV: 'production' });
    expect(code).toBe(1);
    for (const name of [
      'BOT_ID',
      'BOT_TENANT_ID',
      'COSMOS_ENDPOINT',
      'PUBLIC_ORIGIN',
      'ATTACHMENTS_URL',
      'SIGN_IN_CLIENT_ID',
      'SIGN_IN_TENANT_ID',
    ])
      expect(said).toContain(name);
    expect(said).not.toContain('at read');
  });

  it('starts with the settings of production, serves the tab and lets nobody in without a token', async () => {
    const bot = await runBotProgram(programs.bot, botSettings());
    const statusOf = async (route: string, init?: RequestInit) =>
      (await fetch(`${bot.url}${route}`, init)).status;
    expect(await statusOf('/readyz')).toBe(200);
    expect(await statusOf('/tab/')).toBe(200);
    expect(await statusOf('/api/rooms')).toBe(401);
    const headers = { 'content-type': 'application/json' };
    const activity = {
      type: 'message',
      channelId: 'msteams',
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      from: { id: '29:a' },
      recipient: { id: '28:b' },
      conversation: { id: 'a:1' },
    };
    const body = JSON.stringify(activity);
    expect(await statusOf('/api/messages', { method: 'POST', headers, body })).toBe(401);
    await bot.said('attachments.unreachable');
    expect(await bot.stop()).toBe(0);
  });
});

describe('two bots at once', () => {
  it('both answer, one sends, and the other goes on when that one has ended', async () => {
    const first = await runBotProgram(programs.bot, botSettings());
    await first.said('sender.began');
    const second = await runBotProgram(programs.bot, botSettings());
    for (const { url } of [first, second]) expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(second.log).not.toContain('sender.began');
    expect(await first.stop()).toBe(0);
    await second.said('sender.began');
    expect(await second.stop()).toBe(0);
    expect(second.log).toContain('sender.ended');
  }, 120_000);
});

describe('ingest, unpacked', () => {
  async function host(env: Readonly<Record<string, string>>) {
    const { code, said } = await run(programs.ingest, 'host.cjs', env);
    // The program may still log behind it.
    const [report] = said.split('REPORT ')[1]?.split('\n') ?? [];
    return { code, said, report: JSON.parse(report ?? 'null') as Report | null };
  }
  type Report = {
    registered: {
      name: string;
      bindings: Record<string, { type: string }>;
      retryOptions?: object;
    }[];
    answers: { status: number; body: unknown }[];
    capabilities: Record<string, string>;
  };

  it('names every missing setting at once and does not load', async () => {
    const { code, said } = await host({ NODE_ENV: 'production', GRAPH_CLIENT_ID: id });
    expect(code).not.toBe(0);
    expect(said).toContain('COSMOS_ENDPOINT: needed');
  });

  it('registers its functions without asking the account for anything', async () => {
    const graph = { GRAPH_CLIENT_ID: id, GRAPH_TENANT_ID: id, GRAPH_CLIENT_SECRET: 'c' };
    const EVENT_HUB_NAME = 'telemetry';
    const COSMOS_ENDPOINT = 'https://nobody.invalid';
    const { code, report } = await host({
      ...graph,
      COSMOS_ENDPOINT,
      AZURE_CLIENT_ID: id,
      EVENT_HUB_NAME,
    });
    expect(code).toBe(0);
    const triggers = report?.registered.map(({ name, bindings }) => {
      const types = Object.values(bindings).map(({ type }) => type);
      return `${name}: ${types.find((type) => type.endsWith('Trigger'))}`;
    });
    expect(triggers).toEqual([
      'ingestTelemetry: httpTrigger',
      'enrol: httpTrigger',
      'rotateKey: httpTrigger',
      'deviceState: httpTrigger',
      'takeAttachment: httpTrigger',
      'alive: httpTrigger',
      'ready: httpTrigger',
      'sweep: timerTrigger',
      'takeEvents: eventHubTrigger',
      'collect: timerTrigger',
    ]);
    const sweep = report?.registered.find(({ name }) => name === 'sweep');
    expect(sweep?.retryOptions).toMatchObject({ strategy: 'fixedDelay', maxRetryCount: 2 });
    // The host sends no body by a way of its own: one that gets lost would stay open (ADR 0022).
    expect(report?.capabilities).toEqual({});
  });

  it('ends although neither the account nor Application Insights responds', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const insights = `InstrumentationKey=${id};IngestionEndpoint=https://127.0.0.1:${port}/`;
    const { code, report } = await host({
      COSMOS_ENDPOINT: `http://127.0.0.1:${port}`,
      COSMOS_KEY: Buffer.from('key').toString('base64'),
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights,
      HANGING: '1',
    });
    expect([code, report?.answers]).toEqual([0, []]);
    silent.close();
    // Far more than the host's five seconds, and less than either service's own patience.
  }, 30_000);

  it('takes telemetry and sweeps, on the account, and a bot that runs hears of it', async () => {
    const bot = await runBotProgram(programs.bot, botSettings());
    const message = { device: 'dev-1', sentAt: new Date().toISOString(), seq: 1, items: [] };
    const requests = [
      { key: 'wrong', body: message },
      { key, body: message },
    ];
    const { report, said } = await host({ ...account(), REQUESTS: JSON.stringify(requests) });
    expect(
      report?.answers.map(({ status }) => status),
      said,
    ).toEqual([401, 200]);
    const knowsRoom = async () => {
      const answer = await fetch(`${bot.url}/readyz`);
      return ((await answer.json()) as { rooms?: number }).rooms === 1;
    };
    await waitFor(knowsRoom, 20_000, 'The bot has not heard of the room.');
    expect(await bot.stop()).toBe(0);
    expect(fakeCosmos.offences).toEqual([]);
  });
});

it('the same sources make the same zip, with no dependency named or packed', async () => {
  const again = await packIngest(at('again'));
  const [one, other] = await Promise.all([readFile(again.zip), readFile(programs.ingestZip)]);
  expect(one.equals(other)).toBe(true);
  expect(Object.keys(unzipSync(one))).toEqual(['host.json', 'main.cjs', 'package.json']);
});
