import { expect, it } from 'vitest';
import { meetingModes, signalTypes } from '../words.ts';
import { appliesIn, expectedSignals, signalTypeOf } from './catalogue.ts';

it.each(meetingModes)(
  'a room in mode %s can have every signal that applies, and its touch panel',
  (mode) => {
    const signals = expectedSignals(2, mode);
    expect(signals.filter((signal) => signalTypeOf(signal) === 'display')).toEqual([
      'display:1',
      'display:2',
      'display:console',
    ]);
    const types = new Set(signals.map(signalTypeOf));
    const missing = signalTypes.filter((type) => !types.has(type));
    expect(missing.every((type) => type !== 'display' && !appliesIn(mode, type))).toBe(true);
    expect(new Set(signals).size).toBe(signals.length);
  },
);
