/**
 * `/api/tickets/:number/attachments`: adds, sends and removes the files of a ticket, as streams.
 */
import { type Attached, attachmentChanges, formatSize, type Person } from '@rooms-pro/core';
import type { AttachedAnswer } from '@rooms-pro/core/contracts';
import { type Attachment, type Attachments, StoreError } from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';
import { AppError } from '../../appError.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { Log } from '../../log.ts';
import { allowBody, finishBody, forPeople } from '../../process/discardBody.ts';
import { mayTakeLong } from '../../process/httpServer.ts';
import { createConcurrencyLimit } from '../http/concurrencyLimit.ts';
import { answerOf, notFound } from '../http/httpErrors.ts';
import { type MinimumRate, uploadRate } from '../http/minimumRate.ts';
import { sendJson } from '../http/sendJson.ts';
import { findRequestedTicket, type RequestedTicket } from '../tickets/requestedTicket.ts';
import {
  type AttachingCommand,
  type AttachingDeps,
  assertAllowed,
  commit,
  labelIn,
} from './attachmentCommands.ts';
import { detectType } from './detectType.ts';
import { sendFile } from './download.ts';
import { presentAttachment } from './presentAttachments.ts';
import { empty, readUpload, readUploadId, tooLarge, type Upload } from './upload.ts';

export type AttachmentsDeps = AttachingDeps & {
  readonly fleet: Fleet;
  readonly identify: (request: Request) => Promise<Person>;
  /** The store for files; `null`: there is none. */
  readonly attachments: Attachments | null;
  /** The minimum rate at which a file must arrive. The default is 64 kB a second. */
  readonly uploadRate?: MinimumRate;
};

const all = '/api/tickets/:number/attachments';
/** Each upload has two pieces of some megabytes in memory on the way to the storage account. */
const mostUploads = 20;
const mostUploadsEach = 3;

/** Mounts the routes. */
export function mountAttachments(server: Server, deps: AttachmentsDeps): void {
  const inPlace = createConcurrencyLimit({
    most: mostUploads,
    mostEach: mostUploadsEach,
    refuse: busy,
  });
  server.post(all, async (request: Request, response: Response) =>
    answering(request, response, deps.log, async () => {
      const person = await deps.identify(request);
      allowBody(request, forPeople);
      mayTakeLong(request);
      const answer = await inPlace(person.id, () =>
        // The slot is in use as long as bytes arrive, also for a rejected file.
        take(request, person, deps).finally(() => finishBody(request, response)),
      );
      await sendJson(request, response, 201, answer);
    }),
  );
  server.get(`${all}/:id`, async (request: Request, response: Response) =>
    answering(request, response, deps.log, async () => {
      const person = await deps.identify(request);
      const kept = await find(request, person, deps);
      await sendFile(response, kept, deps.log);
    }),
  );
  server.del(`${all}/:id`, async (request: Request, response: Response) =>
    answering(request, response, deps.log, async () => {
      const person = await deps.identify(request);
      await sendJson(request, response, 200, await remove(request, person, deps));
    }),
  );
}

function busy(tooMany: 'ofAll' | 'ofPerson'): AppError {
  const headers = { 'retry-after': '20' };
  if (tooMany === 'ofPerson') {
    const sentence =
      'Three of your files are being attached right now. Try again when one of them is done.';
    return new AppError(sentence, { code: 'tooMany', status: 429, retryable: true, headers });
  }
  const sentence =
    'Many files are being attached right now, so your file was not attached. Try again in a minute.';
  return new AppError(sentence, { code: 'busy', status: 503, retryable: true, headers });
}

/** Errors become responses. A client that closed the connection gets no response. */
async function answering(
  request: Request,
  response: Response,
  log: Log,
  handle: () => Promise<void>,
): Promise<void> {
  try {
    await handle();
  } catch (error) {
    if (request.destroyed && !request.complete) {
      log.info('attachment.brokenOff');
      return;
    }
    const { status, body, headers } = answerOf(error, log);
    await sendJson(request, response, status, body, headers);
  }
}

/**
 * Checks everything before it reads a byte. Then it stores the file, and then it commits the
 * command.
 */
async function take(
  request: Request,
  person: Person,
  deps: AttachmentsDeps,
): Promise<AttachedAnswer> {
  const place = placeOf(deps);
  const asked = findRequestedTicket(request, person, deps.fleet);
  const { signal } = asked;
  const sending = readUploadId(request);
  const before = attachmentChanges(asked.ticket.attachments, person, sending);
  if (before) return answerOn(before, asked, person, deps);
  const asking = { id: '', name: '', sizeBytes: 0, preview: null, via: 'tab' } as const;
  await assertAllowed(asked, person, { action: 'attach', signal, attachment: asking }, deps);
  const upload = readUpload(request, deps.uploadRate ?? uploadRate);
  const head = await upload.head();
  if (head.byteLength === 0) throw empty(upload.name);
  const { contentType, preview } = await detectType(head);
  const kept = await keep(place, asked, { upload, contentType }, deps);
  const { id, name, sizeBytes } = kept;
  const said = { id, name, sizeBytes, preview, via: 'tab' } as const;
  const attachment = sending === undefined ? said : { ...said, upload: sending };
  const command: AttachingCommand = { action: 'attach', signal, attachment };
  const { room, ticket } = await commit(asked, person, command, deps).catch(async (error) => {
    // Only a certain rejection removes the file: after a failure, the ticket may contain it.
    if (error instanceof AppError) await letGo(place, asked, id, deps.log);
    throw error;
  });
  const attached =
    ticket.attachments.find((one) => one.id === id) ??
    attachmentChanges(ticket.attachments, person, sending);
  if (!attached) throw new Error('What was attached is not there.');
  // The first request was committed while this one arrived.
  if (attached.id !== id) await letGo(place, asked, id, deps.log);
  else deps.log.info('attachment.kept', { ticket: ticket.number, sizeBytes });
  return answerOn(attached, { ...asked, room }, person, deps);
}

function answerOn(
  attached: Attached,
  asked: RequestedTicket,
  person: Person,
  { rules }: AttachmentsDeps,
): AttachedAnswer {
  const { name, sizeBytes } = attached;
  return {
    attachment: presentAttachment(attached, person, asked.room),
    sentence: `${name} (${formatSize(sizeBytes)}) is attached to ${labelIn(asked, rules())}.`,
  };
}

async function keep(
  place: Attachments,
  { ticket }: RequestedTicket,
  { upload, contentType }: { readonly upload: Upload; readonly contentType: string },
  { now, log }: AttachmentsDeps,
): Promise<Attachment> {
  const { name } = upload;
  const attachment = { name, contentType, at: now(), content: upload.content() };
  return place.put(ticket.number, attachment).catch((error: unknown) => {
    const slow = upload.whySlow();
    if (slow) throw slow;
    if (error instanceof StoreError && error.code === 'tooLarge') throw tooLarge();
    throw failed(
      error,
      'put',
      'The file could not be stored right now. Nothing was attached.',
      log,
    );
  });
}

async function find(request: Request, person: Person, deps: AttachmentsDeps) {
  const place = placeOf(deps);
  const { ticket } = findRequestedTicket(request, person, deps.fleet);
  const id = String(request.params.id);
  if (!ticket.attachments.some((one) => one.id === id)) throw notFound('such attachment');
  const kept = await place.get(ticket.number, id).catch((error: unknown) => {
    throw failed(error, 'get', 'The file cannot be read right now.', deps.log);
  });
  if (kept) return kept;
  deps.log.error('attachment.missing', { ticket: ticket.number, id });
  const sentence = 'The content of this file no longer exists. Remove the file from the ticket.';
  throw new AppError(sentence, { code: 'notFound', status: 404 });
}

/**
 * Removes the file first from the ticket, then from the store. A file that no ticket lists is
 * harmless; a listed file without content is not.
 */
async function remove(request: Request, person: Person, deps: AttachmentsDeps) {
  const place = placeOf(deps);
  const asked = findRequestedTicket(request, person, deps.fleet);
  const id = String(request.params.id);
  const command: AttachingCommand = { action: 'removeAttachment', signal: asked.signal, id };
  const name = asked.ticket.attachments.find((one) => one.id === id)?.name ?? 'The file';
  await commit(asked, person, command, deps);
  await letGo(place, asked, id, deps.log);
  return { sentence: `${name} is no longer attached to ${labelIn(asked, deps.rules())}.` };
}

async function letGo(place: Attachments, asked: RequestedTicket, id: string, log: Log) {
  const ticket = asked.ticket.number;
  await place.delete(ticket, id).catch((error: unknown) => {
    log.warn('attachment.left', { ticket, id }, error);
  });
}

/** An error for a failure of the store. Any other error passes through unchanged. */
function failed(error: unknown, does: string, sentence: string, log: Log): unknown {
  if (!(error instanceof StoreError)) return error;
  log.error('attachment.failed', { does, code: error.code }, error);
  const next = 'Try again in a minute. If it fails again, contact your administrator.';
  const options = { code: 'unavailable', status: 503, retryable: error.retryable, cause: error };
  return new AppError(`${sentence} ${next}`, options);
}

function placeOf({ attachments }: AttachmentsDeps): Attachments {
  if (attachments) return attachments;
  const sentence =
    'Files cannot be attached here: no storage for files is set up. Contact your administrator.';
  throw new AppError(sentence, { code: 'noAttachments', status: 501 });
}
