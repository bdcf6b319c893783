/** Rooms that fall silent: alone, never heard, and together at a place. */
import { nora, operations, piet } from '../people.ts';
import { gatewayKey, type Scenario } from './scenario.ts';

const named = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);

const silence = ({ beating, room }: Scenario, names: readonly string[]) => {
  for (const name of names) beating.delete(room(name).device);
};
const speak = async ({ beating, room, client }: Scenario, names: readonly string[]) => {
  for (const name of names) beating.add(room(name).device);
  await client.telemetry(
    gatewayKey,
    names.map((name) => ({ device: room(name).device, items: [] })),
  );
};

async function outageOf(scenario: Scenario, building: string): Promise<string> {
  const { outages } = await scenario.client.get(nora, '/api/summary');
  const found = outages.find((one: { place: string }) => one.place.includes(building));
  if (!found) throw new Error(`No outage in ${building}: ${JSON.stringify(outages)}`);
  return found.outage ?? found.id;
}

/** An outage that people worked on, and that is over. */
export async function playEndedOutage(scenario: Scenario) {
  const { pass, must, client } = scenario;
  silence(scenario, [...named('Tower', 5), ...named('Quay', 6)]);
  await pass(30);
  const outage = await outageOf(scenario, 'East Tower');
  await must(nora, { outage }, { action: 'assign' });
  await client.click(nora, operations, 'respond', { outage, notes: 'The switch has no power' });
  await must(nora, { outage }, { action: 'unassign' });
  // One room of the other outage stays silent, and is alone in the end.
  await speak(scenario, [...named('Tower', 5), ...named('Quay', 5)]);
  await pass(50);
}

/** Two rooms of the outage of a network are back: too few are left, and it lingers. */
export async function playLingeringOutage(scenario: Scenario) {
  await speak(scenario, named('Annex', 2));
  await scenario.pass(5);
}

/** Outages that go on: at the place of the one that ended, and in a network of several buildings. */
export async function playOngoingOutages(scenario: Scenario) {
  const { pass, must } = scenario;
  silence(scenario, ['Fir', ...named('Tower', 5), ...named('Annex', 5)]);
  await pass(30);
  const outage = await outageOf(scenario, 'East Tower');
  await must(nora, { outage }, { action: 'assign' });
  await must(nora, { outage }, { action: 'respond', notes: 'The electrician comes at noon' });
  await must(piet, { room: scenario.room('Fir').id }, { action: 'report', what: 'It is dark' });
  await pass(5);
}
