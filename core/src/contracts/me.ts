/** Who uses the tab: `GET /api/me`. */
import { z } from 'zod';
import { role } from './vocabulary.ts';
import type { Wire } from './wire.ts';

export const access = z.enum(['granted', 'noRooms', 'waiting']);
/**
 * What a person may do here. `waiting`: a manager must add the person first. `noRooms`: the role shows
 * no room without a room group, and the person has none.
 */
export type Access = z.infer<typeof access>;

const personChoice = z.strictObject({
  id: z.string(),
  name: z.string(),
  role,
  groups: z.array(z.string()).describe('The room groups that the person works for.'),
});

/** Response of `GET /api/me`, the only response that a waiting person gets. */
export const me = z.strictObject({
  person: personChoice,
  people: z
    .array(personChoice)
    .describe(
      'The people that one can act as, chosen by the header `x-acting-person`. Empty outside the embedded run.',
    ),
  embedded: z.boolean(),
  access,
  pace: z.number().describe('1 with the product’s timings; 60 when a minute lasts one second.'),
});
export type Me = Wire<typeof me>;
