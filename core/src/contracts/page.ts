/** The parameters that all lists share. */
import { z } from 'zod';

/** The requested rows of a list. */
export const page = {
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** Text that a row must contain. */
export const searched = z.string().max(200).optional();
