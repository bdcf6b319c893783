import type { HistoryEntry, SignalRow } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import { aSignal } from '../../testing/details.suite.ts';
import { groupByEpisode } from '../../ticket/history/episodes.ts';
import { formatQuiet, groupSignals } from './signalGroups.ts';

describe('groupSignals', () => {
  const rows = [
    aSignal({ signal: 'camera', category: 'camera', status: 'resolved' }),
    aSignal({ signal: 'content-camera', category: 'camera', status: 'needsAction' }),
    aSignal({ signal: 'display:1', category: 'display' }),
  ];

  it('shows signals with a ticket or a fault, open incidents first, in the order of categories', () => {
    const groups = groupSignals(rows, false);
    expect(groups.map(({ category }) => category)).toEqual(['display', 'camera']);
    expect(groups.map(({ shown }) => shown.map((row) => row.signal))).toEqual([
      [],
      ['content-camera', 'camera'],
    ]);
    expect(groups.map(({ quiet }) => quiet)).toEqual([1, 0]);
  });

  it('shows a failing or suppressed signal even before it has a ticket', () => {
    const failing = aSignal({ state: 'unhealthy' });
    expect(groupSignals([failing], false)[0]?.shown).toEqual([failing]);
  });

  it('shows every signal on demand', () => {
    expect(groupSignals(rows, true).every(({ quiet }) => quiet === 0)).toBe(true);
  });

  it('never counts a missing reading as healthy', () => {
    const say = (...states: SignalRow['state'][]) =>
      formatQuiet(
        states.map((state) => aSignal({ state })),
        false,
      );
    expect(say('unknown')).toBe('Never reported');
    expect(say('healthy', 'unknown')).toBe('Healthy as far as reported');
    expect(say('healthy', 'notApplicable')).toBe('Healthy');
    expect(say('notApplicable')).toBe('Not applicable');
    expect(formatQuiet([aSignal({})], true)).toBe('Last known: healthy');
  });

  it('shows how many signals are not watched, separate from healthy and never reported', () => {
    const unwatched = aSignal({ state: 'unknown', isWatched: false });
    expect(formatQuiet([unwatched, aSignal({ state: 'notApplicable' })], false)).toBe(
      'Not watched',
    );
    expect(formatQuiet([aSignal({}), unwatched], false)).toBe('Healthy · 1 not watched');
    const unknown = aSignal({ state: 'unknown' });
    expect(formatQuiet([unknown, unwatched], false)).toBe('Never reported · 1 not watched');
  });
});

describe('groupByEpisode', () => {
  type Type = HistoryEntry['type'];
  const entry = (minute: number, episode: number | null, type: Type): HistoryEntry => ({
    type,
    at: `2026-11-22T08:${String(minute).padStart(2, '0')}:00.000Z`,
    episode,
    by: 'Platform',
    via: 'platform',
    sentence: `At ${minute}.`,
    note: null,
  });
  const grouped = (history: readonly HistoryEntry[]) =>
    groupByEpisode(history).map(({ episode, entries }) => [
      episode,
      entries.map(({ sentence }) => sentence),
    ]);

  it('puts the latest episode first, newest entries first within each, and readings with the episode that they opened', () => {
    const history = [
      entry(9, 2, 'incident.opened'),
      entry(8, null, 'reading.changed'),
      entry(5, 1, 'incident.resolved'),
      entry(4, null, 'signal.suppressed'),
      entry(3, 1, 'incident.opened'),
      entry(1, null, 'reading.changed'),
    ];
    expect(grouped(history)).toEqual([
      [2, ['At 9.', 'At 8.']],
      [1, ['At 5.', 'At 4.', 'At 3.', 'At 1.']],
    ]);
  });

  it('puts later entries into the last episode', () => {
    const history = [entry(8, null, 'reading.changed'), entry(5, 1, 'incident.resolved')];
    expect(grouped(history)).toEqual([[1, ['At 8.', 'At 5.']]]);
  });

  it('accepts a history without an incident', () => {
    expect(grouped([entry(1, null, 'reading.changed')])).toEqual([[null, ['At 1.']]]);
  });
});
