/** Handles `POST /api/telemetry`, independent of the server: key, body, envelope, messages, response. */
import { isSameDevice } from '@rooms-pro/core';
import type { Gateway, KeyOwner } from '@rooms-pro/store';
import type { TelemetryDeps } from '../deps.ts';
import type { KeyVerdict } from '../devices/keyRing.ts';
import { handleErrors } from '../http/handleErrors.ts';
import { readBody } from '../http/readBody.ts';
import { type MessageRead, readEnvelope } from '../http/readEnvelope.ts';
import { type IngestResponse, keyRefusal, refusalResponse } from '../http/refusal.ts';
import type { TelemetryRequest } from '../http/request.ts';
import { createMessageApplier, incoming } from './applyMessages.ts';
import { type Checked, resultsResponse } from './messageResults.ts';
import { readingAt } from './readItems.ts';
import { recordRejected } from './recordRejected.ts';

const telemetryEvents = {
  taken: 'telemetry.received',
  refused: 'telemetry.refused',
  failed: 'telemetry.failed',
} as const;

/** Creates the handler. It responds to every request and never throws. */
export function createTelemetryHandler(
  deps: TelemetryDeps,
): (request: TelemetryRequest) => Promise<IngestResponse> {
  const applyMessages = createMessageApplier(deps);

  async function handle(request: TelemetryRequest): Promise<IngestResponse> {
    const { correlationId } = request;
    const verdict = await deps.keyRing.verify(request.authorization, request.source);
    if (!verdict.ok) return refusalResponse(keyRefusal(verdict));
    const text = await readBody(request.body);
    if (!text.ok) return refusalResponse(text.refusal);
    const envelope = readEnvelope(text.value);
    if (!envelope.ok) return refusalResponse(envelope.refusal);
    const receivedAt = deps.now();
    const read = envelope.value.map((message) => checkOwner(message, verdict.speaker));
    const at = readingAt(deps, receivedAt, correlationId);
    const messages = read.flatMap((one, index) => (one.ok ? incoming(index, one.message, at) : []));
    const gateway = toGateway(verdict);
    const applied = await applyMessages(messages, receivedAt, { correlationId, gateway });
    // A rejected message is recorded only if the key may send for its device.
    const own = read.filter((one) => one.ok || one.isTheirs);
    if (own.some((one) => !one.ok)) await recordRejected(deps, own, receivedAt, correlationId);
    return resultsResponse(read, applied);
  }

  return handleErrors(deps.log, telemetryEvents, handle);
}

/** The gateway of a valid key; `null`: the key is of a device. */
function toGateway({ id, speaker }: Extract<KeyVerdict, { ok: true }>): Gateway | null {
  return speaker.kind === 'gateway' ? { id, name: speaker.name } : null;
}

/** The key of a device may send for that device only. */
function checkOwner(read: MessageRead, speaker: KeyOwner): Checked {
  const device = read.ok ? read.message.device : read.device;
  const isTheirs = speaker.kind === 'gateway' || isSameDevice(speaker.device, device);
  if (!read.ok) return { ...read, isForbidden: false, isTheirs };
  if (isTheirs) return read;
  const reason = 'This key is valid for another device only.';
  const pointer = `${read.pointer}/device`;
  return { ok: false, device, fault: { reason, pointer }, isForbidden: true, isTheirs };
}
