import { healthLabels, healthStates, severities, ticketStatuses } from '@rooms-pro/core';
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderTab } from '../../testing/renderTab.suite.tsx';
import {
  FlappingWord,
  HealthWord,
  IncidentFlags,
  OutageWord,
  ReadingWord,
  SeverityWord,
  StatusWord,
} from './StatusBadges.tsx';

const words = () => document.querySelector('main')?.textContent;

it('puts a word beside every sign, so that colour is never the only difference', () => {
  const { container } = renderTab(
    <>
      {healthStates.map((health) => (
        <HealthWord key={health} health={health} />
      ))}
      {severities.map((severity) => (
        <SeverityWord key={severity} severity={severity} />
      ))}
      {ticketStatuses.map((status) => (
        <StatusWord key={status} status={status} />
      ))}
    </>,
  );
  const signs = container.querySelectorAll('svg');
  expect(signs).toHaveLength(healthStates.length + severities.length + ticketStatuses.length);
  for (const sign of signs) {
    expect(sign.closest('[aria-hidden="true"]')).not.toBeNull();
    expect(sign.closest('span[aria-hidden]')?.nextElementSibling?.textContent).toBeTruthy();
  }
  expect(screen.getByText(healthLabels.disconnected)).toBeTruthy();
});

it.each([
  [<HealthWord key="1" health="healthy" warnings={0} />, 'Healthy'],
  [<HealthWord key="1" health="healthy" warnings={1} />, 'Healthy · 1 warning'],
  [<HealthWord key="1" health="healthy" warnings={2} />, 'Healthy · 2 warnings'],
  [<HealthWord key="1" health="disconnected" label="Unmonitored" />, 'Unmonitored'],
  [<OutageWord key="1" rooms={1} />, '1 room'],
  [<OutageWord key="1" rooms={12} />, '12 rooms'],
  [<FlappingWord key="1" />, 'Flapping'],
  [<FlappingWord key="1" changes={4} />, 'Flapping · 4 changes'],
  [<ReadingWord key="1" state="unknown" />, 'Unknown'],
  [
    <ReadingWord key="1" state="unhealthy" label="Last known: unhealthy" />,
    'Last known: unhealthy',
  ],
])('has a label: %#', (badge, expected) => {
  renderTab(badge);
  expect(words()).toBe(expected);
});

it('shows nothing beside an incident without flags', () => {
  const row = { isMisconfiguration: false, isFlapping: false, response: null };
  renderTab(<IncidentFlags row={row} />);
  expect(words()).toBe('');
});
