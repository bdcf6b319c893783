/**
 * Handles `POST /api/attachments`, independent of the server: the logs that a person ordered from a device
 * become an attachment of the ticket.
 */
import { within } from '@rooms-pro/async';
import { advance, type Command, isSameDevice, type Room } from '@rooms-pro/core';
import { largestAttachmentBytes } from '@rooms-pro/core/contracts';
import {
  type Attachment,
  type Attachments,
  changeRoom,
  roomsOfDevice,
  StoreError,
} from '@rooms-pro/store';
import type { TelemetryDeps } from '../deps.ts';
import { handleErrors } from '../http/handleErrors.ts';
import type { IngestResponse } from '../http/refusal.ts';
import {
  accept,
  keyRefusal,
  lengthRequired,
  type Outcome,
  refusalResponse,
  refuse,
} from '../http/refusal.ts';
import type { FileRequest } from '../http/request.ts';
import {
  attachmentIncomplete,
  attachmentTooLarge,
  cannotBeAttached,
  deviceForbidden,
  incompleteUpload,
  noStorage,
  notOrdered,
} from './attachmentRefusals.ts';
import { findCommandSignal, findLogOrder, type Order } from './logOrder.ts';

export type AttachmentDeps = Pick<TelemetryDeps, 'store' | 'rules' | 'now' | 'log' | 'keyRing'> & {
  /** The storage of attachments; `null`: none. */
  readonly attachments: Attachments | null;
};

type Claim = { readonly device: string; readonly command: string; readonly name: string };
type Ordered = { readonly room: Room; readonly order: Order };
/** The response for an attached file. */
type Attached = Pick<Attachment, 'id' | 'name' | 'sizeBytes'> | null;

const historyLimit = 500;
const attachmentEvents = {
  taken: 'attachment.received',
  refused: 'attachment.refused',
  failed: 'attachment.failed',
} as const;

/** Creates the handler. It responds to every request and never throws. */
export function createAttachmentHandler(
  deps: AttachmentDeps,
): (request: FileRequest) => Promise<IngestResponse> {
  return handleErrors(deps.log, attachmentEvents, async (request) => {
    const outcome = await take(request, deps);
    if (!outcome.ok) return refusalResponse(outcome.refusal);
    const status = outcome.value === null ? 200 : 201;
    return { status, headers: {}, jsonBody: { attachment: outcome.value } };
  });
}

/** Checks everything that can refuse the file before it reads a byte; `null`: the file is attached already. */
async function take(request: FileRequest, deps: AttachmentDeps): Promise<Outcome<Attached>> {
  const verdict = await deps.keyRing.verify(request.authorization, request.source);
  if (!verdict.ok) return refuse(keyRefusal(verdict));
  const { attachments } = deps;
  if (attachments === null) return refuse(noStorage);
  if (request.body.bytes === null) return refuse(lengthRequired);
  const claim = readClaim(request);
  if (claim === null) return refuse(incompleteUpload);
  const { speaker } = verdict;
  if (speaker.kind === 'device' && !isSameDevice(speaker.device, claim.device))
    return refuse(deviceForbidden);
  if (Number(request.body.contentLength) > largestAttachmentBytes)
    return refuse(attachmentTooLarge);
  const ordered = await find(claim, deps);
  if (ordered === null) return refuse(notOrdered);
  if (ordered.order.isFulfilled) return accept(null);
  const attaching = attachCommand(ordered, claim, { id: '', name: '', sizeBytes: 0 });
  const input = { kind: 'command', actor: { kind: 'platform' }, command: attaching } as const;
  if (!advance(ordered.room, input, deps.rules(), deps.now()).ok) return refuse(cannotBeAttached);
  return keep(request, claim, { ...ordered, place: attachments }, deps);
}

function readClaim({ file: { device, command, name } }: FileRequest): Claim | null {
  const shown = decoded(name ?? '')
    ?.split(/[\\/]/)
    .at(-1);
  if (device === null || device.length > 128 || command === null || !shown) return null;
  return { device, command, name: shown };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

async function find(claim: Claim, { store, now, rules }: AttachmentDeps): Promise<Ordered | null> {
  for (const roomId of await roomsOfDevice(store, claim.device)) {
    const stored = await store.room(roomId);
    const signal = stored && findCommandSignal(stored.value, claim.command);
    if (!stored || !signal) continue;
    const events = await store.history(roomId, { signal, limit: historyLimit });
    const order = findLogOrder(events, { ...claim, signal }, now(), rules());
    if (order !== null) return { room: stored.value, order };
  }
  return null;
}

/** Stores the file first and then attaches it to the ticket: a stored file without a ticket does no harm. */
async function keep(
  { body }: FileRequest,
  claim: Claim,
  { room, order, place }: Ordered & { readonly place: Attachments },
  { store, rules, now, log }: AttachmentDeps,
): Promise<Outcome<Attached>> {
  const { command, name } = claim;
  const source = trackBreaks(body.bytes);
  // Browsers download files of devices and never show them.
  const contentType = 'application/octet-stream';
  const file = { name, contentType, at: now(), content: source.content };
  const kept = await place.put(order.ticket, file).catch((error: unknown) => {
    if (error instanceof StoreError && error.code === 'tooLarge') return attachmentTooLarge;
    if (source.isBroken()) return attachmentIncomplete;
    throw error;
  });
  if ('status' in kept) return refuse(kept);
  const { id, sizeBytes } = kept;
  const request = {
    roomId: room.id,
    input: {
      kind: 'command',
      actor: { kind: 'platform' },
      command: attachCommand({ room, order }, claim, kept),
    },
    via: 'platform',
    correlationId: command,
    now: now(),
  } as const;
  const { advanced } = await changeRoom(store, rules(), request);
  if (advanced.ok) return accept({ id, name: kept.name, sizeBytes });
  await place.delete(order.ticket, id).catch((error: unknown) => {
    log.warn('attachment.left', { ticket: order.ticket, id }, error);
  });
  // A parallel request with the same logs was faster.
  if (advanced.rejection.code === 'alreadyAttached') return accept(null);
  return refuse(cannotBeAttached);
}

function attachCommand(
  { order: { signal } }: Ordered,
  { command }: Claim,
  { id, name, sizeBytes }: Pick<Attachment, 'id' | 'name' | 'sizeBytes'>,
): Command {
  // The upload has the id of the command, so that one order gives one file, however often it is sent.
  const attachment = {
    id,
    name,
    sizeBytes,
    preview: null,
    via: 'platform',
    upload: command,
  } as const;
  return { action: 'attach', signal, attachment };
}

/** Time limit between two pieces of a body; a longer stall ends the upload. */
const pieceTimeoutMs = 60_000;

/** The body, and whether its sender cut it off. */
function trackBreaks(bytes: FileRequest['body']['bytes']) {
  let isBroken = false;
  async function* content(): AsyncGenerator<Uint8Array> {
    const source = bytes?.[Symbol.asyncIterator]();
    try {
      while (source) {
        const step = await within(pieceTimeoutMs, source.next());
        if (step === null) throw new Error('The body stalled.');
        if (step.done) return;
        yield step.value;
      }
    } catch (error) {
      isBroken = true;
      throw error;
    }
  }
  return { content: content(), isBroken: () => isBroken };
}
