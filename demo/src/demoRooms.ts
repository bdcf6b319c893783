/** The fictional organisation of the demonstration: 40 fixed rooms in three buildings. */
import type { MeetingMode, RoomProfile } from '@rooms-pro/core';

/** A room and the id under which its device sends telemetry. */
export type DemoRoom = {
  readonly device: string;
  /** The IP address of the device; each floor has a separate network. */
  readonly address: string;
  readonly profile: RoomProfile;
  /** The last room is still being set up, so it is not enrolled yet. */
  readonly isEnrolled: boolean;
};

type Building = {
  readonly name: string;
  readonly code: string;
  readonly timeZone: string;
  readonly roomsPerFloor: number;
  readonly rooms: readonly string[];
};

const buildings: readonly Building[] = [
  {
    name: 'Harbour House',
    code: 'hh',
    timeZone: 'Europe/Lisbon',
    roomsPerFloor: 5,
    rooms: words(`Anchor Beacon Compass Dory Estuary Ferry Gannet Halyard
      Inlet Jetty Keel Lantern Mooring Narwhal Osprey`),
  },
  {
    name: 'Mill Lane',
    code: 'ml',
    timeZone: 'Europe/Dublin',
    roomsPerFloor: 5,
    rooms: words(`Barley Clover Dovecote Elder Flint Granary Hopper Ivy
      Juniper Kiln Loom Millstone Nettle`),
  },
  {
    name: 'Tower North',
    code: 'tn',
    timeZone: 'Europe/Helsinki',
    roomsPerFloor: 3,
    rooms: words(`Aurora Borealis Cirrus Drift Eyrie Fulmar Glacier Horizon
      Icefield Kestrel Lichen Meridian`),
  },
];

const capacities = [4, 6, 8, 12, 20];
const boardroomCapacity = 12;

function words(text: string): string[] {
  return text.split(/\s+/);
}

/** All rooms of the demonstration. */
export const demoRooms: readonly DemoRoom[] = buildings.flatMap((building, which) =>
  building.rooms.map((name, index) => {
    const capacity = capacities[(index + which) % capacities.length] ?? 4;
    return {
      device: `mtr-${building.code}-${String(index + 1).padStart(2, '0')}`,
      address: `10.${20 + which}.${floorOf(building, index)}.${index + 11}`,
      profile: profileOf(building, name, index, capacity),
      isEnrolled: name !== 'Meridian',
    };
  }),
);

function floorOf({ roomsPerFloor }: Building, index: number): number {
  return Math.floor(index / roomsPerFloor) + 1;
}

function profileOf(building: Building, name: string, index: number, capacity: number): RoomProfile {
  const floor = floorOf(building, index);
  const door = (index % building.roomsPerFloor) + 1;
  const meetingMode: MeetingMode = index % 8 === 5 ? 'both' : 'teams';
  return {
    name: `${name} ${floor}.${String(door).padStart(2, '0')}`,
    building: building.name,
    floor: String(floor),
    capacity,
    groups: capacity >= boardroomCapacity ? [building.name, 'Boardrooms'] : [building.name],
    timeZone: building.timeZone,
    meetingMode,
    expectedDisplays: capacity >= 8 ? 2 : 1,
  };
}
