/**
 * The core against the reference: a thousand random histories of one room, each told to both, step by
 * step. The seeds are the same in every run; `node test/model/explore.ts` looks further.
 */
import { describe, expect, it } from 'vitest';
import { partingOf } from './search.ts';

const seeds = 1000;

describe('core and reference model', () => {
  it.each([
    { devices: 1, from: 1 },
    { devices: 2, from: seeds / 2 + 1 },
  ])('agree on every step of random histories of $devices device(s)', ({ devices, from }) => {
    for (let seed = from; seed < from + seeds / 2; seed += 1) {
      const parting = partingOf(seed, { devices });
      if (parting !== null) expect.fail(parting);
    }
  });
});
