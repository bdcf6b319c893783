/** `POST /api/telemetry` without a server around it: key, body, envelope, messages, answer. */
import { isSameDevice } from '@rooms-pro/core';
import type { Gateway, KeyOwner } from '@rooms-pro/store';
import type { TelemetryDeps } from '../deps.ts';
import type { KeyVerdict } from '../devices/keyRing.ts';
import { handleErrors } from '../http/handleErrors.ts';
import { readBody } from '../http/readBody.ts';
import { type MessageRead, readEnvelope } from '../http/readEnvelope.ts';
import { type IngestResponse, keyRefusal, refusalResponse } from '../http/refusal.ts';
import type { TelemetryRequest } from '../http/request.ts';
import { createMessageApplier } from './applyMessages.ts';
import { type Judged, resultsResponse } from './messageResults.ts';
import { readingAt } from './readItems.ts';
import { incoming } from './readMessage.ts';
import { recordRejected } from './recordRejected.ts';

const telemetryEvents = {
  taken: 'telemetry.received',
  refused: 'telemetry.refused',
  failed: 'telemetry.failed',
} as const;

/** Makes the handler; it answers every request and throws at none. */
export function createTelemetryHandler(
  deps: TelemetryDeps,
): (request: TelemetryRequest) => Promise<IngestResponse> {
  const applyMessages = createMessageApplier(deps);

  async function answer(request: TelemetryRequest): Promise<IngestResponse> {
    const { correlationId } = request;
    const verdict = await deps.keyRing.judge(request.authorization, request.source);
    if (!verdict.ok) return refusalResponse(keyRefusal(verdict));
    const text = await readBody(request.body);
    if (!text.ok) return refusalResponse(text.refusal);
    const envelope = readEnvelope(text.value);
    if (!envelope.ok) return refusalResponse(envelope.refusal);
    const receivedAt = deps.now();
    const read = envelope.value.map((message) => judgeSpeaker(message, verdict.speaker));
    const at = readingAt(deps, receivedAt, correlationId);
    const messages = read.flatMap((one, index) => (one.ok ? incoming(index, one.message, at) : []));
    const gateway = gatewayOf(verdict);
    const applied = await applyMessages(messages, receivedAt, { correlationId, gateway });
    // What a key may not say of a device changes nothing of it.
    const own = read.filter((one) => one.ok || one.isTheirs);
    if (own.some((one) => !one.ok)) await recordRejected(deps, own, receivedAt, correlationId);
    return resultsResponse(read, applied);
  }

  return handleErrors(deps.log, telemetryEvents, answer);
}

/** The gateway of a good key, as far as it is one. */
function gatewayOf({ id, speaker }: Extract<KeyVerdict, { ok: true }>): Gateway | null {
  return speaker.kind === 'gateway' ? { id, name: speaker.name } : null;
}

/** A device's key speaks for that device only. */
function judgeSpeaker(read: MessageRead, speaker: KeyOwner): Judged {
  const device = read.ok ? read.message.device : read.device;
  const isTheirs = speaker.kind === 'gateway' || isSameDevice(speaker.device, device);
  if (!read.ok) return { ...read, isForbidden: false, isTheirs };
  if (isTheirs) return read;
  const reason = 'This key speaks for another device only.';
  const pointer = `${read.pointer}/device`;
  return { ok: false, device, fault: { reason, pointer }, isForbidden: true, isTheirs };
}
