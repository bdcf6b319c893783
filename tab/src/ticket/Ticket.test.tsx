import type { TicketDetail } from '@rooms-pro/core/contracts';
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aResponse, aSuppression, ines } from '../testing/answers.suite.ts';
import { aMessage, anAttachment, anEntry, aTicket } from '../testing/details.suite.ts';
import { renderTab, serverFor } from '../testing/renderTab.suite.tsx';
import { refuse } from '../testing/server.suite.ts';
import { inMinutes, minutesAgo } from '../testing/times.suite.ts';
import Ticket from './Ticket.tsx';

function openTicket(ticket: Partial<TicketDetail>, at = '/tickets/1001-1') {
  const server = serverFor();
  server.on('GET tickets/:id', aTicket(ticket));
  return renderTab(<Ticket number="1001-1" />, { at, server });
}

const title = () => screen.findByRole('heading', { level: 1, name: 'Camera in Marble 4.07' });
const page = () => document.querySelector('main')?.textContent ?? '';
const buttons = () => screen.getAllByRole('button').map(({ textContent }) => textContent);

describe('the page of a ticket', () => {
  it('shows an unknown page if the address names no ticket', () => {
    const { server } = renderTab(<Ticket number="camera" />);
    expect(screen.getByRole('heading', { name: 'This page does not exist' })).toBeTruthy();
    expect(server.sent.some(({ path }) => path.startsWith('tickets'))).toBe(false);
  });

  it('loads, fails with a way out, and shows the ticket after Retry', async () => {
    const server = serverFor();
    const answer = server.hold('GET tickets/:id');
    const { user } = renderTab(<Ticket number="1001-1" />, { server });
    expect(screen.getByLabelText('Loading the ticket')).toBeTruthy();
    answer(refuse(404, 'There is no such ticket.'));
    const alert = within(await screen.findByRole('alert'));
    expect(alert.getByText('There is no such ticket.')).toBeTruthy();
    expect(alert.getByRole('link', { name: 'All incidents' })).toBeTruthy();
    server.on('GET tickets/:id', aTicket());
    await user.click(alert.getByRole('button', { name: 'Retry' }));
    expect(await title()).toBeTruthy();
  });

  it.each([
    [{}, 'Opened 1 h ago'],
    [{ activatedAt: minutesAgo(5) }, 'Failed again 5 min ago'],
    [{ resolvedAt: minutesAgo(2), status: 'resolved' }, 'Resolved 2 min ago'],
  ] as const)('shows when it began or ended: %j', async (ticket, words) => {
    openTicket(ticket);
    await title();
    expect(page()).toContain(words);
  });

  it('shows its flags, but no failed response after it is resolved', async () => {
    const response = aResponse({ failedAt: minutesAgo(1) });
    const flapping = { since: minutesAgo(9), changes: 4 };
    const { unmount } = openTicket({ response, flapping, isMisconfiguration: true });
    await title();
    expect(screen.getByText('Response did not hold')).toBeTruthy();
    expect(screen.getByText('Misconfigured')).toBeTruthy();
    expect(screen.getByText('Flapping · 4 changes')).toBeTruthy();
    unmount();
    openTicket({ response, resolvedAt: minutesAgo(1), status: 'resolved' });
    await title();
    expect(screen.queryByText('Response did not hold')).toBeNull();
  });

  it('shows the tabs with their counts, and opens the tab in the address', async () => {
    const shown = {
      messages: [aMessage()],
      attachments: [anAttachment(), anAttachment({ id: 'a2' })],
    };
    const { user } = openTicket(shown, '/tickets/1001-1?face=messages');
    await title();
    const faces = within(screen.getByRole('navigation', { name: 'Parts of the ticket' }));
    expect(faces.getAllByRole('link').map(({ textContent }) => textContent)).toEqual([
      'Overview',
      'Messages (1)',
      'Attachments (2)',
      'History',
    ]);
    const messages = faces.getByRole('link', { name: 'Messages (1)' });
    expect(messages.getAttribute('aria-current')).toBe('page');
    await user.click(faces.getByRole('link', { name: 'History' }));
    expect(location.search).toBe('?face=history');
    expect(messages.getAttribute('aria-current')).toBeNull();
  });

  it('offers the possible actions, without emphasis if it is suppressed', async () => {
    openTicket({
      actions: ['respond', 'assign', 'changeSuppression', 'unsuppress', 'message'],
      suppression: { ...aSuppression(), scope: 'signal' },
      assignees: [ines],
    });
    await title();
    expect(buttons()).toEqual([
      'Respond',
      'Assign to me',
      'Assign to …',
      'Lift suppression',
      'Change the end',
    ]);
  });
});

describe('the overview', () => {
  it('shows the recommended action, its success rate, and until when the system investigates', async () => {
    openTicket({
      advice: { held: 2, failed: 1 },
      investigatesUntil: inMinutes(5),
      escalatesAt: inMinutes(500),
      causes: ['A loose cable.'],
      detail: 'No picture.',
    });
    await title();
    expect(page()).toContain('So far it held 2 of 3 times, over all rooms.');
    expect(screen.getByText('The system investigates until')).toBeTruthy();
    expect(screen.getByText('Becomes important, unless attended, on')).toBeTruthy();
    expect(screen.getByRole('list', { name: 'Typical causes' })).toBeTruthy();
    expect(screen.queryByRole('list', { name: 'What usually helps' })).toBeNull();
    expect(screen.getByText('No picture.')).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Why this is an incident' })).toBeTruthy();
  });

  it.each([
    [{ held: 1, failed: 0 }, 'It has been tried once, and it helped.'],
    [{ held: 0, failed: 1 }, 'It has been tried once, and it did not help.'],
  ])('shows the result of the only response so far: %j', async (advice, words) => {
    openTicket({ advice });
    await title();
    expect(page()).toContain(words);
  });

  it('shows no recommended action once it is resolved', async () => {
    openTicket({
      resolvedAt: minutesAgo(2),
      resolvedBecause: 'The camera is healthy again.',
      investigatesUntil: inMinutes(5),
      neighbours: 'The other rooms are well.',
    });
    await title();
    expect(screen.getByRole('heading', { name: 'What it was' })).toBeTruthy();
    expect(screen.getByText('The camera is healthy again.')).toBeTruthy();
    for (const gone of [
      'Plug the camera in again.',
      'The system investigates until',
      'The other rooms are well.',
      'What the platform tried',
    ])
      expect(screen.queryByText(gone)).toBeNull();
    expect(page()).toContain('Assigned toNo oneResponseNone');
  });

  it('shows the assignee, the response, and the pending verification', async () => {
    openTicket({
      assignee: ines,
      assignedAt: minutesAgo(9),
      response: aResponse({ heldAt: minutesAgo(1) }),
      proof: { by: ines, until: inMinutes(10) },
    });
    await title();
    expect(page()).toMatch(/Assigned toInês Duarte since .*Inês Duarte, 20 min ago · held/);
    expect(
      screen.getByText(/^Watching until .* whether Inês Duarte’s response holds\.$/),
    ).toBeTruthy();
  });

  it('shows that a response did not hold, with its notes', async () => {
    openTicket({ response: aResponse({ failedAt: minutesAgo(1) }) });
    await title();
    expect(screen.getByText('The response did not hold. It needs action again.')).toBeTruthy();
    expect(screen.getAllByText('Plugged it in again.')).toHaveLength(2);
  });

  it.each([
    ['room', 'The whole room is suppressed until it is lifted.', 'Go to Marble 4.07'],
    ['signal', 'Camera is suppressed until it is lifted.', null],
  ] as const)(
    'says that the %s is suppressed, and where its end is changed',
    async (scope, words, link) => {
      openTicket({
        suppression: { ...aSuppression(), scope },
        actions: ['changeSuppression'],
      });
      await title();
      expect(screen.getByText(words)).toBeTruthy();
      expect(screen.queryByRole('link', { name: 'Go to Marble 4.07' })?.textContent ?? null).toBe(
        link,
      );
      expect(screen.queryByRole('button', { name: 'Change the end' }) === null).toBe(link !== null);
    },
  );

  it('shows that it is flapping, and that the room is disconnected', async () => {
    openTicket({
      flapping: { since: minutesAgo(9), changes: 4 },
      disconnectedSince: minutesAgo(7),
    });
    await title();
    expect(screen.getByText('The problem comes and goes: 4 changes recently.')).toBeTruthy();
    expect(screen.getByText('The status of this room is not available.')).toBeTruthy();
  });

  it.each([
    [{ resolvedBy: 'person' }, 'A person reported this: there is nothing to try on a device.'],
    [{ status: 'systemInvestigating' }, 'Nothing so far: the platform waits for further readings.'],
    [{}, 'Nothing: no remediation for this problem can be tried remotely.'],
    [
      {
        remediations: [
          { remediation: 'restartApp', label: 'Restart app' },
          { remediation: 'collectLogs', label: 'Collect logs' },
        ],
      },
      'Nothing yet.',
    ],
  ] as const)('shows why there was no attempt: %j', async (ticket, words) => {
    openTicket(ticket);
    await title();
    expect(screen.getByText(words)).toBeTruthy();
  });

  it('lists the attempts, and the state of correlated rooms', async () => {
    const attempt = {
      id: 't1',
      label: 'Restart app',
      at: minutesAgo(9),
      endedAt: minutesAgo(8),
      outcome: 'failed',
      result: 'failed',
      detail: 'No response.',
    } as const;
    openTicket({ attempts: [attempt], neighbours: 'The other rooms are well.' });
    await title();
    const tried = within(screen.getByRole('region', { name: 'What the platform tried' }));
    expect(tried.getByRole('listitem').textContent).toBe(
      'Restart app: failedNo response.9 min ago',
    );
    expect(tried.getByText('The other rooms are well.')).toBeTruthy();
  });
});

it('shows the history episode by episode, the latest first', async () => {
  openTicket(
    {
      history: [
        anEntry({ episode: 2, at: minutesAgo(10), sentence: 'It opened again.' }),
        anEntry({ episode: 1, at: minutesAgo(60) }),
        anEntry({ episode: null, at: minutesAgo(90), sentence: 'It was quiet.' }),
      ],
    },
    '/tickets/1001-1?face=history',
  );
  await title();
  const names = screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
  expect(names).toEqual(['Episode 2', 'Episode 1']);
  const latest = within(screen.getByRole('region', { name: 'Episode 2' }));
  expect(latest.getByText('It opened again.')).toBeTruthy();
  expect(latest.queryByText('It was quiet.')).toBeNull();
});
