/** Checks a stored value against the schema of its kind, and locates the first fault. */
import { type Room, upgradeRoom } from '@rooms-pro/core';
import { z } from 'zod';
import type { DocumentKind } from './documentKinds.ts';
import { documentSchemas, settingSchemas } from './documents.ts';
import { eventSchema } from './event.ts';
import { compileFits, type Fits } from './fits.ts';
import { earlierRoomSchema, roomSchema } from './room.ts';

/** The kinds of stored data: rooms, events and the kinds of small documents. */
export type StoredKind = DocumentKind | 'room' | 'event';

/** Why a value does not match: a JSON pointer, and a reason that contains none of the content. */
export type SchemaFault = { readonly where: string; readonly reason: string };

const maxPointerParts = 12;
const maxPartLength = 60;
const anything = z.unknown();
const compiled = new Map<z.ZodType, Fits>();

/** The value as this version uses it, or its first fault. */
export function readStored(
  kind: StoredKind,
  id: string,
  value: unknown,
): { readonly value: unknown } | { readonly fault: SchemaFault } {
  const schema = schemaFor(kind, id);
  if (fits(schema, value)) return { value };
  if (kind === 'room' && fits(earlierRoomSchema, value)) {
    return { value: upgradeRoom(value as Room) };
  }
  return { fault: describe(schema, value) };
}

function schemaFor(kind: StoredKind, id: string): z.ZodType {
  if (kind === 'room') return roomSchema;
  if (kind === 'event') return eventSchema;
  if (kind !== 'setting') return documentSchemas[kind];
  return Object.hasOwn(settingSchemas, id) ? (settingSchemas[id] ?? anything) : anything;
}

function fits(schema: z.ZodType, value: unknown): boolean {
  const known = compiled.get(schema) ?? compileFits(schema);
  compiled.set(schema, known);
  return known(value);
}

function describe(schema: z.ZodType, value: unknown): SchemaFault {
  const issue = deepest(schema.safeParse(value).error?.issues ?? []);
  if (issue === null) return { where: '', reason: 'does not match its schema' };
  const parts = issue.path.slice(0, maxPointerParts).map(pointerPart);
  return { where: parts.map((part) => `/${part}`).join(''), reason: clause(issue, value) };
}

/** Of several alternatives, the fault with the longest path is the most useful. */
function deepest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | null {
  const [issue] = issues;
  if (issue === undefined) return null;
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .map((errors) => deepest(errors))
    .filter((one) => one !== null)
    .toSorted((one, other) => other.path.length - one.path.length);
  const [furthest] = inner;
  if (furthest === undefined || furthest.path.length === 0) return issue;
  return { ...furthest, path: [...issue.path, ...furthest.path] };
}

function clause(issue: z.core.$ZodIssue, value: unknown): string {
  if (valueAt(value, issue.path) === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `is not of the type ${issue.expected}`;
    case 'invalid_value':
    case 'invalid_union':
      return 'has a value that this version does not support';
    case 'unrecognized_keys':
      return 'has a member that this version does not support';
    case 'invalid_key':
      return 'has a name that this version does not support';
    case 'custom':
      return issue.message.slice(0, 200);
    default:
      return 'is outside what this version accepts';
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Reflect.get(at, part);
  }
  return at;
}

/** Names of members may be hostile text: returns one short line of it. */
function pointerPart(part: PropertyKey): string {
  const text = String(part).replaceAll('~', '~0').replaceAll('/', '~1');
  return text.replace(/\p{C}/gu, '·').slice(0, maxPartLength);
}
