/**
 * The way from the spool to the platform: one request at a time, in order, paced. Nothing leaves
 * the spool before the platform has confirmed it, or said that it will never take it.
 */
import { telemetryLimits } from '@rooms-pro/core/contracts';
import { reasonOf } from '../log.ts';
import { type ClockSteps, noSteps } from '../loop/clockSteps.ts';
import type { DeviceItem } from '../loop/items.ts';
import type { Spool, SpooledMessage } from '../spool/spool.ts';
import { fillRequest, type Sender, toMessage } from './fillRequest.ts';
import { type PostDeps, post } from './post.ts';
import type { Answer } from './readResponse.ts';
import { createSendPacing, type SendPacingDeps } from './sendPacing.ts';
import { giveUp, type SettleDeps, settleResults } from './settleResults.ts';

export type SenderDeps = PostDeps &
  SendPacingDeps &
  SettleDeps & {
    readonly device: string;
    readonly agent: string;
    /** How the device's clock was set while messages waited; left out: it was not. */
    readonly steps?: Pick<ClockSteps, 'follow'>;
  };

/** One place in a request is kept for the heartbeat. */
const mostMessages = telemetryLimits.messages - 1;

/** A heartbeat that waits; its number is 0 until it is sent. */
type Heartbeat = { readonly item: DeviceItem; seq: number };

export type SendNow = {
  /** Whether there is anything to send. */
  hasWork(): boolean;
  /** Asks for a heartbeat with the next request. */
  beat(item: DeviceItem): void;
  /** Sends one request and answers how long to wait before the next. */
  sendOnce(stopped: AbortSignal): Promise<number>;
};

/** Makes the sender of one device. */
export function createSender(deps: SenderDeps): SendNow {
  const { spool, onEvent, steps = noSteps } = deps;
  let heartbeat: Heartbeat | null = null;
  const pauses = createSendPacing(deps);
  let mostAtOnce = mostMessages;

  /** The platform cannot take these together: fewer, and one that it cannot take at all is set aside. */
  function halve(chosen: readonly SpooledMessage[], reason: string): void {
    const [only, ...others] = chosen;
    if (only === undefined) return;
    if (others.length === 0) {
      giveUp(deps, only, reason);
      spool.confirm(only.seq);
    } else {
      mostAtOnce = Math.ceil(chosen.length / 2);
      onEvent('telemetry.halved', { messages: chosen.length });
    }
  }

  function deferred(reason: string, retryAfterMs: number | null): number {
    const pauseMs = pauses.afterFailure(retryAfterMs);
    const failures = pauses.failures();
    onEvent('telemetry.deferred', { reason, failures, pauseMs: Math.round(pauseMs) });
    return pauseMs;
  }

  function act(answer: Answer, chosen: readonly SpooledMessage[]): number {
    switch (answer.kind) {
      case 'taken':
        settleResults(deps, chosen, answer.results);
        pauses.reset();
        mostAtOnce = mostMessages;
        return pauses.pace();
      case 'tooLarge':
      case 'unreadable':
        if (chosen.length === 0) return deferred('the heartbeat was refused', null);
        halve(chosen, answer.reason);
        return pauses.pace();
      case 'keyRefused':
        onEvent('telemetry.keyRefused', { status: answer.status, reason: answer.reason });
        return pauses.slow();
      case 'later':
        return deferred(answer.reason, answer.retryAfterMs);
    }
  }

  /**
   * The heartbeat goes with the last of what waits: the platform orders messages by their numbers, so
   * that one in front of a backlog would make the backlog late. When the platform refuses, messages
   * without the heartbeat show which of them it refuses.
   */
  function mayRide(chosen: readonly SpooledMessage[]): boolean {
    if (heartbeat === null || chosen.length === 0) return heartbeat !== null;
    return mostAtOnce === mostMessages && spool.state().waiting === chosen.length;
  }

  async function sendOnce(stopped: AbortSignal): Promise<number> {
    const { device, agent } = deps;
    const sender: Sender = { device, agent, sentAt: deps.now().toISOString() };
    const chosen = fillRequest(spool.peek(mostAtOnce), sender, mostAtOnce);
    const beat = mayRide(chosen) ? heartbeat : null;
    const riding = beat === null ? [] : [numbered(beat, chosen, spool)];
    const messages = [...chosen.map(steps.follow), ...riding].map((message) =>
      toMessage(sender, message),
    );
    const answer = await post(deps, messages, stopped);
    if (answer.kind === 'taken' && heartbeat === beat) heartbeat = null;
    if (isRefusal(answer) && riding.length > 0 && chosen.length > 0) {
      mostAtOnce = Math.min(chosen.length, mostMessages - 1);
      return pauses.pace();
    }
    return act(answer, chosen);
  }

  return {
    hasWork: () => heartbeat !== null || spool.peek(1).length > 0,
    beat(item) {
      heartbeat = { item, seq: 0 };
    },
    sendOnce: (stopped) =>
      sendOnce(stopped).catch((error: unknown) =>
        stopped.aborted ? 0 : deferred(reasonOf(error), null),
      ),
  };
}

/** The heartbeat keeps its number when it is sent again, unless messages came in between. */
function numbered(
  beat: Heartbeat,
  before: readonly SpooledMessage[],
  spool: Pick<Spool, 'takeSeq'>,
): SpooledMessage {
  if (beat.seq <= (before.at(-1)?.seq ?? 0)) beat.seq = spool.takeSeq();
  return { seq: beat.seq, items: [beat.item] };
}

function isRefusal({ kind }: Answer): boolean {
  return kind === 'tooLarge' || kind === 'unreadable';
}
