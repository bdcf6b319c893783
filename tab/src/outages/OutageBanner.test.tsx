import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { anOutage } from '../testing/answers.suite.ts';
import { renderTab } from '../testing/renderTab.suite.tsx';
import { OutageBanner } from './OutageBanner.tsx';

const outages = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    anOutage({ id: `outage-${index + 1}`, place: `Place ${index + 1}`, rooms: index + 1 }),
  );

it('is absent without an outage', () => {
  renderTab(<OutageBanner outages={[]} />);
  expect(screen.queryByRole('region', { name: 'Outages' })).toBeNull();
});

it('names each outage and links to it', () => {
  renderTab(<OutageBanner outages={outages(2)} />);
  expect(screen.getByText('Outage: Place 1.')).toBeTruthy();
  const links = screen
    .getAllByRole('link')
    .map((link) => [link.textContent, link.getAttribute('href')]);
  expect(links).toEqual([
    ['1 room disconnected', '/outages/outage-1'],
    ['2 rooms disconnected', '/outages/outage-2'],
  ]);
});

it.each([
  [4, 'And 1 more outage: see all disconnected rooms'],
  [5, 'And 2 more outages: see all disconnected rooms'],
])('shows three of %i, and a link to the others', (count, more) => {
  renderTab(<OutageBanner outages={outages(count)} />);
  expect(screen.getAllByRole('link')).toHaveLength(4);
  expect(screen.getByRole('link', { name: more }).getAttribute('href')).toBe(
    '/rooms?health=disconnected',
  );
});
