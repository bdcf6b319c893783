/**
 * Runs the Monitoring Software in this process: sends heartbeats, events and readings, and runs commands.
 * The options contain all its dependencies, so a simulated fleet can run many instances side by side.
 */
import type { DeviceCommand } from '@rooms-pro/core/contracts';
import { type CommandOutcome, openCommandRunner } from './commands/commandRunner.ts';
import { type LedgerEntry, openLedger } from './commands/ledger.ts';
import { type PersistedValue, persistInMemory } from './durable.ts';
import { errorReason, type OnEvent } from './log.ts';
import type { LogSource, ObservedEvent } from './logSource/logSource.ts';
import { createPlatformClock, type PlatformClock } from './loop/clockOffset.ts';
import { type ClockSteps, createClockSteps, noSteps } from './loop/clockSteps.ts';
import { createHeartbeat } from './loop/heartbeat.ts';
import type { DeviceFacts, Observation } from './loop/items.ts';
import { createOutbox, type Outbox } from './loop/outbox.ts';
import { createWakeSignal, type Wait, waitFor } from './loop/wait.ts';
import type { Fetch } from './net/fetch.ts';
import { boundedFetch } from './net/ownFetch.ts';
import { createSender } from './sending/sender.ts';
import { createSendFile } from './sending/sendFile.ts';
import { createMemorySpool } from './spool/memorySpool.ts';
import type { Spool, SpoolState } from './spool/spool.ts';
import { agentVersion } from './version.ts';

type Command = DeviceCommand['command'];

export type AgentOptions = {
  /** The address of the platform without a path: `https://rooms.example`. */
  readonly server: string;
  readonly device: string;
  /** The device's key, or a function that reads it before each request. */
  readonly key: string | (() => string);
  /** The interval of heartbeats; five minutes by default. */
  readonly beatEveryMs?: number;
  /** The first heartbeat is sent at a random time within this period; one interval by default. */
  readonly firstBeatWithinMs?: number;
  /** An unchanged observation is reported again after this time; one hour by default. */
  readonly repeatEveryMs?: number;
  /** In memory by default. */
  readonly spool?: Spool;
  /** Where the received commands are stored; in memory by default. */
  readonly ledger?: PersistedValue<LedgerEntry[]>;
  readonly logSource?: LogSource;
  /** Runs the device's checks; a check that is not possible on this device returns no observation. */
  readonly checks?: () => Promise<readonly Observation[]>;
  readonly deviceFacts?: () => Promise<DeviceFacts>;
  /** Whether a meeting is on; `null` when this is unknown. */
  readonly inMeeting?: () => Promise<boolean | null>;
  /** The time limit for each of checks, facts and meeting; one minute by default. */
  readonly checkLimitMs?: number;
  readonly runCommand?: (command: Command) => Promise<CommandOutcome>;
  /** Commands that may run; by default all if `runCommand` is given, else none. */
  readonly allowedCommands?: readonly Command[];
  readonly bootedAt?: () => Date;
  /** The time since the device started, independent of its clock. Without it, messages are not adjusted when the clock is set. */
  readonly uptimeMs?: () => number;
  /** The maximum request rate while a backlog exists; two by default. */
  readonly requestsPerSecond?: number;
  readonly now?: () => Date;
  readonly random?: () => number;
  readonly wait?: Wait;
  readonly fetch?: Fetch;
  readonly onEvent?: OnEvent;
  /** The name and version of the agent in messages. */
  readonly agent?: string;
};

export type Agent = {
  /** Stores an event of the device's log; the event is durable when this returns. */
  recordEvent(event: ObservedEvent['event'], observedAt?: string): void;
  /** Stores an observation, also when its state has not changed. */
  recordObservation(observation: Observation): void;
  /** Sends a heartbeat now: reads facts, meeting and checks and sends them. */
  beat(): Promise<void>;
  state(): SpoolState;
  /** Resolves when the loops have ended: after `stop`, or because one of them failed. */
  readonly ended: Promise<void>;
  /** Ends the loops; unconfirmed messages stay in the spool. */
  stop(): Promise<void>;
};

const allCommands: readonly Command[] = [
  'restartApp',
  'restartDevice',
  'cleanUp',
  'update',
  'collectLogs',
];
const defaultBeatMs = 300_000;
const hourMs = 3_600_000;

/** Starts the Monitoring Software of one device. */
export function startAgent(options: AgentOptions): Agent {
  const { spool = createMemorySpool(), onEvent = () => {} } = options;
  const { now = () => new Date(), wait = waitFor, random = Math.random } = options;
  const beatEveryMs = options.beatEveryMs ?? defaultBeatMs;
  const stopping = new AbortController();
  const stopped = stopping.signal;
  const wakeSignal = createWakeSignal();
  const clock = createPlatformClock();
  const steps = options.uptimeMs === undefined ? noSteps : createClockSteps(now, options.uptimeMs);
  const outbox = createOutbox({ spool, now, steps, onEvent, onAppended: wakeSignal.signal });
  const sender = composeSender(
    { ...options, spool, steps, onEvent, now, random, wait, beatEveryMs, stopped },
    outbox,
    clock,
  );
  const beat = createHeartbeat({
    outbox,
    now,
    repeatEveryMs: options.repeatEveryMs ?? hourMs,
    checks: options.checks ?? (async () => []),
    deviceFacts: options.deviceFacts ?? (async () => ({})),
    inMeeting: options.inMeeting ?? (async () => null),
    ownObservations: [clock.observation, () => options.logSource?.observation?.() ?? null],
    limitMs: options.checkLimitMs,
    send(heartbeat) {
      sender.beat(heartbeat);
      wakeSignal.signal();
    },
    onEvent,
  });

  async function heartbeatLoop(): Promise<void> {
    await wait(random() * (options.firstBeatWithinMs ?? beatEveryMs), stopped);
    while (!stopped.aborted) {
      await beat().catch((error: unknown) =>
        onEvent('beat.failed', { reason: errorReason(error) }),
      );
      await wait(beatEveryMs, stopped);
    }
  }

  async function sendLoop(): Promise<void> {
    while (!stopped.aborted) {
      if (!sender.hasWork()) await wakeSignal.wait(stopped);
      else await wait(await sender.sendOnce(stopped), stopped);
    }
  }

  onEvent('agent.started', { device: options.device, waiting: spool.state().waiting });
  const loops = [heartbeatLoop(), sendLoop(), options.logSource?.follow(outbox.events, stopped)];
  const ended = Promise.all(loops).then(
    () => {},
    (error: unknown) => onEvent('agent.failed', { reason: errorReason(error) }),
  );

  return {
    recordEvent: (event, observedAt = now().toISOString()) =>
      outbox.events([{ event, observedAt }]),
    recordObservation: (observation) => outbox.observations([observation]),
    beat,
    state: () => spool.state(),
    ended,
    async stop() {
      stopping.abort();
      await ended;
      spool.close();
      onEvent('agent.stopped');
    },
  };
}

type ResolvedOptions = AgentOptions &
  Required<Pick<AgentOptions, 'spool' | 'onEvent' | 'now' | 'random' | 'wait' | 'beatEveryMs'>> & {
    readonly stopped: AbortSignal;
    readonly steps: ClockSteps;
  };

/** Creates the sender and the command runner that receives the commands of its responses. */
function composeSender(options: ResolvedOptions, outbox: Outbox, clock: PlatformClock) {
  const { key, runCommand, now, inMeeting = async () => null } = options;
  const access = {
    key: typeof key === 'string' ? () => key : key,
    fetch: options.fetch ?? boundedFetch,
  };
  const corrected = () => clock.correct(now());
  const commands = openCommandRunner({
    ledger: openLedger(options.ledger ?? persistInMemory()),
    allowed: options.allowedCommands ?? (runCommand === undefined ? [] : allCommands),
    run: runCommand ?? (async () => ({ outcome: 'failed' })),
    sendFile: createSendFile({ ...options, ...access, now: corrected }),
    inMeeting,
    now: corrected,
    deviceNow: now,
    bootedAt: options.bootedAt ?? (() => new Date(0)),
    report: (result) => outbox.items([result]),
    onEvent: options.onEvent,
  });
  return createSender({
    ...options,
    agent: (options.agent ?? agentVersion).slice(0, 64),
    ...access,
    requestsPerSecond: options.requestsPerSecond ?? 2,
    onServerClock: clock.recordOffset,
    onCommands: commands.accept,
  });
}
