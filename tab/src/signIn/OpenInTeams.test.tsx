import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderTab } from '../testing/renderTab.suite.tsx';
import OpenInTeams from './OpenInTeams.tsx';

it('links to the same page in Teams with its filters', () => {
  renderTab(<OpenInTeams teamsAppId="app-1" base="/tab" />, { at: '/rooms?health=unhealthy' });
  const link = new URL(
    screen.getByRole('link', { name: 'Open in Teams' }).getAttribute('href') ?? '',
  );
  expect(link.pathname).toBe('/l/entity/app-1/rooms');
  expect(JSON.parse(link.searchParams.get('context') ?? '')).toEqual({
    subEntityId: '/rooms?health=unhealthy',
  });
  expect(link.searchParams.get('webUrl')).toBe(`${location.origin}/tab/rooms?health=unhealthy`);
});

it('explains where to find the app if there is no link', () => {
  renderTab(<OpenInTeams teamsAppId={null} base="" />);
  expect(screen.queryByRole('link')).toBeNull();
  expect(screen.getByText(/Look for the app Rooms Pro Management there\.$/)).toBeTruthy();
});
