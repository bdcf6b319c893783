/** The rooms of the scenario: first heard through a gateway, then described and enrolled by a manager. */
import { reading } from '../client.ts';
import { nora } from '../people.ts';
import { gatewayKey, type Scenario } from './scenario.ts';

type Plan = {
  readonly name: string;
  readonly building: string;
  readonly floor: string;
  readonly groups: readonly string[];
  readonly address?: string;
};

const inHarbour = (name: string, floor = '1'): Plan => ({
  name,
  building: 'Harbour House',
  floor,
  groups: ['harbour'],
});
const numbered = (name: string, count: number, plan: (index: number) => Omit<Plan, 'name'>) =>
  Array.from({ length: count }, (_, index) => ({ name: `${name} ${index + 1}`, ...plan(index) }));

/** By name; what happens in a room is in the other files of this folder. */
const plans: readonly Plan[] = [
  ...['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir'].map((name) => inHarbour(name)),
  ...['Ginkgo', 'Hazel', 'Ivy', 'Juniper', 'Kauri', 'Larch'].map((name) => inHarbour(name, '2')),
  ...['Maple', 'Nutmeg', 'Oak', 'Pine', 'Quince', 'Rowan'].map((name) => ({
    ...inHarbour(name, '3'),
    groups: ['harbour', 'mill'],
  })),
  ...['Spruce', 'Tamarind', 'Umbrella', 'Viburnum', 'Willow', 'Yew'].map((name) => ({
    name,
    building: 'Mill Court',
    floor: '4',
    groups: ['mill'],
  })),
  ...numbered('Tower', 5, () => ({ building: 'East Tower', floor: '9', groups: ['tower'] })),
  ...numbered('Quay', 6, () => ({ building: 'Quay Hall', floor: '1', groups: ['quay'] })),
  ...numbered('Annex', 5, (index) => ({
    building: `Annex ${index + 1}`,
    floor: '1',
    groups: ['annex'],
    address: `10.20.30.${index + 11}`,
  })),
];

export const deviceOf = (name: string) => `mtr-${name.toLowerCase().replace(' ', '-')}`;

/** Makes all rooms healthy, with a few signals each. */
export async function setUpRooms(scenario: Scenario): Promise<void> {
  const { client, now, rooms, beating } = scenario;
  const first = (plan: Plan) => ({
    device: deviceOf(plan.name),
    items: [
      reading(now(), 'camera', 'healthy'),
      reading(now(), 'display:1', 'healthy'),
      ...(plan.address
        ? [{ form: 'device', observedAt: now(), ipAddress: plan.address, inMeeting: false }]
        : []),
    ],
  });
  await client.telemetry(gatewayKey, plans.map(first));
  const { rows } = await client.get(nora, '/api/rooms?limit=200');
  for (const { name, building, floor, groups } of plans) {
    const device = deviceOf(name);
    const { roomId, number } = rows.find((row: { name: string }) => row.name === device);
    const place = { building, floor, groups, capacity: 8, timeZone: 'Europe/Berlin' };
    const profile = { name, ...place, expectedDisplays: 1 };
    await scenario.must(nora, { room: roomId }, { action: 'changeProfile', profile });
    // One stays in onboarding.
    if (name !== 'Yew') await scenario.must(nora, { room: roomId }, { action: 'enrol' });
    rooms.set(name, { device, id: roomId, number });
    beating.add(device);
  }
}
