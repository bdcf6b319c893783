/**
 * `POST /api/enrol` and `POST /api/rotate-key` without a server around them: a one-time code becomes
 * the key of a device, and a key its successor.
 */
import { enrolBody, foldDeviceId, type KeyAnswer } from '@rooms-pro/core/contracts';
import { type CodeFault, redeemEnrolmentCode, rotateKey } from '@rooms-pro/store';
import type { TelemetryDeps } from '../deps.ts';
import { handleErrors } from '../http/handleErrors.ts';
import { readBody } from '../http/readBody.ts';
import { faultOf, parseBody } from '../http/readEnvelope.ts';
import type { IngestResponse } from '../http/refusal.ts';
import {
  accept,
  keyRefusal,
  keyRefusals,
  type Outcome,
  type Refusal,
  refusalResponse,
  refuse,
} from '../http/refusal.ts';
import type { EnrolRequest } from '../http/request.ts';
import { createThrottle } from './rateLimit.ts';
import { moveDevice } from './registerRoom.ts';

type EnrolDeps = Pick<TelemetryDeps, 'store' | 'rules' | 'now' | 'log'>;
type Answer = (request: EnrolRequest) => Promise<IngestResponse>;

/**
 * Refused attempts a minute; honest ones do not count, so a building may enrol all at once. Codes have
 * 60 bits: all together are held back for what looking them up costs, not for what could be guessed.
 */
const limits = { perSource: 20, overall: 6_000 };

/** Makes the handler that turns a code into the key of the device that presents it. */
export function createEnrolHandler(deps: EnrolDeps): Answer {
  const throttle = createThrottle(limits);

  async function enrol(request: EnrolRequest): Promise<Outcome<KeyAnswer>> {
    const body = await readEnrolBody(request);
    if (!body.ok) return body;
    const { code, device } = body.value;
    const { store, log } = deps;
    const now = deps.now();
    const verdict = await redeemEnrolmentCode(store, code, device, now);
    if (!verdict.ok) return refuse(codeRefusals[verdict.reason]);
    const { key, roomId } = verdict;
    const { correlationId } = request;
    log.info('device.enrolled', { correlationId, roomId });
    if (roomId !== null && (await moveDevice(deps, device, roomId, correlationId)))
      log.info('device.moved', { correlationId, roomId });
    return accept({ device, key });
  }

  return handleErrors(deps.log, enrolmentEvents, async (request) => {
    const waitSeconds = throttle.take(request.source, deps.now());
    if (waitSeconds > 0) return refusalResponse(tooManyAttempts(waitSeconds));
    const outcome = await enrol(request);
    if (!outcome.ok) return refusalResponse(outcome.refusal);
    throttle.giveBack(request.source);
    return answerKey(outcome.value);
  });
}

/** Makes the handler that gives a device the successor of the key it presents. */
export function createRotateHandler(deps: EnrolDeps & Pick<TelemetryDeps, 'keyRing'>): Answer {
  const { store, log, keyRing } = deps;
  const throttle = createThrottle({ perSource: 6, overall: 6000 });

  return handleErrors(log, enrolmentEvents, async ({ authorization, correlationId, source }) => {
    const verdict = await keyRing.judge(authorization, source);
    if (!verdict.ok) return refusalResponse(keyRefusal(verdict));
    const { speaker, id } = verdict;
    if (speaker.kind !== 'device') return refusalResponse(onlyDevices);
    const now = deps.now();
    const waitSeconds = throttle.take(foldDeviceId(speaker.device), now);
    if (waitSeconds > 0) return refusalResponse(tooManyAttempts(waitSeconds));
    const rotated = await rotateKey(store, id, now);
    if (rotated === null) return refusalResponse(keyRefusals.keyRevoked);
    log.info('key.rotated', { correlationId });
    return answerKey({ device: speaker.device, key: rotated.key });
  });
}

const enrolmentEvents = {
  taken: 'telemetry.received',
  refused: 'enrolment.refused',
  failed: 'enrolment.failed',
} as const;

function answerKey(answer: KeyAnswer): IngestResponse {
  return { status: 200, headers: { 'Cache-Control': 'no-store' }, jsonBody: answer };
}

async function readEnrolBody({ body }: EnrolRequest) {
  const text = await readBody(body);
  if (!text.ok) return text;
  const parsed = parseBody(text.value);
  if (!parsed.ok) return parsed;
  const read = enrolBody.safeParse(parsed.value);
  if (read.success) return accept(read.data);
  const { reason, pointer } = faultOf(read.error);
  return refuse({ status: 400, code: 'enrolmentUnreadable', sentence: reason, pointer });
}

function tooManyAttempts(waitSeconds: number): Refusal {
  return {
    status: 429,
    code: 'tooManyAttempts',
    sentence: `Too many attempts. Try again in ${waitSeconds} s.`,
    headers: { 'Retry-After': String(waitSeconds) },
  };
}

const onlyDevices: Refusal = {
  status: 403,
  code: 'keyForbidden',
  sentence: 'Only the key of a device can be renewed here. A manager issues the key of a gateway.',
};

const codeSentences: Readonly<Record<CodeFault, string>> = {
  codeUnknown: 'This enrolment code is not known here. Check it, or ask a manager for a new one.',
  codeRevoked: 'This enrolment code was taken back. Ask a manager for a new one.',
  codeExpired: 'This enrolment code is too old. Ask a manager for a new one.',
  codeUsed: 'This enrolment code has been used. Ask a manager for a new one.',
  codeForAnotherDevice:
    'This enrolment code is for another device. Ask a manager for one for this.',
  codeForNewDevices:
    'A device of this name stands in a room already. Ask a manager for a code made for this device.',
  codeRoomGone: 'The room of this enrolment code is no longer there. Ask a manager for a new code.',
};

const codeRefusals = Object.fromEntries(
  Object.entries(codeSentences).map(([code, sentence]) => [code, { status: 403, code, sentence }]),
) as Readonly<Record<CodeFault, Refusal>>;
