/**
 * Sends the spool to the platform: one request at a time, in order and paced. A message leaves the spool
 * only after the platform has confirmed it or rejected it permanently.
 */
import { telemetryLimits } from '@rooms-pro/core/contracts';
import { errorReason } from '../log.ts';
import { type ClockSteps, noSteps } from '../loop/clockSteps.ts';
import type { DeviceItem } from '../loop/items.ts';
import type { Spool, SpooledMessage } from '../spool/spool.ts';
import { fillRequest, type Sender, toMessage } from './fillRequest.ts';
import { type PostDeps, post } from './post.ts';
import type { PlatformResponse } from './readResponse.ts';
import { createSendPacing, type SendPacingDeps } from './sendPacing.ts';
import { quarantineMessage, type SettleDeps, settleResults } from './settleResults.ts';

export type SenderDeps = PostDeps &
  SendPacingDeps &
  SettleDeps & {
    readonly device: string;
    readonly agent: string;
    /** How the device's clock was set while messages waited; by default the clock is never set. */
    readonly steps?: Pick<ClockSteps, 'adjust'>;
  };

/** One message of each request is reserved for the heartbeat. */
const maxMessages = telemetryLimits.messages - 1;

/** A pending heartbeat; its number is 0 until it is sent. */
type Heartbeat = { readonly item: DeviceItem; seq: number };

export type TelemetrySender = {
  /** Whether a message or a heartbeat is pending. */
  hasWork(): boolean;
  /** Adds a heartbeat to the next request. */
  beat(item: DeviceItem): void;
  /** Sends one request and returns the pause before the next request in milliseconds. */
  sendOnce(stopped: AbortSignal): Promise<number>;
};

/** Creates the sender of one device. */
export function createSender(deps: SenderDeps): TelemetrySender {
  const { spool, onEvent, steps = noSteps } = deps;
  let heartbeat: Heartbeat | null = null;
  const pacing = createSendPacing(deps);
  let maxAtOnce = maxMessages;

  /** The platform refused these messages: the next request has half of them. A single refused message is quarantined. */
  function halve(chosen: readonly SpooledMessage[], reason: string): void {
    const [only, ...others] = chosen;
    if (only === undefined) return;
    if (others.length === 0) {
      quarantineMessage(deps, only, reason);
      spool.confirm(only.seq);
    } else {
      maxAtOnce = Math.ceil(chosen.length / 2);
      onEvent('telemetry.halved', { messages: chosen.length });
    }
  }

  function defer(reason: string, retryAfterMs: number | null): number {
    const pauseMs = pacing.afterFailure(retryAfterMs);
    const failures = pacing.failures();
    onEvent('telemetry.deferred', { reason, failures, pauseMs: Math.round(pauseMs) });
    return pauseMs;
  }

  function handleResponse(response: PlatformResponse, chosen: readonly SpooledMessage[]): number {
    switch (response.kind) {
      case 'taken':
        settleResults(deps, chosen, response.results);
        pacing.reset();
        maxAtOnce = maxMessages;
        return pacing.afterSuccess();
      case 'tooLarge':
      case 'unreadable':
        if (chosen.length === 0) return defer('the heartbeat was refused', null);
        halve(chosen, response.reason);
        return pacing.afterSuccess();
      case 'keyRefused':
        onEvent('telemetry.keyRefused', { status: response.status, reason: response.reason });
        return pacing.afterKeyRefused();
      case 'later':
        return defer(response.reason, response.retryAfterMs);
    }
  }

  /**
   * The heartbeat goes with the last waiting messages: the platform orders messages by their numbers, so a
   * heartbeat before a backlog would make the backlog outdated. After a refusal, requests without the
   * heartbeat show which message the platform refuses.
   */
  function mayAddHeartbeat(chosen: readonly SpooledMessage[]): boolean {
    if (heartbeat === null || chosen.length === 0) return heartbeat !== null;
    return maxAtOnce === maxMessages && spool.state().waiting === chosen.length;
  }

  async function sendOnce(stopped: AbortSignal): Promise<number> {
    const { device, agent } = deps;
    const sender: Sender = { device, agent, sentAt: deps.now().toISOString() };
    const chosen = fillRequest(spool.peek(maxAtOnce), sender, maxAtOnce);
    const beat = mayAddHeartbeat(chosen) ? heartbeat : null;
    const heartbeatMessages = beat === null ? [] : [numberHeartbeat(beat, chosen, spool)];
    const messages = [...chosen.map(steps.adjust), ...heartbeatMessages].map((message) =>
      toMessage(sender, message),
    );
    const response = await post(deps, messages, stopped);
    if (response.kind === 'taken' && heartbeat === beat) heartbeat = null;
    if (isRefusal(response) && heartbeatMessages.length > 0 && chosen.length > 0) {
      maxAtOnce = Math.min(chosen.length, maxMessages - 1);
      return pacing.afterSuccess();
    }
    return handleResponse(response, chosen);
  }

  return {
    hasWork: () => heartbeat !== null || spool.peek(1).length > 0,
    beat(item) {
      heartbeat = { item, seq: 0 };
    },
    sendOnce: (stopped) =>
      sendOnce(stopped).catch((error: unknown) =>
        stopped.aborted ? 0 : defer(errorReason(error), null),
      ),
  };
}

/** The heartbeat keeps its number in a retry, unless newer messages were added in between. */
function numberHeartbeat(
  beat: Heartbeat,
  before: readonly SpooledMessage[],
  spool: Pick<Spool, 'nextSeq'>,
): SpooledMessage {
  if (beat.seq <= (before.at(-1)?.seq ?? 0)) beat.seq = spool.nextSeq();
  return { seq: beat.seq, items: [beat.item] };
}

function isRefusal({ kind }: PlatformResponse): boolean {
  return kind === 'tooLarge' || kind === 'unreadable';
}
