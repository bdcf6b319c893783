/** The first step of an explanation: recognises the format of a payload and reads each part. */

import {
  type GraphKind,
  graphKind,
  isGraphList,
  unwrapGraph,
} from '../signals/formats/graph/graphResource.ts';
import type { Interpreted, Unreadable } from '../signals/formats/interpreted.ts';
import { type ItemForm, itemForm, readItem } from '../signals/formats/items.ts';
import { configuredDisplays } from '../signals/formats/mtr/mtrEvent.ts';
import { readInstant } from '../signals/formats/readInstant.ts';
import { isRecord } from '../text/deviceText.ts';
import type { Instant } from '../words.ts';

type Json = Readonly<Record<string, unknown>>;

export type PayloadFormat = ItemForm | `graph-${GraphKind | 'devices'}` | 'envelope';

/** The content of one item about one device. */
export type ExplainedItem = {
  readonly device: string;
  readonly says: Interpreted;
  readonly configuredDisplays: number | null;
};

/** A parsed payload; the pointers of `rejected` start at the payload. */
export type ParsedPayload = {
  readonly format: PayloadFormat | null;
  readonly said: readonly ExplainedItem[];
  readonly rejected: readonly Unreadable[];
};

/** The time for payloads without one: no explanation depends on it. */
const someTime: Instant = '1970-01-01T00:00:00.000Z';
const limits = { messages: 100, items: 200, device: 128, agent: 64 };

/** Recognises a payload by its members and reads it completely. */
export function parsePayload(payload: unknown): ParsedPayload {
  if (!isRecord(payload)) return refuse(null, '', 'A payload must be an object.');
  const has = (...members: string[]) => members.some((member) => Object.hasOwn(payload, member));
  if (has('messages', 'items')) return readEnvelope(payload);
  if (has('form')) return bare(itemForm(payload), payload);
  if (has('signal', 'state'))
    return bare('reading', { observedAt: someTime, ...payload, form: 'reading' });
  if (has('MetricValues', 'AlertRaisedAt'))
    return bare('device-state', { form: 'device-state', body: payload });
  if (isGraphList(payload)) return readList(payload);
  const kind = graphKind(unwrapGraph(payload).resource);
  if (kind !== null) return bare(`graph-${kind}`, { form: 'graph-health', body: payload });
  if (has('OperationName', 'OperationResult', 'Description'))
    return bare('mtr-event', { form: 'mtr-event', observedAt: someTime, event: payload });
  return refuse(null, '', unknownFormat);
}

const unknownFormat =
  'This is no event of the Teams Rooms log, no device of Microsoft Graph, no device state of the Teams admin centre and no telemetry message.';

function refuse(format: PayloadFormat | null, pointer: string, reason: string): ParsedPayload {
  return { format, said: [], rejected: [{ pointer, reason }] };
}

function bare(format: PayloadFormat | null, item: Json): ParsedPayload {
  return { format, ...gather([say('', item, someTime, '')]) };
}

type SaidAt = ExplainedItem & { readonly pointer: string };

function say(device: string, item: unknown, fallback: Instant, pointer: string): SaidAt {
  const event = isRecord(item) ? item['event'] : null;
  return {
    device,
    pointer,
    says: readItem(item, fallback),
    configuredDisplays: isRecord(event) ? configuredDisplays(event) : null,
  };
}

function gather(said: readonly SaidAt[]): Omit<ParsedPayload, 'format'> {
  const rejected = said.flatMap(({ pointer, says }) =>
    says.rejected.map((part) => ({ ...part, pointer: pointer + part.pointer })),
  );
  return { said, rejected };
}

/** Distinguishes devices by `id`, because real devices can share a `uniqueId`. */
function readList(body: Json): ParsedPayload {
  const entries = Array.isArray(body['value']) ? body['value'] : [];
  const parts = entries.map((entry: unknown, index): Omit<ParsedPayload, 'format'> => {
    const pointer = `/value/${index}`;
    const id = isRecord(entry) ? entry['id'] : null;
    if (typeof id !== 'string' || id.trim() === '')
      return refuse(null, `/body${pointer}/id`, 'A device in a list needs an id.');
    const says = say(id, { form: 'graph-health', body: entry }, someTime, '');
    // The readers return pointers into `/body`; here the body is an entry of the list.
    const { said, rejected } = gather([says]);
    const moved = rejected.map((part) => ({
      ...part,
      pointer: part.pointer.replace('/body', `/body${pointer}`),
    }));
    return { said, rejected: moved };
  });
  return { format: 'graph-devices', ...merge(parts) };
}

function merge(parts: readonly Omit<ParsedPayload, 'format'>[]): Omit<ParsedPayload, 'format'> {
  return {
    said: parts.flatMap(({ said }) => said),
    rejected: parts.flatMap(({ rejected }) => rejected),
  };
}

/** Reads one message, or up to 100. A bad message or item does not affect the others. */
function readEnvelope(envelope: Json): ParsedPayload {
  if (!Object.hasOwn(envelope, 'messages'))
    return { format: 'envelope', ...readMessage(envelope, '') };
  const { messages } = envelope;
  if (!Array.isArray(messages) || messages.length === 0 || messages.length > limits.messages)
    return refuse(
      'envelope',
      '/messages',
      `This must be a list of 1 to ${limits.messages} messages.`,
    );
  const parts = messages.map((message, index) => readMessage(message, `/messages/${index}`));
  return { format: 'envelope', ...merge(parts) };
}

function readMessage(message: unknown, pointer: string): Omit<ParsedPayload, 'format'> {
  if (!isRecord(message)) return refuse(null, pointer, 'A message must be an object.');
  const fault = faultOf(message);
  if (fault !== null) return refuse(null, pointer + fault.pointer, fault.reason);
  const { items } = message;
  const sentAt = readInstant(message['sentAt']) ?? someTime;
  const device = String(message['device']);
  return gather(
    (Array.isArray(items) ? items : []).map((item, index) =>
      say(device, item, sentAt, `${pointer}/items/${index}`),
    ),
  );
}

/** The fault in the header of a message, by the published contract for senders; `null`: no fault. */
function faultOf({ device, sentAt, seq, agent = '', items }: Json): Unreadable | null {
  const isText = (value: unknown, least: number, most: number) =>
    typeof value === 'string' && value.length >= least && value.length <= most;
  const fault = (member: string, reason: string) => ({ pointer: `/${member}`, reason });
  if (!isText(device, 1, limits.device))
    return fault('device', `A device is a text of 1 to ${limits.device} characters.`);
  if (readInstant(sentAt) === null)
    return fault('sentAt', 'This must be a time in ISO 8601 with a zone.');
  if (!Number.isSafeInteger(seq) || Number(seq) < 0)
    return fault('seq', 'This must be a whole number from 0.');
  if (!isText(agent, 0, limits.agent))
    return fault('agent', `An agent is a text of at most ${limits.agent} characters.`);
  if (!Array.isArray(items) || items.length > limits.items)
    return fault('items', `This must be a list of at most ${limits.items} items.`);
  return null;
}
