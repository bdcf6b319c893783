import { categories } from '@rooms-pro/core';
import type { SignalRow } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import { aSignal } from '../../testing/details.suite.ts';
import {
  categoryRows,
  expandCategory,
  readSignalsView,
  type SignalsView,
  writeSignalsView,
} from './categoryRows.ts';

const at = (minute: number) => `2026-11-22T08:${String(minute).padStart(2, '0')}:00.000Z`;
const rowOf = (rows: readonly SignalRow[], isDisconnected = false) =>
  categoryRows(rows, { showAll: false, isDisconnected })[0];

describe('a category', () => {
  const resolved = aSignal({ ticket: '1-1', status: 'resolved', updatedAt: at(9) });
  const warning = aSignal({
    ticket: '1-2',
    status: 'needsAction',
    severity: 'warning',
    updatedAt: at(8),
  });
  const important = aSignal({ ticket: '1-3', status: 'needsAction', updatedAt: at(1) });

  it('shows its active ticket, the most urgent first, else the one resolved last', () => {
    expect(rowOf([resolved, warning, important])).toMatchObject({
      ticket: { ticket: '1-3' },
      otherTickets: 2,
    });
    const older = aSignal({ ticket: '1-4', status: 'closed', updatedAt: at(3) });
    expect(rowOf([older, resolved])?.ticket?.ticket).toBe('1-1');
    expect(rowOf([aSignal({})])?.ticket).toBeNull();
  });

  it('shows the worst state of its signals, and never counts a missing reading as healthy', () => {
    const label = (isDisconnected: boolean, ...states: SignalRow['state'][]) =>
      rowOf(
        states.map((state) => aSignal({ state })),
        isDisconnected,
      )?.stateLabel;
    expect(label(false, 'healthy', 'unhealthy', 'unknown')).toBe('Unhealthy');
    expect(label(true, 'healthy', 'unhealthy')).toBe('Last known: unhealthy');
    expect(label(false, 'healthy', 'unknown')).toBe('Healthy as far as reported');
    expect(label(false, 'unknown')).toBe('Never reported');
    expect(label(false, 'notApplicable')).toBe('Not applicable');
  });

  it('counts unwatched signals neither as healthy nor as the worst state', () => {
    const unwatched = (state: SignalRow['state']) => aSignal({ state, isWatched: false });
    for (const state of ['unknown', 'unhealthy', 'healthy'] as const) {
      const alone = { worst: 'notApplicable', isWatched: false, stateLabel: 'Not watched' };
      expect(rowOf([unwatched(state)])).toMatchObject(alone);
      expect(rowOf([unwatched(state), aSignal({ state: 'notApplicable' })])).toMatchObject(alone);
      const beside = { worst: 'healthy', isWatched: true };
      expect(rowOf([aSignal({}), unwatched(state)])).toMatchObject({
        ...beside,
        stateLabel: 'Healthy · 1 not watched',
      });
      expect(rowOf([aSignal({}), unwatched(state)], true)).toMatchObject({
        ...beside,
        stateLabel: 'Last known: healthy · 1 not watched',
      });
    }
    const partly = [aSignal({}), aSignal({ state: 'unknown' }), unwatched('unknown')];
    expect(rowOf(partly)?.stateLabel).toBe('Healthy as far as reported · 1 not watched');
    expect(rowOf([aSignal({ state: 'notApplicable' })])?.isWatched).toBe(true);
    const bad = [aSignal({ state: 'unhealthy' }), unwatched('unknown')];
    expect(rowOf(bad)).toMatchObject({ worst: 'unhealthy', stateLabel: 'Unhealthy' });
  });
});

describe('what is expanded', () => {
  const read = (query: string) => readSignalsView(new URLSearchParams(query));
  const written = (view: SignalsView) => writeSignalsView(view).toString();

  it('is written to the address and read from it', () => {
    expect([...read('expanded=camera.audio.chairs').expanded]).toEqual(['audio', 'camera']);
    expect(read('signals=all').expanded.size).toBe(categories.length);
    const views = ['', 'expanded=audio.camera', 'signals=all', 'signals=all&expanded=none'];
    expect(views.map((query) => written(read(query)))).toEqual(views);
  });

  it('changes one category and keeps the others', () => {
    const open = expandCategory(read('expanded=audio'), 'camera', true);
    expect(written(open)).toBe('expanded=audio.camera');
    expect(written(expandCategory(open, 'audio', false))).toBe('expanded=camera');
  });
});
