import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aRoomEntry } from '../testing/details.suite.ts';
import { renderTab } from '../testing/renderTab.suite.tsx';
import { minutesAgo } from '../testing/times.suite.ts';
import { HistoryLines } from './HistoryLines.tsx';

it('shows the time, the change, the person and the entry point, with the note and the ticket', () => {
  const entry = aRoomEntry({
    by: 'Inês Duarte',
    via: 'card',
    sentence: 'Responded.',
    note: '<b>On my way</b>',
    about: { ticket: '1001-1', label: 'Camera' },
  });
  renderTab(<HistoryLines entries={[entry, aRoomEntry({ at: minutesAgo(90), note: '' })]} />);
  const [first, second] = within(screen.getAllByRole('list')[0] as HTMLElement)
    .getAllByRole('listitem')
    .map((line) => within(line));
  expect(first?.getByText('Inês Duarte · via card')).toBeTruthy();
  // A note is rendered as text, even if it contains markup.
  expect(first?.getByText('<b>On my way</b>')).toBeTruthy();
  expect(first?.getByRole('link', { name: 'Camera · 1001-1' }).getAttribute('href')).toBe(
    '/tickets/1001-1',
  );
  expect(first?.getByText(/Nov 2026/).getAttribute('datetime')).toBe(minutesAgo(60));
  expect(second?.getByText('The platform')).toBeTruthy();
  expect(second?.queryByRole('link')).toBeNull();
});
