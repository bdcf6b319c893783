import type { RoomId } from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';
import { isTouched } from './affectedQueries.ts';

const changed = new Set<RoomId>(['room-7']);

describe('isTouched', () => {
  it('invalidates every list and count', () => {
    for (const key of [['summary'], ['incidents', {}, 0], ['rooms', {}, 3]]) {
      expect(isTouched({ key, data: {} }, changed)).toBe(true);
    }
  });

  it('invalidates a room or a ticket only when its room changed', () => {
    expect(isTouched({ key: ['room', 'room-7'], data: { roomId: 'room-7' } }, changed)).toBe(true);
    expect(isTouched({ key: ['ticket', '8-1'], data: { roomId: 'room-8' } }, changed)).toBe(false);
  });

  it('invalidates a query without data', () => {
    expect(isTouched({ key: ['ticket', '7-1'], data: undefined }, changed)).toBe(true);
  });

  it('never invalidates the acting person', () => {
    expect(isTouched({ key: ['me'], data: {} }, changed)).toBe(false);
  });
});
