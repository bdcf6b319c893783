/**
 * The Monitoring Software's loop in process: beats, takes events and readings, sends, runs commands.
 * Everything of the world comes in through the options, so a simulated fleet runs many side by side.
 */
import type { DeviceCommand } from '@rooms-pro/core/contracts';
import { type CommandOutcome, openCommandRunner } from './commands/commandRunner.ts';
import { type LedgerEntry, openLedger } from './commands/ledger.ts';
import { type Keep, keepInMemory } from './durable.ts';
import { type OnEvent, reasonOf } from './log.ts';
import type { LogSource, ObservedEvent } from './logSource/logSource.ts';
import { createPlatformClock, type PlatformClock } from './loop/clockOffset.ts';
import { type ClockSteps, createClockSteps, noSteps } from './loop/clockSteps.ts';
import { createHeartbeat } from './loop/heartbeat.ts';
import type { DeviceFacts, Observation } from './loop/items.ts';
import { createOutbox, type Outbox } from './loop/outbox.ts';
import { createWakeSignal, type Wait, waitFor } from './loop/wait.ts';
import type { Fetch } from './net/fetch.ts';
import { ownFetch } from './net/ownFetch.ts';
import { createSender } from './sending/sender.ts';
import { createSendFile } from './sending/sendFile.ts';
import { createMemorySpool } from './spool/memorySpool.ts';
import type { Spool, SpoolState } from './spool/spool.ts';
import { agentVersion } from './version.ts';

type Command = DeviceCommand['command'];

export type AgentOptions = {
  /** Where the platform listens, `https://rooms.example`, without a path. */
  readonly server: string;
  readonly device: string;
  /** The device's key, or what reads it anew before each request. */
  readonly key: string | (() => string);
  /** Five minutes unless told otherwise. */
  readonly beatEveryMs?: number;
  /** The first beat comes by chance within this time; one beat unless told otherwise. */
  readonly firstBeatWithinMs?: number;
  /** An unchanged observation is told again after this time; an hour unless told otherwise. */
  readonly repeatEveryMs?: number;
  /** In memory unless told otherwise. */
  readonly spool?: Spool;
  /** Which commands have been seen; in memory unless told otherwise. */
  readonly ledger?: Keep<LedgerEntry[]>;
  readonly logSource?: LogSource;
  /** What the device's own checks find now; a check that cannot be done here answers nothing. */
  readonly checks?: () => Promise<readonly Observation[]>;
  readonly deviceFacts?: () => Promise<DeviceFacts>;
  /** Whether a meeting is on; `null` when the device cannot tell. */
  readonly inMeeting?: () => Promise<boolean | null>;
  /** How long the checks, the facts and the meeting may each take; a minute unless told otherwise. */
  readonly checkLimitMs?: number;
  readonly runCommand?: (command: Command) => Promise<CommandOutcome>;
  /** Commands that may run; those of `runCommand` when there is one, none otherwise. */
  readonly allowedCommands?: readonly Command[];
  readonly bootedAt?: () => Date;
  /** How long the device has been up, which does not depend on its clock; left out: its clock is never set. */
  readonly uptimeMs?: () => number;
  /** While catching up; two unless told otherwise. */
  readonly requestsPerSecond?: number;
  readonly now?: () => Date;
  readonly random?: () => number;
  readonly wait?: Wait;
  readonly fetch?: Fetch;
  readonly onEvent?: OnEvent;
  /** What it calls itself in messages. */
  readonly agent?: string;
};

export type Agent = {
  /** Takes an event of the device's log; kept durably when it returns. */
  observe(event: ObservedEvent['event'], observedAt?: string): void;
  /** Takes an observation, whether or not it is news. */
  read(observation: Observation): void;
  /** Beats now: facts, meeting and checks are looked at and sent. */
  beat(): Promise<void>;
  state(): SpoolState;
  /** Resolves when the loops have ended: after `stop`, or because one of them could not go on. */
  readonly ended: Promise<void>;
  /** Ends the loops; what is not confirmed stays in the spool. */
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

/** Switches the Monitoring Software of one device on. */
export function startAgent(options: AgentOptions): Agent {
  const { spool = createMemorySpool(), onEvent = () => {} } = options;
  const { now = () => new Date(), wait = waitFor, random = Math.random } = options;
  const beatEveryMs = options.beatEveryMs ?? defaultBeatMs;
  const stopping = new AbortController();
  const stopped = stopping.signal;
  const bell = createWakeSignal();
  const clock = createPlatformClock();
  const steps = options.uptimeMs === undefined ? noSteps : createClockSteps(now, options.uptimeMs);
  const keeper = createOutbox({ spool, now, steps, onEvent, onKept: bell.ring });
  const sender = composeSender(
    { ...options, spool, steps, onEvent, now, random, wait, beatEveryMs, stopped },
    keeper,
    clock,
  );
  const beat = createHeartbeat({
    keeper,
    now,
    repeatEveryMs: options.repeatEveryMs ?? hourMs,
    checks: options.checks ?? (async () => []),
    deviceFacts: options.deviceFacts ?? (async () => ({})),
    inMeeting: options.inMeeting ?? (async () => null),
    judges: [clock.judge, () => options.logSource?.judge?.() ?? null],
    limitMs: options.checkLimitMs,
    send(heartbeat) {
      sender.beat(heartbeat);
      bell.ring();
    },
    onEvent,
  });

  async function beatOn(): Promise<void> {
    await wait(random() * (options.firstBeatWithinMs ?? beatEveryMs), stopped);
    while (!stopped.aborted) {
      await beat().catch((error: unknown) => onEvent('beat.failed', { reason: reasonOf(error) }));
      await wait(beatEveryMs, stopped);
    }
  }

  async function sendOn(): Promise<void> {
    while (!stopped.aborted) {
      if (!sender.hasWork()) await bell.heard(stopped);
      else await wait(await sender.sendOnce(stopped), stopped);
    }
  }

  onEvent('agent.started', { device: options.device, waiting: spool.state().waiting });
  const loops = [beatOn(), sendOn(), options.logSource?.follow(keeper.events, stopped)];
  const ended = Promise.all(loops).then(
    () => {},
    (error: unknown) => onEvent('agent.failed', { reason: reasonOf(error) }),
  );

  return {
    observe: (event, observedAt = now().toISOString()) => keeper.events([{ event, observedAt }]),
    read: (observation) => keeper.observations([observation]),
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

type Settled = AgentOptions &
  Required<Pick<AgentOptions, 'spool' | 'onEvent' | 'now' | 'random' | 'wait' | 'beatEveryMs'>> & {
    readonly stopped: AbortSignal;
    readonly steps: ClockSteps;
  };

/** The sender, with the desk that takes the commands of its answers. */
function composeSender(options: Settled, keeper: Outbox, clock: PlatformClock) {
  const { key, runCommand, now, inMeeting = async () => null } = options;
  const way = {
    key: typeof key === 'string' ? () => key : key,
    fetch: options.fetch ?? ownFetch,
  };
  const corrected = () => clock.correct(now());
  const desk = openCommandRunner({
    ledger: openLedger(options.ledger ?? keepInMemory()),
    allowed: options.allowedCommands ?? (runCommand === undefined ? [] : allCommands),
    run: runCommand ?? (async () => ({ outcome: 'failed' })),
    sendFile: createSendFile({ ...options, ...way, now: corrected }),
    inMeeting,
    now: corrected,
    deviceNow: now,
    bootedAt: options.bootedAt ?? (() => new Date(0)),
    report: (result) => keeper.items([result]),
    onEvent: options.onEvent,
  });
  return createSender({
    ...options,
    agent: (options.agent ?? agentVersion).slice(0, 64),
    ...way,
    requestsPerSecond: options.requestsPerSecond ?? 2,
    onServerClock: clock.hear,
    onCommands: desk.take,
  });
}
