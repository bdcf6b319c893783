import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderTab } from '../../testing/renderTab.suite.tsx';
import { minutesAgo } from '../../testing/times.suite.ts';
import { DisconnectedNote } from './DisconnectedNote.tsx';

const since = minutesAgo(20);
const disconnected = { reason: 'noTelemetry', since };
const rejected = { reason: 'Its key is revoked.', since };
const text = () => document.querySelector('main')?.textContent ?? '';

it('shows nothing while telemetry arrives', () => {
  renderTab(<DisconnectedNote disconnected={null} lastSeenAt={since} rejected={null} />);
  expect(text()).toBe('');
});

it('names the reason of a rejection while the room is connected', () => {
  renderTab(<DisconnectedNote disconnected={null} lastSeenAt={since} rejected={rejected} />);
  expect(screen.getByText('Telemetry of this room is rejected.')).toBeTruthy();
  expect(text()).toContain('Its key is revoked.');
});

it('shows when the last telemetry arrived', () => {
  renderTab(
    <DisconnectedNote disconnected={disconnected} lastSeenAt={since} rejected={rejected} />,
  );
  expect(screen.getByText('The status of this room is not available.')).toBeTruthy();
  expect(text()).toContain('All telemetry is rejected: Its key is revoked.');
  expect(text()).toMatch(/Telemetry last arrived 20 min ago\. The page shows what was known on/);
});

it('shows what to check if telemetry has never arrived', () => {
  renderTab(<DisconnectedNote disconnected={disconnected} lastSeenAt={null} />);
  expect(text()).toContain('Its device has never sent telemetry.');
});
