/** What happens to tickets: each action of the lifecycle, each status, suppressions and files. */
import { harbourCrew, nora, operations, personal, piet, suri } from '../people.ts';
import { gatewayKey, type Scenario } from './scenario.ts';

/** A picture of one pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const camera = 'camera';
const gone = 'Camera not found';

/** Eight days before the rest: what closes, ages or stays open for long. */
export async function playLastWeek({ reads, pass, act, client, rooms, must }: Scenario) {
  await reads('Alder', camera, 'unhealthy', gone);
  await reads('Birch', camera, 'unhealthy', gone);
  await reads('Cedar', 'default-speaker', 'unhealthy', 'No default speaker');
  await pass(10);
  await act(piet, 'Alder', camera, { action: 'respond', notes: 'Cable plugged in again' });
  await reads('Alder', camera, 'healthy');
  await reads('Birch', camera, 'healthy');
  await pass(20);
  await client.say(suri, personal(suri), 'report Dogwood the projector screen is torn');
  const dogwood = { room: rooms.get('Dogwood')?.id };
  await must(nora, dogwood, { action: 'report', what: 'And the remote control is missing' });
  await pass(5);
}

/** Investigations: one that a person starts again, one that ends, and one that goes on. */
export async function playInvestigations(scenario: Scenario) {
  const { reads, pass, act, client, room, standing } = scenario;
  const microphone = 'conference-microphone';
  for (const name of ['Elm', 'Fir', 'Ginkgo']) {
    const free = (at: string) => [{ form: 'device', observedAt: at, inMeeting: false }];
    standing.set(room(name).device, free);
  }
  await scenario.beat();
  await reads('Elm', microphone, 'unhealthy', 'Microphone not detected');
  await reads('Fir', microphone, 'unhealthy', 'Microphone not detected');
  await pass(10);
  await finishCommand(scenario, 'Elm', 'failed', 'The app did not stop');
  await act(nora, 'Elm', microphone, { action: 'assign' });
  await act(nora, 'Elm', microphone, { action: 'message', text: 'I look at it after lunch.' });
  await act(nora, 'Elm', microphone, { action: 'unassign' });
  await act(nora, 'Elm', microphone, { action: 'respond', notes: 'Other port' });
  await pass(20);
  await act(piet, 'Elm', microphone, { action: 'investigate' });
  await finishCommand(scenario, 'Elm', 'refused', 'A meeting is on');
  await client.say(piet, harbourCrew, `remediate ${await scenario.ticket('Elm', microphone)} logs`);
  await sendLogs(scenario, 'Elm');
  await finishCommand(scenario, 'Elm', 'succeeded', '');
  await pass(5);
}

/** The command that the platform has for the device of a room. */
async function orderOf({ client, room }: Scenario, name: string): Promise<string> {
  const { device } = room(name);
  const [{ commands: [command] = [] } = {}] = await client.telemetry(gatewayKey, [
    { device, items: [] },
  ]);
  if (!command) throw new Error(`There is no command for ${name}.`);
  return command.id;
}

async function finishCommand(scenario: Scenario, name: string, outcome: string, detail: string) {
  const id = await orderOf(scenario, name);
  const result = { form: 'command-result', id, outcome, detail, observedAt: scenario.now() };
  const { device } = scenario.room(name);
  await scenario.client.telemetry(gatewayKey, [{ device, items: [result] }]);
}

async function sendLogs(scenario: Scenario, name: string): Promise<void> {
  const headers = {
    authorization: `Bearer ${gatewayKey}`,
    'x-device': scenario.room(name).device,
    'x-command': await orderOf(scenario, name),
    'x-attachment-name': 'logs.zip',
  };
  const upload = await scenario.product().post('takeAttachment', Buffer.from('PK logs'), headers);
  if (upload.status !== 201) throw new Error(JSON.stringify(upload));
}

/** Incidents that people work on, from cards, by chat and in the tab. */
export async function playPeople(scenario: Scenario) {
  const { reads, pass, act, click, client, ticket, room } = scenario;
  const names = ['Hazel', 'Ivy', 'Juniper', 'Kauri', 'Larch', 'Maple', 'Nutmeg', 'Oak', 'Birch'];
  for (const name of names) await reads(name, camera, 'unhealthy', gone);
  await pass(15);
  await click(suri, operations, 'Hazel', camera, 'assign');
  await client.say(piet, harbourCrew, `take over ${await ticket('Hazel', camera)}`);
  const notes = { notes: 'New cable ordered' };
  await click(piet, operations, 'Ivy', camera, 'respond', notes);
  await click(piet, operations, 'Juniper', camera, 'respond', { notes: 'Switched on again' });
  await act(nora, 'Kauri', camera, { action: 'assign', to: suri.id });
  await act(suri, 'Kauri', camera, {
    action: 'message',
    text: "On my way & back at 10 <o'clock>.",
  });
  const kauri = await ticket('Kauri', camera);
  await client.attach(suri, kauri, 'photo.png', new Uint8Array(picture));
  await client.attach(suri, kauri, 'notes.txt', new TextEncoder().encode('Port 3 is dead.\n'));
  await client.attach(suri, kauri, 'wrong.txt', new TextEncoder().encode('Wrong file.\n'));
  const { attachments } = await client.get(suri, `/api/tickets/${kauri}`);
  const wrong = attachments.find((one: { name: string }) => one.name === 'wrong.txt');
  await client.get(suri, `/api/tickets/${kauri}/attachments/${wrong.id}`, { method: 'DELETE' });
  await act(piet, 'Larch', camera, { action: 'assign' });
  await client.say(piet, harbourCrew, `unassign ${await ticket('Larch', camera)}`);
  await reads('Juniper', camera, 'healthy');
  await reads('Maple', camera, 'healthy');
  await reads('Birch', camera, 'healthy');
  await client.say(suri, personal(suri), `report ${'Pine'} no sound from the speakers`);
  await client.say(piet, harbourCrew, 'report Quince the clock is wrong');
  const quince = await ticket('Quince', 'reported');
  await client.say(piet, harbourCrew, `resolve ${quince} because the battery was empty`);
  await pass(20);
  await reads('Maple', camera, 'unhealthy', 'Camera busy');
  await reads('Juniper', 'network', 'unhealthy', 'Limited connectivity');
  await pass(10);
  await act(suri, 'Maple', camera, { action: 'message', text: 'It failed again.' });
  await client.say(suri, personal(suri), `respond ${await ticket('Nutmeg', camera)}: restarted`);
  await pass(5);
  await scenario.must(nora, { room: room('Rowan').id }, { action: 'retire' });
}

/** Suppressions of signals and rooms: each end, a reminder, a change, and what they keep from people. */
export async function playSuppressions(scenario: Scenario) {
  const { reads, pass, act, click, client, must, ticket, room, now } = scenario;
  const until = (minutes: number) => ({
    at: new Date(Date.parse(now()) + minutes * 60_000).toISOString(),
  });
  const onRoom = (name: string) => ({ room: room(name).id });
  const onSignal = (name: string, signal: string) => ({ room: room(name).id, signal });
  await act(piet, 'Larch', camera, { action: 'suppress', until: until(20), reason: 'Spare part' });
  await click(piet, operations, 'Oak', camera, 'suppress', { until: 'recovery', reason: 'Works' });
  await must(nora, onSignal('Spruce', 'display:1'), {
    action: 'suppress',
    until: 'lifted',
    reason: 'Display is away for repair',
  });
  await must(nora, onSignal('Tamarind', camera), { action: 'suppress', until: '8h', reason: '' });
  await must(nora, onSignal('Umbrella', camera), { action: 'suppress', until: '1h', reason: 'a' });
  await must(nora, onRoom('Viburnum'), { action: 'suppress', until: '1d', reason: 'Painting' });
  await must(nora, onRoom('Quince'), { action: 'suppress', until: '1h', reason: 'Event' });
  await reads('Spruce', 'display:1', 'unhealthy', 'No signal');
  await reads('Umbrella', camera, 'unhealthy', gone);
  await reads('Viburnum', camera, 'unhealthy', gone);
  await pass(15);
  const larch = await ticket('Larch', camera);
  await client.say(piet, harbourCrew, `extend ${larch} for 3h because the part is late`);
  await must(nora, onRoom('Quince'), { action: 'changeSuppression', until: until(20) });
  await must(nora, onSignal('Umbrella', camera), { action: 'unsuppress' });
  await reads('Oak', camera, 'healthy');
  await pass(10);
  await reads('Oak', camera, 'unhealthy', gone);
  await act(piet, 'Cedar', 'default-speaker', { action: 'assign' });
  await pass(15);
  await must(nora, onRoom('Willow'), { action: 'suppress', until: 'lifted', reason: 'Works' });
  await pass(5);
  await must(nora, onRoom('Willow'), { action: 'unsuppress' });
}
