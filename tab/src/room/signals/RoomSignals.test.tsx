import type { SignalRow } from '@rooms-pro/core/contracts';
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aSuppression } from '../../testing/answers.suite.ts';
import { aRoom, aSignal } from '../../testing/details.suite.ts';
import { renderTab } from '../../testing/renderTab.suite.tsx';
import { minutesAgo } from '../../testing/times.suite.ts';
import { RoomSignals } from './RoomSignals.tsx';

const failing = aSignal({
  state: 'unhealthy',
  detail: 'No picture.',
  ticket: '1001-1',
  status: 'needsAction',
  updatedAt: minutesAgo(4),
  isMisconfiguration: true,
  others: [
    { device: 'mtr-b', state: 'healthy', detail: '' },
    { device: 'mtr-c', state: 'unhealthy', detail: 'No picture.' },
  ],
  actions: ['respond', 'suppress'],
});
const speaker = aSignal({
  signal: 'conference-speaker',
  label: 'Conference speaker',
  category: 'audio',
});

function openSignals(signals: readonly SignalRow[], at = '/rooms/room-1001') {
  return renderTab(<RoomSignals room={aRoom({ signals })} />, { at });
}

const row = (name: string) => screen.getByRole('button', { name });
const isExpanded = (name: string) => row(name).getAttribute('aria-expanded');
const query = () => Object.fromEntries(new URLSearchParams(location.search));

it('expands and collapses a category by a press and by the arrow keys, in the address', async () => {
  const { user } = openSignals([failing, speaker]);
  expect(isExpanded('Camera')).toBe('false');
  await user.click(row('Camera'));
  expect(isExpanded('Camera')).toBe('true');
  expect(query()).toEqual({ expanded: 'camera' });
  row('Audio').focus();
  await user.keyboard('{ArrowRight}');
  expect(query()).toEqual({ expanded: 'audio.camera' });
  await user.keyboard('{ArrowRight}');
  expect(isExpanded('Audio')).toBe('true');
  await user.keyboard('{ArrowLeft}');
  expect(isExpanded('Audio')).toBe('false');
});

it('shows the most urgent ticket of a category, and counts the others', () => {
  const second = aSignal({
    signal: 'content-camera',
    label: 'Content camera',
    ticket: '1001-2',
    status: 'resolved',
    updatedAt: minutesAgo(9),
    suppression: { ...aSuppression(), scope: 'signal' },
  });
  openSignals([second, failing]);
  expect(screen.getByRole('link', { name: 'Camera · 1001-1' })).toBeTruthy();
  expect(screen.getByText('and 1 more')).toBeTruthy();
  expect(screen.getByText('1 suppressed')).toBeTruthy();
  expect(screen.queryByRole('link', { name: /1001-2/ })).toBeNull();
});

it('shows the reading of a signal, and a different reading of another device', () => {
  openSignals([failing], '/rooms/room-1001?expanded=camera');
  const signal = within(screen.getByRole('listitem'));
  expect(signal.getByRole('link', { name: '1001-1' })).toBeTruthy();
  expect(signal.getByText('No picture.')).toBeTruthy();
  expect(signal.getByText('Misconfigured')).toBeTruthy();
  expect(signal.getByText('mtr-b: healthy')).toBeTruthy();
  expect(signal.queryByText(/mtr-c/)).toBeNull();
  expect(signal.getByText('for 1 h')).toBeTruthy();
  // The ticket offers the other actions.
  expect(signal.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Suppress']);
});

it('suppresses the signal, not its ticket', async () => {
  const { user, server } = openSignals([failing], '/rooms/room-1001?expanded=camera');
  await user.click(row('Suppress'));
  const dialog = await screen.findByRole('dialog', { name: 'Suppress Camera in Marble 4.07' });
  await user.click(within(dialog).getByRole('button', { name: 'Suppress' }));
  expect(server.lastBody()).toMatchObject({ targets: [{ room: 'room-1001', signal: 'camera' }] });
});

it('shows that no source reports a signal, and never shows it as healthy', () => {
  const unwatched = aSignal({ state: 'unknown', isWatched: false, since: null });
  openSignals([unwatched], '/rooms/room-1001?signals=all');
  expect(screen.getAllByText('Not watched')).toHaveLength(2);
  expect(screen.getByText('No source in this room reports it.')).toBeTruthy();
  expect(screen.queryByText('Healthy')).toBeNull();
});

it('shows all signals on request, every category expanded, and only those with a ticket again', async () => {
  const { user } = openSignals([failing, speaker]);
  await user.click(row('Audio'));
  expect(screen.getByText('No signal of this category has had a ticket.')).toBeTruthy();
  const all = screen.getByRole('switch', { name: 'Show all signals' });
  await user.click(all);
  expect(query()).toEqual({ signals: 'all' });
  expect(screen.getByText('Conference speaker')).toBeTruthy();
  await user.click(all);
  expect(query()).toEqual({});
  expect(isExpanded('Audio')).toBe('false');
});
