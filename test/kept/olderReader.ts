/**
 * The reader of an older version, made from its frozen schemas. During an update old and new processes run
 * side by side, so what a new one writes must satisfy the old one.
 */
import { z } from 'zod';
import type { Line } from './rows.ts';

/** `name`: `room`, `event`, `change/` and a type, a kind of document, or `setting/` and a name. */
export type OlderSchema = {
  readonly name: string;
  readonly schema: z.core.JSONSchema.JSONSchema;
};

/** Makes it; the function returns why the older version could not read a row, one line each. */
export function createOlderReader(schemas: readonly OlderSchema[]) {
  const byName = new Map(schemas.map(({ name, schema }) => [name, z.fromJSONSchema(schema)]));

  function faults(name: string, value: unknown): string[] {
    const { error } = byName.get(name)?.safeParse(value) ?? {};
    return error ? [`${name}: ${z.prettifyError(error)}`] : [];
  }

  return (line: Line): string[] => {
    if (line.table === 'rooms') return faults('room', line.body);
    if (line.table === 'documents') {
      const { kind, id, body } = line;
      return faults(kind === 'setting' ? `setting/${id}` : kind, body);
    }
    if (line.table !== 'events') return [];
    const changes = line.body['changes'] as readonly { readonly type: string }[];
    const inChanges = changes.flatMap((change) => faults(`change/${change.type}`, change));
    return [...faults('event', line.body), ...inChanges];
  };
}
