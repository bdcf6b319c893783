/** The type that a schema describes, as code reads it: no part of it can be changed. */
import type { z } from 'zod';

/** What a value has that passed this schema. */
export type Wire<Schema extends z.ZodType> = DeepReadonly<z.output<Schema>>;

/** What a client sends so that it passes this schema. */
export type WireInput<Schema extends z.ZodType> = DeepReadonly<z.input<Schema>>;

type DeepReadonly<T> = T extends readonly (infer Element)[]
  ? readonly DeepReadonly<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;
