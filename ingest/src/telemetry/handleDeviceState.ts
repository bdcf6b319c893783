/**
 * Handles `POST /api/device-state`, independent of the server: the webhook of the Teams admin centre,
 * which can neither use our envelope nor set a header. Its key may therefore be in the URL, where proxies
 * may log it: use a separate gateway key for it, and renew that key often.
 */
import { deviceStateDevice } from '@rooms-pro/core';
import type { TelemetryDeps } from '../deps.ts';
import type { KeyVerdict } from '../devices/keyRing.ts';
import { handleErrors } from '../http/handleErrors.ts';
import { readBody } from '../http/readBody.ts';
import { parseBody } from '../http/readEnvelope.ts';
import { type IngestResponse, keyRefusal, type Refusal, refusalResponse } from '../http/refusal.ts';
import type { DeviceStateRequest } from '../http/request.ts';
import { createMessageApplier, fromReadMessage, readMessage } from './applyMessages.ts';
import { itemResults } from './itemResults.ts';
import { resultsResponse } from './messageResults.ts';
import { readingAt } from './readItems.ts';

const events = {
  taken: 'telemetry.received',
  refused: 'telemetry.refused',
  failed: 'telemetry.failed',
} as const;

/** Creates the handler. It responds to every request and never throws. */
export function createDeviceStateHandler(
  deps: TelemetryDeps,
): (request: DeviceStateRequest) => Promise<IngestResponse> {
  const applyMessages = createMessageApplier(deps);
  const { keyRing } = deps;

  const verify = ({
    authorization,
    keyInQuery,
    source,
  }: DeviceStateRequest): Promise<KeyVerdict> =>
    (authorization ?? '').trim() === '' && keyInQuery !== null
      ? keyRing.verify(`Bearer ${keyInQuery}`, source)
      : keyRing.verify(authorization, source);

  return handleErrors(deps.log, events, async (request) => {
    const { correlationId } = request;
    const verdict = await verify(request);
    if (!verdict.ok) return refusalResponse(keyRefusal(verdict));
    if (verdict.speaker.kind !== 'gateway') return refusalResponse(onlyGateways);
    const text = await readBody(request.body);
    if (!text.ok) return refusalResponse(text.refusal);
    const body = parseBody(text.value);
    if (!body.ok) return refusalResponse(body.refusal);
    const device = deviceIn(body.value);
    if (device === null) return refusalResponse(noDevice);
    const now = deps.now();
    const items = [{ form: 'device-state', body: body.value }];
    const message = { device, sentAt: now, seq: 0, items };
    const read = readMessage(0, message, {
      ...readingAt(deps, now, correlationId),
      isOurs: true,
    });
    // A state without the connection is not a sign of life either, so there is nothing to apply.
    const hasReadings = read.input.readings.length > 0;
    const applied = hasReadings
      ? await applyMessages([fromReadMessage(read)], now, {
          correlationId,
          gateway: { id: verdict.id, name: verdict.speaker.name },
        })
      : new Map([[0, { device, items: itemResults(read.items, noEffect), commands: [] }]]);
    return resultsResponse([{ ok: true, message, pointer: '' }], applied);
  });
}

const noEffect = { verdicts: [], changes: [] };

function deviceIn(body: unknown): string | null {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isObject ? deviceStateDevice({ ...body }) : null;
}

const onlyGateways: Refusal = {
  status: 403,
  code: 'keyForbidden',
  sentence: 'The webhook sends states of many devices, so it needs the key of a gateway.',
};

const noDevice: Refusal = {
  status: 400,
  code: 'messageUnreadable',
  sentence: 'The body must be an object with the DeviceId of its device.',
  pointer: '/DeviceId',
};
