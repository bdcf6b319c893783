/** What devices do: software, meetings, clocks, several in one room, and telemetry that cannot be used. */
import { reading } from '../client.ts';
import { nora } from '../people.ts';
import { gatewayKey, type Scenario } from './scenario.ts';

const camera = 'camera';

/** Versions, a restart, a meeting, addresses, late readings, and a clock that is wrong. */
export async function playSoftware({ client, room, now, pass, product }: Scenario) {
  const { device } = room('Pine');
  const tell = (items: readonly object[], over: object = {}) =>
    client.telemetry(gatewayKey, [{ device, items }], over);
  const event = (OperationName: string, OperationResult: string, Description = '') => ({
    form: 'mtr-event',
    observedAt: now(),
    event: { OperationName, OperationResult, Description, AppVersion: '5.2.115.0' },
  });
  const about = { form: 'device', appVersion: '5.2.114.0', osVersion: '10.0.22631.4460' };
  await tell([{ ...about, observedAt: now(), inMeeting: false, ipAddress: '10.8.1.20' }]);
  await tell([event('Heartbeat', 'Pass'), event('Restart', 'Pass')]);
  await pass(5);
  const there = { form: 'device', observedAt: now() };
  await tell([{ ...there, inMeeting: true, ipAddress: '10.8.1.21' }], { agent: '2.4.2' });
  await tell([{ ...there, ipAddress: '10.9.4.7' }]);
  const earlier = new Date(Date.parse(now()) - 120_000).toISOString();
  await tell([reading(now(), 'bluetooth', 'healthy')]);
  await tell([reading(earlier, 'bluetooth', 'unhealthy', 'Adapter missing')]);
  // The clock of another device is half an hour behind.
  const slow = room('Quince').device;
  for (let round = 0; round < 3; round += 1) {
    const sentAt = new Date(Date.parse(now()) - 1_800_000).toISOString();
    await client.telemetry(gatewayKey, [{ device: slow, items: [] }], { sentAt });
    product().clock.pass(120_000);
  }
  await pass(2);
}

/** Two devices in one room: one outweighs the other, and one is removed. */
export async function playTwins({ client, room, now, pass, must, product }: Scenario) {
  const first = room('Tamarind');
  const code = { device: null, room: first.id };
  const { code: typed } = await client.send(nora, 'POST', '/api/settings/codes', code);
  const enrolled = await product().post(
    'enrol',
    JSON.stringify({ code: typed, device: 'mtr-tamarind-b', agent: '2.4.1' }),
  );
  const { key } = enrolled.body;
  const tell = (state: string) =>
    client.telemetry(key, [
      { device: 'mtr-tamarind-b', items: [reading(now(), 'display:1', state, '')] },
    ]);
  await tell('healthy');
  await client.telemetry(gatewayKey, [
    { device: first.device, items: [reading(now(), 'display:1', 'unhealthy', '1 of 2 found')] },
  ]);
  await tell('unhealthy');
  await tell('healthy');
  await pass(10);
  const spare = room('Umbrella');
  const extra = { device: null, room: spare.id };
  const second = await client.send(nora, 'POST', '/api/settings/codes', extra);
  await product().post('enrol', JSON.stringify({ code: second.code, device: 'mtr-umbrella-b' }));
  const moved = { device: 'mtr-umbrella-b', room: room('Willow').id };
  const third = await client.send(nora, 'POST', '/api/settings/codes', moved);
  const again = await product().post(
    'enrol',
    JSON.stringify({ code: third.code, device: 'mtr-umbrella-b' }),
  );
  await client.telemetry(again.body.key, [
    { device: 'mtr-umbrella-b', items: [reading(now(), camera, 'healthy')] },
  ]);
  await must(
    nora,
    { room: room('Willow').id },
    { action: 'removeDevice', device: 'mtr-umbrella-b' },
  );
  return { device: 'mtr-tamarind-b', key: String(key) };
}

/** A signal that comes and goes: with an incident that calms down, and without one. */
export async function playFlapping({ reads, pass }: Scenario, name: string) {
  for (let round = 0; round < 3; round += 1) {
    await reads(name, camera, 'unhealthy', 'Camera lost');
    await pass(5);
    if (round === 2) break;
    await reads(name, camera, 'healthy');
    await pass(1);
  }
}

/** Telemetry that is rejected: for a while, and all of it to the end. */
export async function playRejected({ client, room, now, pass, beating }: Scenario) {
  const bad = (device: string) => ({
    device,
    items: [{ form: 'reading', signal: camera, state: 'broken', observedAt: now() }],
  });
  const [sick, cured] = [room('Willow').device, room('Umbrella').device];
  beating.delete(sick);
  for (let round = 0; round < 5; round += 1) {
    await client.telemetry(gatewayKey, [bad(sick)]);
    if (round === 0) await client.telemetry(gatewayKey, [bad(cured)]);
    await pass(5);
  }
  await client.telemetry(gatewayKey, [
    { device: cured, items: [reading(now(), camera, 'unhealthy', 'Camera not found')] },
  ]);
  await client.telemetry(gatewayKey, [bad(sick)]);
}

/** Ingest stops while a fault waits for its confirmation. */
export async function playOwnRestart({ reads, pass, product, beat }: Scenario) {
  await reads('Dogwood', 'hdmi-ingest', 'unhealthy', 'No capture device');
  await pass(5);
  await product().stopIngest();
  product().clock.pass(30 * 60_000);
  await product().restartIngest();
  await beat();
  await pass(10);
}
