import { describe, expect, it } from 'vitest';
import { carryForward, confirm } from './confirmation.ts';

const at = '2026-11-22T08:00:00.000Z';
const atMs = Date.parse(at);

describe('confirmation', () => {
  it('keeps the latest confirmation, in any order of responses', () => {
    const first = confirm(null, '2026-11-22T08:00:05.000Z', 100);
    expect(confirm(first, at, 200)).toBe(first);
    expect(confirm(first, '2026-11-22T08:00:06.000Z', 200).receivedMs).toBe(200);
  });

  it('is advanced by the heartbeats of the stream, on the clock of the server', () => {
    const said = confirm(null, at, 1000);
    expect(carryForward(said, 16_000)).toEqual({ saidMs: atMs + 15_000, receivedMs: 16_000 });
    expect(carryForward(said, 500)).toBe(said);
    expect(carryForward(null, 500)).toBeNull();
  });
});
