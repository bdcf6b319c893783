/** The simulated fleet: forty devices, and the loop that plays scenarios on them. */
import { defaultRules, scaleRules } from '@rooms-pro/core';
import type { KnownRoom } from '../demoKeys.ts';
import { type DemoRoom, demoRooms } from '../demoRooms.ts';
import { createPlatformActions } from '../stories/platformActions.ts';
import { scaledTimes } from '../stories/ruleTimes.ts';
import { findScenario, type Scenario } from '../stories/stories.ts';
import { startScenarioLoop } from '../stories/storyLoop.ts';
import { createScenarioPlayer } from '../stories/storyPlayer.ts';
import { type FleetRoom, selectRooms } from '../stories/storyRooms.ts';
import type { SimulateResult } from './control.ts';
import { type Device, startDevice } from './device.ts';
import { type Condition, healthyCondition, isSame } from './events.ts';
import { createMeetingSchedule } from './meetings.ts';
import { type Random, seededRandom } from './random.ts';

export type FleetOptions = {
  /** The address of the platform, such as `http://127.0.0.1:3978`. */
  readonly origin: string;
  readonly rooms: readonly KnownRoom[];
  readonly pace: number;
  readonly seed: number;
  /** Whether the loop plays scenarios automatically. */
  readonly hasLoop: boolean;
  /** Called when a scenario begins, with its rooms and a sentence about what to watch for. */
  readonly onScenario: (scenario: string, rooms: readonly KnownRoom[], sentence: string) => void;
  /** Receives the log events of a device's Monitoring Software. */
  readonly onEvent: (device: string, event: string, fields: object) => void;
};

export type SimulatedFleet = {
  /** Plays a scenario now in this room, or in a random room; returns what to watch for. */
  play(scenario: Scenario, room: KnownRoom | null): Promise<SimulateResult>;
  stop(): Promise<void>;
};

/** This room has a permanent minor fault, so that the demonstration always has a warning. */
const roomWithWarning = 'mtr-ml-07';

/** Starts the fleet. */
export function startFleet(options: FleetOptions): SimulatedFleet {
  const { pace } = options;
  const random = seededRandom(options.seed);
  const times = scaledTimes(scaleRules(defaultRules, pace), pace);
  const platform = createPlatformActions(options);
  const fleetRooms = options.rooms.flatMap((room) => startFleetRoom(room, options, random));
  const byDevice = new Map(fleetRooms.map((entry) => [entry.room.device, entry]));
  const player = createScenarioPlayer({
    pace,
    applyChange(id, change) {
      const { device, profile } = byDevice.get(id) ?? {};
      if (device && profile)
        device.setCondition(change(device.condition(), profile.expectedDisplays));
    },
  });
  /** Rooms in which a person plays a scenario; the loop does not use them until they are healthy again. */
  const reserved = new Set<string>();

  const isHealthy = ({ room, device }: FleetRoom) =>
    isSame(device.condition(), initial(room.device));
  const isFree = (entry: FleetRoom) => {
    if (player.isOn(entry.room.device)) return false;
    if (isHealthy(entry)) reserved.delete(entry.room.device);
    return !reserved.has(entry.room.device) && entry.isEnrolled;
  };

  async function start(scenario: Scenario, cast: readonly FleetRoom[]): Promise<SimulateResult> {
    const [first] = cast;
    if (first === undefined)
      return { ok: false, sentence: 'No room is available for this scenario now.' };
    const refusal = (await scenario.prepare?.(platform, first.room, first.profile)) ?? null;
    if (refusal !== null) return { ok: false, sentence: refusal };
    const rooms = cast.map(({ room }) => room);
    player.play(
      scenario.steps(cast.length),
      rooms.map(({ device }) => device),
    );
    const sentence = scenario.watchFor(describePlace(scenario, cast), times);
    options.onScenario(scenario.name, rooms, sentence);
    return { ok: true, sentence };
  }

  const loop = options.hasLoop
    ? startScenarioLoop({
        rooms: fleetRooms,
        random,
        pace,
        isFree: (entry) => isFree(entry) && isSame(entry.device.condition(), healthyCondition),
        play(name, entry) {
          const scenario = findScenario(name);
          const isOver = name === 'recovers' && isHealthy(entry);
          if (scenario === null || isOver || reserved.has(entry.room.device)) return true;
          if (player.isOn(entry.room.device)) return false;
          void start(scenario, [entry]);
          return true;
        },
      })
    : null;

  return {
    async play(scenario, asked) {
      const cast = selectRooms(scenario, asked, { fleetRooms, isFree, isHealthy, random });
      for (const entry of cast) {
        const { device } = entry.room;
        if (scenario.target === 'unhealthy') reserved.delete(device);
        // In a scenario of a building, the loop still ends the faults that a room had before.
        else if (scenario.target === 'room' || isHealthy(entry)) reserved.add(device);
      }
      return start(scenario, cast);
    },
    async stop() {
      loop?.stop();
      player.stop();
      await platform.restoreRules();
      await Promise.all(fleetRooms.map(({ device }) => device.stop()));
    },
  };
}

function initial(device: string): Condition {
  return device === roomWithWarning
    ? { ...healthyCondition, hasDefaultSpeaker: false }
    : healthyCondition;
}

function describePlace({ target }: Scenario, selected: readonly FleetRoom[]): string {
  const [first] = selected;
  if (first === undefined) return 'nowhere';
  if (target === 'building') return first.profile.building;
  return selected.length === 1
    ? first.room.name
    : `All rooms with faults (${selected.length} rooms,`;
}

function startFleetRoom(room: KnownRoom, options: FleetOptions, random: Random): FleetRoom[] {
  const known = demoRooms.find(({ device }) => device === room.device);
  return known === undefined
    ? []
    : [{ room, ...known, device: startSimulatedDevice(room, known, options, random) }];
}

function startSimulatedDevice(
  room: KnownRoom,
  { profile, address }: DemoRoom,
  { origin, pace, onEvent }: FleetOptions,
  random: Random,
): Device {
  return startDevice({
    identity: {
      device: room.device,
      displayName: room.name,
      displays: profile.expectedDisplays,
      usesSkype: profile.meetingMode !== 'teams',
      address,
    },
    origin,
    key: room.key,
    pace,
    condition: initial(room.device),
    isMeetingOn: createMeetingSchedule(random, pace),
    random,
    onEvent: (event, fields = {}) => onEvent(room.device, event, fields),
  });
}
