/** What today's version requires of each document, as JSON Schema: to be frozen with a kept database. */
import { documentKinds } from '@rooms-pro/store';
import { z } from 'zod';
import { documentSchemas, settingSchemas } from '../../store/src/schemas/documents.ts';
import { eventSchema } from '../../store/src/schemas/event.ts';
import { roomSchema } from '../../store/src/schemas/room.ts';
import {
  count,
  instant,
  outageName,
  roomName,
  signalId,
} from '../../store/src/schemas/sharedParts.ts';
import type { OlderSchema } from './olderReader.ts';

type JsonSchema = z.core.JSONSchema.JSONSchema;

const texts: readonly unknown[] = [instant, outageName, roomName, signalId];

/** Of our own patterns, such as an instant, the type is kept; members and fixed words are kept as they are. */
function freeze(schema: z.ZodType, reused: 'ref' | 'inline' = 'ref'): JsonSchema {
  return z.toJSONSchema(schema, {
    unrepresentable: 'any',
    reused,
    override({ zodSchema, jsonSchema }) {
      if (texts.includes(zodSchema)) jsonSchema.type = 'string';
      if ((zodSchema as unknown) === count) jsonSchema.type = 'integer';
    },
  });
}

/** One schema for each kind of document, each setting and each type of change. */
export function olderSchemas(): OlderSchema[] {
  const kinds = documentKinds.filter((kind) => kind !== 'setting');
  const { event, changes } = splitEvent();
  return [
    { name: 'room', schema: freeze(roomSchema) },
    { name: 'event', schema: event },
    ...changes,
    ...kinds.map((kind) => ({ name: kind, schema: freeze(documentSchemas[kind]) })),
    ...Object.entries(settingSchemas).map(([id, schema]) => ({
      name: `setting/${id}`,
      schema: freeze(schema),
    })),
  ];
}

/** A change of a type that is not known fits in any form, so each known type has a schema of its own. */
function splitEvent(): { readonly event: JsonSchema; readonly changes: readonly OlderSchema[] } {
  const event = structuredClone(freeze(eventSchema, 'inline'));
  const list = event.properties?.['changes'] as { items: { anyOf: { oneOf: JsonSchema[] }[] } };
  const known = list.items.anyOf[0]?.oneOf ?? [];
  const changes = known.map((schema) => {
    const type = schema.properties?.['type'] as { const: string };
    return { name: `change/${type.const}`, schema };
  });
  if (changes.length === 0) throw new Error('The schema of an event names no changes.');
  return { event: { ...event, properties: { ...event.properties, changes: {} } }, changes };
}
