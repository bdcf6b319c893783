import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { pass, stopTimers } from '../../testing/clock.suite.ts';
import { renderTab } from '../../testing/renderTab.suite.tsx';
import { FilterText } from './FilterControls.tsx';

beforeEach(stopTimers);

const box = () => screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search' });
const type = (value: string) => fireEvent.change(box(), { target: { value } });

it('searches once, after a pause in typing', async () => {
  const change = vi.fn();
  renderTab(<FilterText label="Search" value={undefined} change={change} />);
  type('mar');
  await pass(200);
  type('marble ');
  await pass(200);
  expect(change).not.toHaveBeenCalled();
  await pass(50);
  expect(change.mock.calls).toEqual([['marble']]);
});

it('removes the filter with the last character', async () => {
  const change = vi.fn();
  renderTab(<FilterText label="Search" value="marble" change={change} />);
  type('');
  await pass(250);
  expect(change.mock.calls).toEqual([[undefined]]);
});

it('follows the address without a search of its own', async () => {
  const change = vi.fn();
  const { show } = renderTab(<FilterText label="Search" value="marble" change={change} />);
  show(<FilterText label="Search" value={undefined} change={change} />);
  expect(box().value).toBe('');
  await pass(1000);
  expect(change).not.toHaveBeenCalled();
});

it('keeps the typed text while the address follows', async () => {
  const change = vi.fn();
  const { show } = renderTab(<FilterText label="Search" value={undefined} change={change} />);
  type('mar');
  await pass(250);
  type('marble');
  show(<FilterText label="Search" value="mar" change={change} />);
  expect(box().value).toBe('marble');
});

it('does not search for a text that is too long, and shows that', async () => {
  const change = vi.fn();
  renderTab(<FilterText label="Search" value={undefined} change={change} />);
  type('x'.repeat(201));
  await pass(1000);
  expect(change).not.toHaveBeenCalled();
  expect(screen.getByText(/at most 200 characters/)).toBeTruthy();
  expect(box().getAttribute('aria-invalid')).toBe('true');
});
