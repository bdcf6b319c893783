/** The members of requests for actions. The rows of the actions choose from them. */
import { z } from 'zod';
import { defaultSuppressUntil, suppressForChoices } from '../../limits.ts';
import { remediations } from '../../words.ts';
import { profileChange } from '../rooms/profile.ts';

// `advance` checks the length of texts: its rejection contains both counts for every entry point.
const text = z.string().trim();
const id = z.string().min(1).max(128);
const until = z.union([
  z.enum(suppressForChoices),
  z.strictObject({ at: z.iso.datetime({ offset: true }) }),
]);

/** By name, the schema of a member. */
export const fields = {
  /** A text that must not be empty. */
  text: text.min(1),
  optionalText: text.exactOptional(),
  /** An absent text is empty. */
  textOrEmpty: text.default(''),
  device: id,
  optionalPersonId: id.exactOptional(),
  /** When a suppression ends. */
  until,
  untilOrDefault: until.default(defaultSuppressUntil),
  remediation: z.enum(remediations),
  profile: profileChange,
};
export type Fields = typeof fields;

/** The members of one request. */
export type Shape = z.ZodRawShape;

/** The values of these members. */
export type Values<Members extends Shape> = [keyof Members] extends [never]
  ? unknown
  : z.output<z.ZodObject<Members>>;

/** The end of a suppression as a client sends it. */
export type RequestedUntil = z.output<typeof until>;
