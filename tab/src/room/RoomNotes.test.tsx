import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { anOutage, aSuppression, ines } from '../testing/answers.suite.ts';
import { inMinutes, minutesAgo } from '../testing/times.suite.ts';
import { openRoom, page, title } from './openRoom.suite.tsx';

describe('the notes above a room', () => {
  it('are absent if no note applies', async () => {
    const { container } = openRoom({});
    await title();
    expect(container.querySelector('[role="group"]')).toBeNull();
  });

  it('show who suppressed it, and offer another end', async () => {
    openRoom({
      suppression: aSuppression({ reason: 'Rebuilding' }),
      actions: ['changeSuppression', 'unsuppress'],
    });
    expect(await screen.findByText('This room is suppressed until it is lifted.')).toBeTruthy();
    expect(screen.getByText('Rebuilding')).toBeTruthy();
    expect(screen.getAllByRole('button', { name: 'Change the end' })).toHaveLength(1);
    expect(screen.getByRole('button', { name: 'Lift suppression' })).toBeTruthy();
  });

  it('link to the outage of the room', async () => {
    openRoom({ outage: anOutage() });
    expect(
      await screen.findByText('Part of an outage: Pier West, 2 rooms disconnected.'),
    ).toBeTruthy();
    const link = screen.getByRole('link', { name: 'See the outage' });
    expect(link.getAttribute('href')).toBe('/outages/outage-3');
  });

  it('show the configuration fault, and why telemetry is rejected', async () => {
    const rejected = { reason: 'Its key is revoked.', since: minutesAgo(5) };
    openRoom({ misconfigured: 'A display is missing.', rejected });
    expect(await screen.findByText('This room is misconfigured.')).toBeTruthy();
    expect(page()).toContain('A display is missing.');
    expect(screen.getByText('Telemetry of this room is rejected.')).toBeTruthy();
  });

  it.each([
    [null, 'The platform ordered it 2 min ago for Camera.'],
    [ines, 'Inês Duarte ordered it 2 min ago for Camera.'],
  ])('show the pending command of a device, and who ordered it', async (by, words) => {
    const command = {
      label: 'Restart app',
      signal: 'Camera',
      ticket: by ? ('1001-1' as const) : null,
      device: 'mtr-1001',
      by,
      issuedAt: minutesAgo(2),
      expiresAt: inMinutes(8),
    };
    openRoom({ command });
    expect(await screen.findByText('Restart app was requested from mtr-1001.')).toBeTruthy();
    expect(page()).toContain(words);
    expect(screen.queryByRole('link', { name: 'Camera' }) === null).toBe(by === null);
  });

  it.each([
    ['', ['changeProfile'], 'enrolled', true],
    ['Quay House', ['changeProfile'], 'enrolled', false],
    ['', [], 'enrolled', false],
    ['', ['changeProfile'], 'onboarding', false],
  ] as const)(
    'ask for the place of a room of building «%s» that allows %j while %s: %s',
    async (building, actions, enrolment, isAsked) => {
      openRoom({ building, actions, enrolment });
      await title();
      expect(screen.queryByText('The location of this room is not known yet.') !== null).toBe(
        isAsked,
      );
    },
  );
});
