import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { pass, stopTimers } from '../../testing/clock.suite.ts';
import { renderTab } from '../../testing/renderTab.suite.tsx';
import { minutesAgo } from '../../testing/times.suite.ts';
import { RelativeTime } from './RelativeTime.tsx';

const times = () => screen.getAllByRole('time').map(({ textContent }) => textContent);

it('follows the clock in every form, and stops its timer with the last of them', async () => {
  stopTimers();
  const at = minutesAgo(3);
  const { unmount } = renderTab(
    <>
      <RelativeTime at={at} inSentence />
      <RelativeTime at={at} form="for" />
      <RelativeTime at={at} form="length" />
    </>,
  );
  expect(times()).toEqual(['3 min ago', 'for 3 min', '3 min']);
  await pass(60_000);
  expect(times()).toEqual(['4 min ago', 'for 4 min', '4 min']);
  unmount();
  await pass(600_000);
  renderTab(<RelativeTime at={at} form="length" />);
  expect(times()).toEqual(['14 min']);
});

it('gives the exact time on demand', () => {
  renderTab(<RelativeTime at={minutesAgo(3)} inSentence />);
  expect(screen.getByRole('time').getAttribute('datetime')).toBe(minutesAgo(3));
  expect(screen.getByTitle(/^23 Nov 2026, .*:57:00/)).toBeTruthy();
});
