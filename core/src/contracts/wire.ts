/** The read-only type that a schema describes, as code reads it. */
import type { z } from 'zod';

/** The type of a value that passed this schema. */
export type Wire<Schema extends z.ZodType> = DeepReadonly<z.output<Schema>>;

/** The type of a value that a client sends for this schema. */
export type WireInput<Schema extends z.ZodType> = DeepReadonly<z.input<Schema>>;

type DeepReadonly<T> = T extends readonly (infer Element)[]
  ? readonly DeepReadonly<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;
