/** The steps that the rest of the scenario does not take: every action of a person from every status. */
import { nora, piet } from '../people.ts';
import type { Scenario } from './scenario.ts';

const camera = 'camera';

/** Alder is closed, Juniper is resolved, Ginkgo is under investigation. */
export async function playSteps(scenario: Scenario): Promise<void> {
  const { reads, pass, act, must, client, room, standing } = scenario;
  const free = (at: string) => [{ form: 'device', observedAt: at, inMeeting: false }];
  for (const name of ['Ginkgo', 'Kauri']) standing.set(room(name).device, free);
  await reads('Ginkgo', 'meeting-app', 'unhealthy', 'The app has crashed');
  await pass(10);
  const places = [
    ['Alder', camera],
    ['Juniper', camera],
    ['Ginkgo', 'meeting-app'],
  ] as const;
  for (const [name, signal] of places) {
    const ticket = await scenario.ticket(name, signal);
    await act(piet, name, signal, { action: 'message', text: `A note on ${name}.` });
    const content = new TextEncoder().encode(`About ${name}.\n`);
    for (const file of ['kept.txt', 'removed.txt'])
      await client.attach(nora, ticket, file, content);
    const { attachments } = await client.get(nora, `/api/tickets/${ticket}`);
    const { id } = attachments.find((one: { name: string }) => one.name === 'removed.txt');
    await client.get(nora, `/api/tickets/${ticket}/attachments/${id}`, { method: 'DELETE' });
    await act(nora, name, signal, { action: 'suppress', until: '1h', reason: 'Maintenance' });
    await act(nora, name, signal, { action: 'changeSuppression', until: '8h' });
    await act(nora, name, signal, { action: 'unsuppress' });
  }
  const tamarind = { room: room('Tamarind').id, signal: camera };
  await must(nora, tamarind, { action: 'changeSuppression', until: 'lifted', reason: 'No camera' });
  await act(nora, 'Kauri', camera, { action: 'remediate', remediation: 'collectLogs' });
  await reads('Ginkgo', 'meeting-app', 'healthy');
  standing.delete(room('Kauri').device);
  await pass(5);
}
