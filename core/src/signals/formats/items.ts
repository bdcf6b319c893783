/**
 * Reads one item of a telemetry message, by its form: the only reader of items there is. The schema
 * in `contracts/` says the same to senders; a test holds the two together.
 */

import { detailLimit, isRecord, sanitizeDetail } from '../../text/deviceText.ts';
import { clip } from '../../text/visibleText.ts';
import { type Instant, type ReadingState, readingStates } from '../../words.ts';
import { parseSignalId } from '../catalogue.ts';
import { readCommandResult, readDeviceItem } from './deviceItems.ts';
import { readDeviceState } from './deviceState.ts';
import { readGraphHealth } from './graph/graphHealth.ts';
import type { Interpreted, Unreadable } from './interpreted.ts';
import { readMtrEvent } from './mtr/mtrEvent.ts';
import { readInstant } from './readInstant.ts';

type Json = Readonly<Record<string, unknown>>;

/** The forms an item can have, each with the members it may have. */
const membersByForm = {
  reading: ['form', 'signal', 'state', 'detail', 'observedAt'],
  'mtr-event': ['form', 'observedAt', 'event'],
  'graph-health': ['form', 'observedAt', 'body'],
  'device-state': ['form', 'body'],
  device: ['form', 'observedAt', 'appVersion', 'osVersion', 'inMeeting', 'ipAddress'],
  'command-result': ['form', 'id', 'outcome', 'detail', 'observedAt'],
} as const;
export type ItemForm = keyof typeof membersByForm;

/** The form of an item, or `null` when it has none that is known. */
export function itemForm(item: unknown): ItemForm | null {
  const form = isRecord(item) ? item['form'] : null;
  return typeof form === 'string' && Object.hasOwn(membersByForm, form) ? (form as ItemForm) : null;
}

/**
 * What one item says, with pointers from the item's own root; `fallback` is when Graph was asked,
 * for states of which it does not say since when.
 */
export function readItem(item: unknown, fallback: Instant): Interpreted {
  if (!isRecord(item)) return refuse('', 'An item must be an object.');
  const form = itemForm(item);
  if (form === null) return refuse('/form', `An item is one of ${forms.join(', ')}.`);
  const members: readonly string[] = membersByForm[form];
  for (const member of Object.keys(item)) {
    if (!members.includes(member))
      return refuse('', `An item of this form has no "${clip(sanitizeDetail(member), 60)}".`);
  }
  switch (form) {
    case 'reading':
      return readReading(item);
    case 'mtr-event':
      return readEvent(item);
    case 'graph-health':
      return readGraph(item, fallback);
    case 'device-state':
      return inside(item, 'body', readDeviceState);
    case 'device':
      return readDeviceItem(item);
    case 'command-result':
      return readCommandResult(item);
  }
}

const forms = Object.keys(membersByForm);
const notATime: Unreadable = {
  pointer: '/observedAt',
  reason: 'This must be a time in ISO 8601 with a zone.',
};

function refuse(pointer: string, reason: string): Interpreted {
  return { readings: [], facts: [], rejected: [{ pointer, reason }] };
}

/** Reads the object in a member; its pointers become pointers from the item's root. */
function inside(item: Json, member: 'event' | 'body', read: (payload: Json) => Interpreted) {
  const payload = item[member];
  if (!isRecord(payload)) return refuse(`/${member}`, 'This must be an object.');
  const says = read(payload);
  if (says.rejected.length === 0) return says;
  const rejected = says.rejected.map((part) => ({ ...part, pointer: `/${member}${part.pointer}` }));
  return { ...says, rejected };
}

function readEvent(item: Json): Interpreted {
  const observedAt = readInstant(item['observedAt']);
  if (observedAt === null) return refuse(notATime.pointer, notATime.reason);
  return inside(item, 'event', (event) => readMtrEvent(event, observedAt));
}

function readGraph(item: Json, fallback: Instant): Interpreted {
  const observedAt = item['observedAt'] === undefined ? fallback : readInstant(item['observedAt']);
  if (observedAt === null) return refuse(notATime.pointer, notATime.reason);
  return inside(item, 'body', (body) => readGraphHealth(body, observedAt));
}

function readReading(item: Json): Interpreted {
  const signal = typeof item['signal'] === 'string' ? parseSignalId(item['signal']) : null;
  if (signal === null) return refuse('/signal', 'No rule knows a signal of this name.');
  const state = stateNamed(item['state']);
  if (state === null) return refuse('/state', `A state is one of ${readingStates.join(', ')}.`);
  const detail = item['detail'] === undefined ? '' : item['detail'];
  if (typeof detail !== 'string' || detail.length > detailLimit)
    return refuse('/detail', `A detail is a text of at most ${detailLimit} characters.`);
  const observedAt = readInstant(item['observedAt']);
  if (observedAt === null) return refuse(notATime.pointer, notATime.reason);
  const reading = { signal, state, detail: detail && sanitizeDetail(detail), observedAt };
  return { readings: [reading], facts: none, rejected: none };
}

const none: readonly never[] = [];

function stateNamed(value: unknown): ReadingState | null {
  return readingStates.includes(value as ReadingState) ? (value as ReadingState) : null;
}
