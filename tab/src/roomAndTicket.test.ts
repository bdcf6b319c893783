import type { HistoryEntry, SignalRow } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import { groupByEpisode } from './episodes.ts';
import { groupSignals, sayQuiet } from './signalGroups.ts';

const signal = (part: Partial<SignalRow>): SignalRow => ({
  signal: 'camera',
  label: 'Camera',
  category: 'camera',
  severity: 'important',
  state: 'healthy',
  detail: '',
  since: null,
  ticket: null,
  status: 'unopened',
  suppression: null,
  actions: [],
  ...part,
});

describe('groupSignals', () => {
  const rows = [
    signal({ signal: 'camera', category: 'camera', status: 'resolved' }),
    signal({ signal: 'content-camera', category: 'camera', status: 'needsAction' }),
    signal({ signal: 'display:1', category: 'display' }),
  ];

  it('shows what has a story, open incidents first, in the order of categories', () => {
    const groups = groupSignals(rows, false);
    expect(groups.map(({ category }) => category)).toEqual(['display', 'camera']);
    expect(groups.map(({ shown }) => shown.map((row) => row.signal))).toEqual([
      [],
      ['content-camera', 'camera'],
    ]);
    expect(groups.map(({ quiet }) => quiet)).toEqual([1, 0]);
  });

  it('shows a failing or silenced signal even before it has a ticket', () => {
    const failing = signal({ state: 'unhealthy' });
    expect(groupSignals([failing], false)[0]?.shown).toEqual([failing]);
  });

  it('shows every signal on demand', () => {
    expect(groupSignals(rows, true).every(({ quiet }) => quiet === 0)).toBe(true);
  });

  it('never takes silence for health', () => {
    expect(sayQuiet([signal({ state: 'unknown' })])).toBe('Never reported');
    expect(sayQuiet([signal({}), signal({ state: 'unknown' })])).toBe('Healthy as far as reported');
    expect(sayQuiet([signal({}), signal({ state: 'notApplicable' })])).toBe('Healthy');
    expect(sayQuiet([signal({ state: 'notApplicable' })])).toBe('Not applicable');
  });
});

describe('groupByEpisode', () => {
  const entry = (minute: number, episode: number | null): HistoryEntry => ({
    type: 'reading.changed',
    at: `2026-11-22T08:${String(minute).padStart(2, '0')}:00.000Z`,
    episode,
    by: 'Platform',
    via: 'platform',
    sentence: `At ${minute}.`,
    note: null,
  });

  it('puts the latest episode first and keeps newest first within each', () => {
    const history = [entry(9, 2), entry(8, null), entry(5, 1), entry(4, 1), entry(1, null)];
    const groups = groupByEpisode(history).map(({ episode, entries }) => [
      episode,
      entries.map(({ sentence }) => sentence),
    ]);
    expect(groups).toEqual([
      [2, ['At 9.']],
      [1, ['At 8.', 'At 5.', 'At 4.']],
      [null, ['At 1.']],
    ]);
  });
});
