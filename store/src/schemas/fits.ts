/**
 * A fast check of a value against a schema. Zod builds a copy of the value, which takes as long as
 * parsing the JSON of a room; this check walks the same schema and builds no copy.
 */
import { z } from 'zod';

/** Returns whether a value matches the schema. */
export type Fits = (value: unknown) => boolean;

/** Compiles a schema. Zod checks the parts that it cannot walk, so the result is always the same as zod's. */
export function compileFits(schema: z.core.$ZodType): Fits {
  const known = walk(schema);
  if (known !== null) return known;
  return (value) => z.safeParse(schema, value).success;
}

/** `null`: zod must check this part. */
function walk(schema: z.core.$ZodType): Fits | null {
  // Zod runs checks beside the type, for example refinements.
  if ((schema._zod.def.checks?.length ?? 0) > 0) return null;
  if (schema instanceof z.ZodUnknown) return () => true;
  if (schema instanceof z.ZodCustom) return walkCustom(schema);
  if (schema instanceof z.ZodObject) return walkObject(schema);
  if (schema instanceof z.ZodArray) return walkArray(compileFits(schema.element));
  if (schema instanceof z.ZodRecord) return walkRecord(schema);
  if (schema instanceof z.ZodNullable) return orElse(null, compileFits(schema.unwrap()));
  if (schema instanceof z.ZodOptional) return orElse(undefined, compileFits(schema.unwrap()));
  if (schema instanceof z.ZodDiscriminatedUnion) return walkVariants(schema);
  if (schema instanceof z.ZodUnion) return walkUnion(schema.options.map(compileFits));
  return walkPrimitive(schema);
}

function walkPrimitive(schema: z.core.$ZodType): Fits | null {
  if (schema instanceof z.ZodBoolean) return (value) => typeof value === 'boolean';
  if (schema instanceof z.ZodNumber && schema.def.type === 'number' && !('format' in schema.def))
    return (value) => Number.isFinite(value);
  if (schema instanceof z.ZodEnum) return oneOf(schema.options);
  if (schema instanceof z.ZodLiteral) return oneOf([...schema.values]);
  const isText = schema instanceof z.ZodString && !('format' in schema.def);
  return isText ? (value) => typeof value === 'string' : null;
}

/** A custom schema is only a check, so call it directly. */
function walkCustom(schema: z.ZodCustom): Fits | null {
  const { fn } = schema._zod.def;
  return (value) => Boolean(fn(value as never));
}

function walkObject(schema: z.ZodObject): Fits | null {
  if (!(schema.def.catchall instanceof z.ZodUnknown)) return null;
  const names = Object.keys(schema.shape);
  const members = Object.values(schema.shape).map(compileFits);
  const { length } = names;
  return (value) => {
    if (!isObject(value)) return false;
    for (let n = 0; n < length; n += 1) if (!members[n]?.(value[names[n] ?? ''])) return false;
    return true;
  };
}

function walkArray(fits: Fits): Fits {
  return (value) => {
    if (!Array.isArray(value)) return false;
    for (const element of value) if (!fits(element)) return false;
    return true;
  };
}

function walkRecord(schema: z.ZodRecord): Fits {
  const [fitsKey, fits] = [compileFits(schema.keyType), compileFits(schema.valueType)];
  return (value) => {
    if (!isObject(value)) return false;
    for (const key in value) if (!fitsKey(key) || !fits(value[key])) return false;
    return true;
  };
}

/** Selects the variant by the discriminator. */
function walkVariants(schema: z.ZodDiscriminatedUnion): Fits | null {
  const { discriminator } = schema.def;
  const variants = new Map<unknown, Fits>();
  for (const option of schema.options) {
    const fits = compileFits(option);
    for (const value of option._zod.propValues?.[discriminator] ?? []) variants.set(value, fits);
  }
  return (value) => isObject(value) && (variants.get(value[discriminator])?.(value) ?? false);
}

function walkUnion(options: readonly Fits[]): Fits {
  return (value) => options.some((fits) => fits(value));
}

function orElse(allowed: null | undefined, fits: Fits): Fits {
  return (value) => value === allowed || fits(value);
}

function oneOf(values: readonly unknown[]): Fits {
  const allowed = new Set(values);
  return (value) => allowed.has(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
