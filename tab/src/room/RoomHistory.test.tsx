import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aPast, aRoomEntry } from '../testing/details.suite.ts';
import { refuse } from '../testing/server.suite.ts';
import { minutesAgo } from '../testing/times.suite.ts';
import { openRoom, region } from './openRoom.suite.tsx';

describe('the history of a room', () => {
  const at = '/rooms/room-1001?face=history';

  it('shows a summary, and a sentence for each empty part', async () => {
    openRoom({}, at);
    expect(await screen.findByText('No changes in this room yet.')).toBeTruthy();
    for (const nothing of [
      'No failure was repeated.',
      'No version changed.',
      'No peripheral changed.',
      'No incident was responded to.',
    ])
      expect(await screen.findByText(nothing)).toBeTruthy();
    const link = screen.getByRole('link', { name: 'History' });
    expect(link.getAttribute('aria-current')).toBe('page');
    expect(screen.queryByRole('region', { name: 'No open incidents' })).toBeNull();
  });

  it('names failures, versions, peripherals and responses', async () => {
    const { server } = openRoom({}, at);
    server.on(
      'GET rooms/:id/past',
      aPast({
        isCut: true,
        failures: [
          {
            signal: 'camera',
            label: 'Camera',
            ticket: null,
            count: 3,
            lastAt: minutesAgo(3),
            sentence: 'Failed 3 times.',
            pattern: 'Mostly on Mondays.',
          },
        ],
        versions: [
          { device: 'mtr-1', what: 'app', before: '5.2', after: '5.3', at: minutesAgo(9) },
          { device: 'mtr-1', what: 'agent', before: null, after: '1.4', at: minutesAgo(9) },
        ],
        peripherals: [
          {
            signal: 'camera',
            label: 'Camera',
            state: 'healthy',
            changes: 1,
            lastAt: minutesAgo(3),
          },
        ],
        responses: [
          {
            at: minutesAgo(20),
            by: 'Inês Duarte',
            label: 'Camera',
            ticket: '1001-1',
            notes: 'Plugged it in.',
            outcome: 'failed',
          },
        ],
      }),
    );
    const summary = await region('Summary');
    expect(await within(summary).findByText('Mostly on Mondays.')).toBeTruthy();
    const words = summary.textContent;
    expect(words).toMatch(/^SummarySince .*: this room has more changes than are summed up\./);
    expect(words).toContain('App 5.2 → 5.3');
    expect(words).toContain('Monitoring Software 1.4');
    expect(words).toContain('1 change, last 3 min ago');
    expect(words).toContain('Telemetry showed that it did not work.');
  });

  it('shows older entries on demand', async () => {
    const { server, user } = openRoom({}, at);
    server.on('GET rooms/:id/history', ({ query }) =>
      query.has('before')
        ? { entries: [aRoomEntry({ sentence: 'It was enrolled.', revision: 1 })], next: null }
        : { entries: [aRoomEntry({ revision: 7 })], next: 7 },
    );
    expect(await screen.findByText('The incident opened.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show older entries' }));
    expect(await screen.findByText('It was enrolled.')).toBeTruthy();
    expect(screen.getByText('The incident opened.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /older entries/ })).toBeNull();
  });

  it('shows the failure of one part, and loads that part again on Retry', async () => {
    const { server, user } = openRoom({}, at);
    server.on('GET rooms/:id/past', refuse(500, 'That did not work.'));
    await user.click(await screen.findByRole('button', { name: 'Retry' }));
    server.on('GET rooms/:id/past', aPast());
    await user.click(await screen.findByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('No failure was repeated.')).toBeTruthy();
    expect(server.asked('rooms/room-1001/history')).toBe(1);
  });
});
