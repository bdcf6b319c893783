/** `POST /api/telemetry` without a server around it: key, body, envelope, messages, answer. */
import { instantAfter } from '@rooms-pro/core';
import { answerResults, type Judged } from './answerResults.ts';
import { createMessageApplier } from './applyMessages.ts';
import { StoreUnavailable } from './atStore.ts';
import type { TelemetryDeps } from './deps.ts';
import type { Speaker } from './keys.ts';
import { type IncomingBody, readBody } from './readBody.ts';
import { type MessageRead, readEnvelope } from './readEnvelope.ts';
import { readMessage } from './readMessage.ts';
import {
  answerRefusal,
  bugIn,
  keyRefusals,
  storeUnavailable,
  type TelemetryResponse,
} from './refusal.ts';

/** A telemetry request, whatever server received it. */
export type TelemetryRequest = {
  readonly authorization: string | null;
  readonly body: IncomingBody;
  /** Follows the cause into history, log and cards. */
  readonly correlationId: string;
};

/** Makes the handler; it answers every request and throws at none. */
export function createTelemetryAnswer(
  deps: TelemetryDeps,
): (request: TelemetryRequest) => Promise<TelemetryResponse> {
  const applyMessages = createMessageApplier(deps);

  async function answer(request: TelemetryRequest): Promise<TelemetryResponse> {
    const { correlationId } = request;
    const verdict = await deps.keyRing.judge(request.authorization);
    if (!verdict.ok) return answerRefusal(keyRefusals[verdict.reason]);
    const text = await readBody(request.body);
    if (!text.ok) return answerRefusal(text.refusal);
    const envelope = readEnvelope(text.value);
    if (!envelope.ok) return answerRefusal(envelope.refusal);
    const receivedAt = deps.now();
    const read = envelope.value.map((message) => judgeSpeaker(message, verdict.speaker));
    const at = {
      receivedAt,
      latest: instantAfter(receivedAt, deps.rules.clockSkewMs),
      onBug: (bug: unknown, form: string) =>
        deps.log.error('item.unreadable', { correlationId, form }, bug),
    };
    const messages = read.flatMap((one, index) =>
      one.ok ? readMessage(index, one.message, at) : [],
    );
    const applied = await applyMessages(messages, receivedAt, correlationId);
    return answerResults(read, applied);
  }

  return async (request) => {
    const { correlationId } = request;
    const response = await answer(request).catch((error: unknown) => {
      const refusal = error instanceof StoreUnavailable ? storeUnavailable : bugIn(correlationId);
      deps.log.error('telemetry.failed', { correlationId, code: refusal.code }, error);
      return answerRefusal(refusal);
    });
    const { status } = response;
    if (status >= 400 && status < 500)
      deps.log.warn('telemetry.refused', { correlationId, status });
    else deps.log.debug('telemetry.received', { correlationId, status });
    return response;
  };
}

/** A device's key speaks for that device only. */
function judgeSpeaker(read: MessageRead, speaker: Speaker): Judged {
  if (!read.ok) return { ...read, isForbidden: false };
  const { device } = read.message;
  if (speaker.kind === 'gateway' || speaker.device === device) return read;
  const reason = 'This key speaks for another device only.';
  const pointer = `${read.pointer}/device`;
  return { ok: false, device, fault: { reason, pointer }, isForbidden: true };
}
