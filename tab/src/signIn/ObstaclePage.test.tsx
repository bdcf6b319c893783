import { screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ines } from '../testing/answers.suite.ts';
import { renderTab } from '../testing/renderTab.suite.tsx';
import ObstaclePage from './ObstaclePage.tsx';
import type { Obstacle, Trouble } from './signIn.ts';

const trouble = (kind: Trouble, said = ''): Obstacle => ({ kind: 'trouble', trouble: kind, said });
const person = { ...ines, role: 'viewer' as const, groups: [] };

function openPage(obstacle: Obstacle, isTrying = false) {
  const retry = vi.fn();
  const page = <ObstaclePage obstacle={obstacle} isTrying={isTrying} retry={retry} />;
  return { ...renderTab(page), retry };
}

it.each([
  ['signInConsent', 'Teams needs your consent', 'Sign in'],
  ['signInCancelled', 'You are not signed in', 'Sign in'],
  ['signInFailed', 'Teams could not sign you in', 'Try again'],
  ['signInNeeded', 'You are not signed in', 'Sign in'],
  ['signInExpired', 'Your sign-in has expired', 'Sign in'],
  ['signInRefused', 'This app does not accept your sign-in', 'Try again'],
] as const)('names %s and the next step', async (kind, title, verb) => {
  const { user, retry } = openPage(trouble(kind));
  expect(screen.getByRole('heading', { level: 1, name: title })).toBeTruthy();
  expect(screen.getByRole('alert').textContent).not.toBe('');
  await user.click(screen.getByRole('button', { name: verb }));
  expect(retry).toHaveBeenCalledOnce();
});

it('loads everything again that failed for the same reason', async () => {
  const { user, client } = openPage(trouble('signInExpired'));
  client.setQueryData(['summary'], {});
  client.setQueryData(['me'], {});
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(client.getQueryState(['summary'])?.isInvalidated).toBe(true));
  expect(client.getQueryState(['me'])?.isInvalidated).toBe(false);
});

it('shows the text of Teams only if the reason is unknown', () => {
  const { show } = openPage(trouble('signInFailed', 'Something else'));
  expect(screen.getByText('Teams says: Something else')).toBeTruthy();
  const other = trouble('signInCancelled', 'CancelledByUser');
  show(<ObstaclePage obstacle={other} isTrying={false} retry={() => undefined} />);
  expect(screen.queryByText(/CancelledByUser/)).toBeNull();
});

it('cannot be pressed while a try is pending', async () => {
  const { user, retry } = openPage(trouble('signInCancelled'), true);
  const button = screen.getByRole('button', { name: 'Sign in' });
  expect(button.getAttribute('aria-disabled')).toBe('true');
  await user.click(button);
  expect(retry).not.toHaveBeenCalled();
});

it.each([
  ['waiting', 'You have no access yet', /^You are signed in as Inês Duarte\. Ask a Manager to let/],
  [
    'noRooms',
    'You see no room yet',
    /^You are signed in as Inês Duarte, but you are in no room group/,
  ],
] as const)(
  'tells a person with the state %s whom to ask, and loads the person again',
  async (kind, title, words) => {
    const { user, retry } = openPage({ kind, person });
    expect(screen.getByRole('heading', { level: 1, name: title })).toBeTruthy();
    expect(screen.getByRole('status').textContent).toMatch(words);
    expect(screen.getByText('ines')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    expect(retry).toHaveBeenCalledOnce();
  },
);
