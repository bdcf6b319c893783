import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ApiFailure } from '../../api/apiFailure.ts';
import { renderTab } from '../../testing/renderTab.suite.tsx';
import { Failure } from './EmptyStates.tsx';

it('shows the sentence and the reference of the server, and retries', async () => {
  const retry = vi.fn();
  const error = new ApiFailure(500, { code: 'x', sentence: 'It failed.', reference: 'r-7' });
  const { user } = renderTab(<Failure error={error} retry={retry} />);
  expect(screen.getByRole('alert').textContent).toContain('It failed.Reference: r-7');
  await user.click(screen.getByRole('button', { name: 'Retry' }));
  expect(retry).toHaveBeenCalledOnce();
});

it('hides the message of an internal error of the page', () => {
  renderTab(<Failure error={new TypeError('x is undefined')} retry={() => undefined} />);
  expect(screen.getByRole('alert').textContent).toContain('Something went wrong.');
  expect(screen.queryByText(/undefined|Reference/)).toBeNull();
});
