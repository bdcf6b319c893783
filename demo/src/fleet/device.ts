/**
 * One simulated Teams Rooms device: a script of what ails it, and the real Monitoring Software on
 * it. The software beats, keeps what it cannot send, and runs the platform's commands.
 */
import {
  type AgentOptions,
  type CommandOutcome,
  createMemorySpool,
  type Fetch,
  type OnEvent,
  startAgent,
} from '@rooms-pro/agent';
import { afterCommand, type Command, said } from './commandEffects.ts';
import {
  allWell,
  appVersionOf,
  type Condition,
  type DeviceIdentity,
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
  /** Where the platform listens. */
  readonly origin: string;
  /** The device's own key. */
  readonly key: string;
  /** How many times faster than the rules time passes. */
  readonly pace: number;
  readonly condition: Condition;
  readonly isMeetingOn: (at: Date) => boolean;
  readonly random: Random;
  readonly onEvent: OnEvent;
};

export type Device = {
  /** Changes what is wrong with the device, which it reports at once. */
  become(condition: Condition): void;
  condition(): Condition;
  stop(): Promise<void>;
};

const beatEveryMinutes = 5;
const restartTakesMinutes = 3;

/** What changes about a device while it is on. */
type State = { condition: Condition; bootedAt: Date };

/** Switches a device on. */
export function startDevice(deps: DeviceDeps): Device {
  const { identity, pace } = deps;
  const beatEveryMs = (beatEveryMinutes * 60_000) / pace;
  const state: State = { condition: deps.condition, bootedAt: new Date() };
  const disk = createDisk();
  const boot = () => startAgent({ ...softwareOf(deps, state), ...disk, beatEveryMs, runCommand });
  let restarting: NodeJS.Timeout | null = null;
  let isEnding = false;

  /** The app writes its events, and the device looks at itself. */
  function report(before: readonly MtrEvent[] = []): void {
    if (restarting !== null || isEnding) return;
    for (const event of [...before, ...regularEvents(identity, state.condition)])
      agent.recordEvent(event);
    void agent.beat();
  }

  async function runCommand(command: Command): Promise<CommandOutcome> {
    state.condition = afterCommand(state.condition, command);
    if (command === 'restartDevice') {
      void restart();
      return { outcome: 'restarting' };
    }
    report(command === 'restartApp' ? [restartEvent(identity, state.condition)] : []);
    return { outcome: 'succeeded', detail: said[command] };
  }

  /** Down for a while, and up again: what the Monitoring Software has on its disk is still there. */
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

  // Scattered over one beat, but never so late that the first look at the rooms is empty.
  const firstMs = deps.random() * Math.min(beatEveryMs, 3_000);
  let agent = boot();
  const writing = setInterval(() => {
    if (restarting === null)
      for (const event of regularEvents(identity, state.condition)) agent.recordEvent(event);
  }, beatEveryMs);
  const first = setTimeout(() => report(), firstMs);

  return {
    become(next) {
      const hasRestarted = isSame(next, allWell) && !isSame(state.condition, allWell);
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

/** The Monitoring Software on a device, as it finds it. */
function softwareOf(deps: DeviceDeps, state: State): AgentOptions {
  const { identity, origin, key, pace, random, onEvent } = deps;
  return {
    server: origin,
    device: identity.device,
    key,
    requestsPerSecond: Math.max(2, pace / 15),
    random,
    fetch: overNetwork(() => !state.condition.isSilent),
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

/** What outlives a restart of the device: unsent telemetry, and which commands have been seen. */
function createDisk(): Required<Pick<AgentOptions, 'spool' | 'ledger'>> {
  let seen: ReturnType<Required<AgentOptions>['ledger']['read']> = null;
  return {
    spool: createMemorySpool(),
    ledger: {
      read: () => seen,
      write(entries) {
        seen = entries;
      },
    },
  };
}

/** The network between device and platform; nothing comes through while it is cut. */
function overNetwork(isThrough: () => boolean): Fetch {
  return async (url, init) => {
    if (!isThrough()) throw new Error('The network is cut.');
    return fetch(url, init);
  };
}
