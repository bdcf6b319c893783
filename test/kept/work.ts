/** What today's product does with a kept database: people, devices and time change a part of it. */
import { reading } from './client.ts';
import type { Opened } from './opened.ts';
import { nora, personal, piet, suri, vito } from './people.ts';

const camera = 'camera';

/** Rooms in which nothing here, no test and no time that passes here changes anything. */
export const untouched = ['Hazel', 'Juniper', 'Nutmeg', 'Kauri', 'Quay 2', 'Annex 1'] as const;

/** A little of everything that the product writes. `gateway`: the key of the gateway. */
export async function workOn(opened: Opened, gateway: string): Promise<void> {
  const { client, room } = opened;
  const command = async (target: object, action: object) => {
    const { ok, sentence } = await client.command(nora, target, action);
    if (!ok) throw new Error(`${JSON.stringify({ target, action })}: ${sentence}`);
  };
  const on = (name: string) => ({ room: room(name).id });
  await command(on('Yew'), { action: 'enrol' });
  await command(on('Rowan'), { action: 'enrol' });
  await command(on('Spruce'), { action: 'retire' });
  await command(on('Quay 1'), { action: 'suppress', until: '1h', reason: 'Works' });
  await command(on('Quay 1'), { action: 'changeSuppression', until: 'lifted' });
  await command(on('Quay 1'), { action: 'unsuppress' });
  await command(on('Quay 3'), { action: 'changeProfile', profile: { floor: '2', capacity: 12 } });
  await command(on('Quay 3'), { action: 'report', what: 'The table wobbles' });
  await command({ outage: 'outage-3' }, { action: 'respond', notes: 'A fuse' });
  await client.say(suri, personal(suri), 'unsubscribe');
  await client.say(piet, personal(piet), 'help');
  await client.send(nora, 'POST', '/api/settings/codes', { device: 'mtr-later', room: null });
  await changeSettings(opened);
  await sendTelemetry(opened, gateway);
}

async function changeSettings({ client }: Opened): Promise<void> {
  const { etag, people } = await client.get(nora, '/api/settings/people');
  const raised = people.map(({ isFixed: _, ...one }: { isFixed: boolean; id: string }) =>
    one.id === vito.id ? { ...one, role: 'technician' } : one,
  );
  await client.send(nora, 'PUT', '/api/settings/people', { etag, people: raised });
  const rules = await client.get(nora, '/api/settings/rules');
  const settings = { ...rules.settings, groups: {} };
  await client.send(nora, 'PUT', '/api/settings/rules', { etag: rules.etag, settings });
}

/** A new incident, a new room, telemetry that is rejected, and what is set aside. */
async function sendTelemetry(opened: Opened, gateway: string): Promise<void> {
  const { client, product, clock, room } = opened;
  const fails = () => ({
    device: room('Quay 4').device,
    items: [reading(clock.now(), camera, 'unhealthy', 'Camera not found')],
  });
  await client.telemetry(gateway, [
    fails(),
    { device: 'mtr-elder', items: [reading(clock.now(), camera, 'healthy')] },
    { device: room('Quay 5').device, items: [{ form: 'reading', signal: camera, state: 'odd' }] },
  ]);
  await product().takeEvents(['[', '[']);
  clock.pass(6 * 60_000);
  await client.telemetry(gateway, [fails()]);
  await product().sweep();
}
