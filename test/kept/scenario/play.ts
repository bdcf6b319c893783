/** The scenario from its first minute to its last: eight days before, and one day of everything. */
import { issueKey, registerKey, registerRoom } from '@rooms-pro/ingest';
import { aProfile } from '@rooms-pro/testing/builders';
import type { Client } from '../client.ts';
import { archive, nora, piet } from '../people.ts';
import type { Product } from '../product.ts';
import { playFlapping, playOwnRestart, playRejected, playSoftware, playTwins } from './devices.ts';
import { playEndedOutage, playLingeringOutage, playOngoingOutages } from './outages.ts';
import { setUpConversations, setUpPeople } from './people.ts';
import { setUpRooms } from './rooms.ts';
import { createScenario, gatewayKey, type Scenario } from './scenario.ts';
import { playSteps } from './steps.ts';
import { playInvestigations, playLastWeek, playPeople, playSuppressions } from './tickets.ts';

const day = 86_400_000;

/** Plays it; returns what a test must know beside the database: the keys, of which the database has only hashes. */
export async function play(product: () => Product, client: Client) {
  const scenario = createScenario(product, client);
  const { pass, now } = scenario;
  await registerKey(product().store, gatewayKey, { kind: 'gateway', name: 'Site gateway' }, now());
  await setUpPeople(scenario);
  await setUpRooms(scenario);
  await setUpConversations(scenario);
  await pass(5);
  await playLastWeek(scenario);
  product().clock.pass(8 * day - (Date.parse(now()) % day) + 6 * 3_600_000);
  await scenario.beat();
  await pass(30);
  await scenario.reads('Hazel', 'wifi-only', 'unhealthy', 'Signal -80 dBm');
  await playEndedOutage(scenario);
  await playSoftware(scenario);
  const twin = await playTwins(scenario);
  await playInvestigations(scenario);
  await playPeople(scenario);
  await playFlapping(scenario, 'Spruce');
  await pass(35);
  await playOwnRestart(scenario);
  await playSuppressions(scenario);
  await playSteps(scenario);
  const keys = await playKeys(scenario);
  await playRejected(scenario);
  await playOngoingOutages(scenario);
  await playFlapping(scenario, 'Dogwood');
  await client.say(nora, archive, 'subscribe');
  await playLingeringOutage(scenario);
  await playLastMinutes(scenario);
  return { at: now(), gateway: gatewayKey, twin, keys };
}

/** Keys and enrolment codes in each state, and devices that wait for a room. */
async function playKeys({ client, product, now }: Scenario) {
  const { store } = product();
  const codes: string[] = [];
  for (const device of ['mtr-new-a', 'mtr-new-b', 'mtr-new-c', null]) {
    const body = { device, room: null };
    const { code } = await client.send(nora, 'POST', '/api/settings/codes', body);
    codes.push(code);
  }
  const { rows } = await client.get(nora, '/api/settings/codes');
  const [open] = rows.filter((row: { device: string | null }) => row.device === 'mtr-new-c');
  await client.get(nora, `/api/settings/codes/${open.id}`, { method: 'DELETE' });
  const enrol = async (code: string | undefined, device: string) =>
    (await product().post('enrol', JSON.stringify({ code, device }))).body.key as string;
  const enrolled = await enrol(codes[0], 'mtr-new-a');
  await client.telemetry(enrolled, [{ device: 'mtr-new-a', items: [] }]);
  const unused = await enrol(codes[1], 'mtr-new-b');
  const headers = { authorization: `Bearer ${enrolled}` };
  const rotated = (await product().post('rotateKey', '', headers)).body.key as string;
  const by = { id: nora.id, name: nora.name, via: 'operate' as const };
  const lost = await issueKey(store, { kind: 'device', device: 'mtr-lost' }, now(), {
    issuedBy: by,
  });
  await client.get(nora, `/api/settings/keys/${lost.id}`, { method: 'DELETE' });
  const actor = { kind: 'platform' } as const;
  await registerRoom(
    { store, rules: product().rules, now },
    {
      device: 'mtr-zelkova',
      enrol: true,
      by: actor,
      profile: aProfile({
        name: 'Zelkova',
        building: 'Mill Court',
        floor: '5',
        groups: ['mill'],
        timeZone: 'Europe/Lisbon',
        meetingMode: 'both',
        expectedDisplays: 2,
      }),
    },
  );
  await product().stopIngest();
  await product().restartIngest(1);
  for (const device of ['mtr-found-1', 'mtr-found-2'])
    await client.telemetry(gatewayKey, [{ device, items: [] }]);
  await product().takeEvents(['{ not json', '{"messages":[{"device":"mtr-x"}]}', '[]']);
  return { enrolled, unused, rotated, revoked: lost.key, openCode: codes[3] };
}

/** States that last for minutes: a fault before its incident, an investigation with its order, a suppression near its end. */
async function playLastMinutes(scenario: Scenario) {
  const { act, client, reads, pass, standing, room, must, now } = scenario;
  const free = (at: string) => [{ form: 'device', observedAt: at, inMeeting: false }];
  standing.set(room('Ginkgo').device, free);
  await reads('Ginkgo', 'meeting-app', 'unhealthy', 'The app has crashed');
  await pass(10);
  const end = { at: new Date(Date.parse(now()) + 12 * 60_000).toISOString() };
  const signal = { room: room('Cedar').id, signal: 'camera' };
  await must(nora, signal, { action: 'suppress', until: end, reason: 'Lens is being cleaned' });
  await pass(5);
  await reads('Alder', 'display:1', 'unhealthy', 'No signal');
  await act(piet, 'Maple', 'camera', { action: 'respond', notes: 'Other program closed' });
  await pass(5);
  await reads('Elm', 'camera', 'unhealthy', 'Camera not found');
  await client.happens(nora, archive, {
    activity: { type: 'conversationUpdate' },
    channelData: { eventType: 'teamArchived' },
  });
}
