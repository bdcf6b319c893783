/** What is deployed tells Application Insights what it logs and measures, and nobody when it is off. */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSubscriptions } from '@rooms-pro/bot/subscriptions';
import { type CosmosStore, issueKey, openCosmosStore } from '@rooms-pro/store';
import { createShiftedClock } from '@rooms-pro/testing/clock';
import { type FakeCosmos, startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { createRoomActions } from '@rooms-pro/testing/scenario';
import { openFakeTeams } from '@rooms-pro/testing/teams';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type FakeIngestion,
  metricsOf,
  openFakeIngestion,
} from '../../../insights/src/fakeIngestion.suite.ts';
import { onFakeCosmos } from '../../../store/src/cosmos/cosmosTrial.suite.ts';
import { run, runBotProgram, traceId } from './packageTestEnv.ts';
import { openPackedPrograms, type PackedPrograms } from './packedPrograms.suite.ts';

const conversationId = '19:facilities@thread.tacv2';

let folder: string;
let programs: PackedPrograms;
let fakeCosmos: FakeCosmos;
let store: CosmosStore;
let teams: Awaited<ReturnType<typeof openFakeTeams>>;
let insights: FakeIngestion;
const at = (...parts: string[]) => path.join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-insights-'));
  await mkdir(at('tmp'));
  programs = await openPackedPrograms();
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  fakeCosmos = await startFakeCosmos();
  store = await openCosmosStore(onFakeCosmos(fakeCosmos));
  teams = await openFakeTeams();
  insights = await openFakeIngestion();
});
afterEach(async () => {
  await store.close();
  teams.close();
  await insights.close();
  await fakeCosmos.stop();
});

type Settings = Readonly<Record<string, string>>;

const account = () => ({
  COSMOS_ENDPOINT: fakeCosmos.endpoint,
  COSMOS_KEY: fakeCosmos.key,
  NODE_ENV: 'test',
  MANAGER_IDS: '4d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
  TMPDIR: at('tmp'),
});

/** One conversation that is told of everything, and a room. */
async function furnish() {
  const clock = createShiftedClock();
  const house = createRoomActions(store, clock);
  const roomId = await house.addRoom(1, { name: 'Noether 4.12', building: 'Göttingen' });
  const subscriptions = await openSubscriptions(store);
  const unknown = { tenantId: null, teamId: null, botId: '28:bot', readerId: null };
  const channel = { conversationId, kind: 'channel', serviceUrl: teams.url } as const;
  await subscriptions.addConversation({ ...channel, ...unknown });
  await subscriptions.subscribe({ conversationId, since: clock.now(), filter: {} });
  return { breaks: () => house.breaks(roomId, 'camera') };
}

/** A bot that sends a card about a room, and is asked by people and strangers. */
async function runStory(settings: Settings, event = 'card.posted') {
  const { breaks } = await furnish();
  const PUBLIC_ORIGIN = 'https://rooms.example.com';
  const own = { ...account(), PORT: '0', PUBLIC_ORIGIN };
  const bot = await runBotProgram(programs.bot, { ...own, ...settings });
  await bot.said('sender.began');
  await breaks();
  await bot.said(event);
  await fetch(`${bot.url}/healthz`);
  await fetch(`${bot.url}/api/rooms?text=Emmy`);
  await fetch(`${bot.url}/nowhere?text=Emmy`);
  const serviceUrl = 'https://smba.trafficmanager.net/emea/';
  const activity = { type: 'message', text: 'Emmy here', channelId: 'msteams', serviceUrl };
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(activity);
  await fetch(`${bot.url}/api/messages`, { method: 'POST', headers, body });
  return { code: await bot.stop(), log: bot.log };
}

describe('the bot, with Application Insights', () => {
  it('tells its log lines, metrics and requests, and no name, word or address of anybody', async () => {
    const { code, log } = await runStory(insights.settings);
    expect(code).toBe(0);
    const messages = insights.ofType('MessageData');
    const lineOf = (event: string) => messages.find(({ data }) => data.baseData.message === event);
    expect(messages.map(({ data }) => data.baseData.message)).toEqual(log);
    expect(lineOf('card.posted')?.data.baseData).toMatchObject({
      severityLevel: 'Information',
      properties: { event: 'card.posted', conversationId, subject: 'room-1', about: 'incident' },
    });

    const metrics = metricsOf(insights);
    expect([metrics.get('cards'), metrics.get('rooms'), metrics.get('sender')]).toEqual([1, 1, 0]);
    expect(metrics.get('faults')).toBe(1);
    const names = [...metrics.keys()];
    expect(names).toEqual(expect.arrayContaining(['card.delay', 'cards.waiting']));
    expect(metrics.get('store.requestUnits')).toBeGreaterThan(0);

    const requests = insights.ofType('RequestData');
    expect(requests.map(({ data }) => data.baseData.name)).toEqual([
      'GET /api/rooms',
      'GET',
      'POST /api/messages',
    ]);
    const refused = lineOf('activity.refused')?.tags['ai.operation.id'];
    expect([requests[2]?.tags['ai.operation.id'], refused]).toEqual([refused, expect.any(String)]);
    for (const word of ['Noether', 'Göttingen', 'Emmy', 'text=', fakeCosmos.key])
      expect(JSON.stringify(insights.told)).not.toContain(word);
    for (const { tags } of insights.told) expect(tags['ai.cloud.role']).toBe('rooms-pro-bot');
    expect(insights.ofType('RemoteDependencyData')).toEqual([]);
  });

  it('asks nobody else, but for the settings that its exporter asks for by itself', async () => {
    await runStory(insights.settings);
    expect(new Set(insights.paths)).toEqual(new Set(['POST /v2.1/track']));
    const others = insights.outside.filter((at) => at !== 'settings.sdk.monitor.azure.com:443');
    expect(others).toEqual([]);
  });

  it('tells a card that Teams rejects in one line, without a stack', async () => {
    teams.answerNext({ status: 400, code: 'BadArgument' });
    await runStory(insights.settings, 'card.failed');
    expect(insights.ofType('ExceptionData')).toEqual([]);
    const lines = insights.ofType('MessageData').map(({ data }) => data.baseData);
    expect(lines.filter(({ message }) => message === 'card.failed')).toMatchObject([
      {
        severityLevel: 'Error',
        properties: { conversationId, subject: 'room-1', status: '400', code: 'BadArgument' },
      },
    ]);
  });
});

describe('the bot, without', () => {
  it('does the same and tells nobody', async () => {
    const { HTTPS_PROXY, NO_PROXY } = insights.settings;
    const { code, log } = await runStory({ HTTPS_PROXY, NO_PROXY });
    expect([code, log.includes('card.posted')]).toEqual([0, true]);
    expect([insights.told, insights.paths, insights.outside]).toEqual([[], [], []]);
    expect(await readdir(at('tmp'))).toEqual([]);
  });
});

describe('ingest', () => {
  /** One request that is refused, one that is new, one that repeats it; then a sweep. */
  async function send(settings: Settings) {
    const now = new Date().toISOString();
    const { key } = await issueKey(store, { kind: 'gateway', name: 'test' }, now);
    const reading = { form: 'reading', signal: 'camera', state: 'healthy', detail: 'Emmy' };
    const items = [{ ...reading, observedAt: now }];
    const body = { device: 'dev-1', sentAt: now, seq: 1, items };
    const REQUESTS = JSON.stringify([
      { key: 'wrong', body },
      { key, body },
      { key, body },
    ]);
    const told = await run(programs.ingest, 'host.cjs', { ...account(), REQUESTS, ...settings });
    return { ...told, key };
  }

  it('tells its log lines and metrics in the trace of the host, and no requests', async () => {
    const { code, said, key } = await send(insights.settings);
    expect(code, said).toBe(0);
    const messages = insights.ofType('MessageData');
    const refused = messages.find(({ data }) => data.baseData.message === 'telemetry.refused');
    expect(refused?.tags['ai.operation.id']).toBe(traceId);
    const metrics = metricsOf(insights);
    const countOf = (name: string) => metrics.get(name);
    expect(['telemetry.messages', 'telemetry.items', 'faults'].map(countOf)).toEqual([2, 2, 1]);
    const names = [...metrics.keys()];
    expect(names).toEqual(expect.arrayContaining(['changes', 'sweep.duration']));
    expect(metrics.get('store.requestUnits')).toBeGreaterThan(0);
    expect(insights.ofType('RequestData')).toEqual([]);
    for (const word of ['Emmy', key]) expect(JSON.stringify(insights.told)).not.toContain(word);
    for (const { tags } of insights.told) expect(tags['ai.cloud.role']).toBe('rooms-pro-ingest');
  });

  it('tells nobody without', async () => {
    const { HTTPS_PROXY, NO_PROXY } = insights.settings;
    const { code } = await send({ HTTPS_PROXY, NO_PROXY });
    expect([code, insights.told, insights.outside]).toEqual([0, [], []]);
  });
});
