/**
 * One simulated Teams Rooms device: its simulated condition, and the real Monitoring Software. The software
 * sends heartbeats, stores unsent messages, and runs the platform's commands.
 */
import {
  type AgentOptions,
  type CommandOutcome,
  createMemorySpool,
  type Fetch,
  type OnEvent,
  startAgent,
} from '@rooms-pro/agent';
import { applyCommand, type Command, successDetails } from './commandEffects.ts';
import {
  appVersionOf,
  type Condition,
  type DeviceIdentity,
  healthyCondition,
  isSame,
  type MtrEvent,
  osVersion,
  regularEvents,
  restartEvent,
} from './events.ts';
import { ownChecks } from './ownChecks.ts';
import type { Random } from './random.ts';

export type DeviceDeps = {
  readonly identity: DeviceIdentity;
  /** The address of the platform. */
  readonly origin: string;
  /** The device's key. */
  readonly key: string;
  /** The factor by which the simulation is faster than real time. */
  readonly pace: number;
  readonly condition: Condition;
  readonly isMeetingOn: (at: Date) => boolean;
  readonly random: Random;
  readonly onEvent: OnEvent;
};

export type Device = {
  /** Changes the condition of the device; the device reports this at once. */
  setCondition(condition: Condition): void;
  condition(): Condition;
  stop(): Promise<void>;
};

const beatEveryMinutes = 5;
const restartTakesMinutes = 3;

/** The state that changes while a device runs. */
type State = { condition: Condition; bootedAt: Date };

/** Starts a simulated device. */
export function startDevice(deps: DeviceDeps): Device {
  const { identity, pace } = deps;
  const beatEveryMs = (beatEveryMinutes * 60_000) / pace;
  const state: State = { condition: deps.condition, bootedAt: new Date() };
  const disk = createDisk();
  const boot = () => startAgent({ ...agentOptions(deps, state), ...disk, beatEveryMs, runCommand });
  let restarting: NodeJS.Timeout | null = null;
  let isEnding = false;

  /** Writes the app's events and sends a heartbeat with the checks. */
  function report(before: readonly MtrEvent[] = []): void {
    if (restarting !== null || isEnding) return;
    for (const event of [...before, ...regularEvents(identity, state.condition)])
      agent.recordEvent(event);
    void agent.beat();
  }

  async function runCommand(command: Command): Promise<CommandOutcome> {
    state.condition = applyCommand(state.condition, command);
    if (command === 'restartDevice') {
      void restart();
      return { outcome: 'restarting' };
    }
    report(command === 'restartApp' ? [restartEvent(identity, state.condition)] : []);
    return { outcome: 'succeeded', detail: successDetails[command] };
  }

  /** Stops the device and starts it again after a while; the data of the Monitoring Software stays. */
  async function restart(): Promise<void> {
    restarting = setTimeout(
      () => {
        restarting = null;
        state.bootedAt = new Date();
        agent = boot();
        report([restartEvent(identity, state.condition)]);
      },
      (restartTakesMinutes * 60_000) / pace,
    );
    await agent.stop();
  }

  // A random delay of up to one interval, but at most 3 s, so that the list of rooms is not empty at first.
  const firstMs = deps.random() * Math.min(beatEveryMs, 3_000);
  let agent = boot();
  const writing = setInterval(() => {
    if (restarting === null)
      for (const event of regularEvents(identity, state.condition)) agent.recordEvent(event);
  }, beatEveryMs);
  const first = setTimeout(() => report(), firstMs);

  return {
    setCondition(next) {
      const hasRestarted =
        isSame(next, healthyCondition) && !isSame(state.condition, healthyCondition);
      state.condition = next;
      report(hasRestarted ? [restartEvent(identity, state.condition)] : []);
    },
    condition: () => state.condition,
    async stop() {
      isEnding = true;
      clearInterval(writing);
      clearTimeout(first);
      if (restarting !== null) clearTimeout(restarting);
      await agent.stop();
    },
  };
}

/** The options of the Monitoring Software of a simulated device. */
function agentOptions(deps: DeviceDeps, state: State): AgentOptions {
  const { identity, origin, key, pace, random, onEvent } = deps;
  return {
    server: origin,
    device: identity.device,
    key,
    requestsPerSecond: Math.max(2, pace / 15),
    random,
    fetch: fetchThroughNetwork(() => !state.condition.isSilent),
    checks: async () => ownChecks(state.condition),
    deviceFacts: async () => ({
      appVersion: appVersionOf(state.condition),
      osVersion,
      ipAddress: identity.address,
    }),
    inMeeting: async () => !state.condition.hasAppStopped && deps.isMeetingOn(new Date()),
    bootedAt: () => state.bootedAt,
    onEvent,
  };
}

/** The data that stays after a restart of the device: unsent telemetry and the ledger of commands. */
function createDisk(): Required<Pick<AgentOptions, 'spool' | 'ledger'>> {
  let entries: ReturnType<Required<AgentOptions>['ledger']['read']> = null;
  return {
    spool: createMemorySpool(),
    ledger: {
      read: () => entries,
      write(next) {
        entries = next;
      },
    },
  };
}

/** Simulates the network between device and platform; requests fail while it is interrupted. */
function fetchThroughNetwork(isThrough: () => boolean): Fetch {
  return async (url, init) => {
    if (!isThrough()) throw new Error('The network is interrupted.');
    return fetch(url, init);
  };
}
