import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { pass, stopTimers } from '../testing/clock.suite.ts';
import { renderTab } from '../testing/renderTab.suite.tsx';
import type { Outcome } from './actions.ts';
import { useOutcomeText } from './Outcomes.tsx';

beforeEach(stopTimers);

type Props = { readonly outcome: Outcome; readonly undo?: () => void };

function Sayer({ outcome, undo }: Props) {
  const showOutcome = useOutcomeText();
  return (
    <button type="button" onClick={() => showOutcome(outcome, undo ?? null)}>
      Say it
    </button>
  );
}

const done: Outcome = { intent: 'success', headline: 'It is done.', sentences: ['In Marble.'] };

function open(props: Props) {
  const shown = renderTab(<Sayer {...props} />);
  return { ...shown, say: () => fireEvent.click(screen.getByRole('button', { name: 'Say it' })) };
}

it('shows the result, and disappears after a delay', async () => {
  const { say: showOutcome } = open({ outcome: done });
  showOutcome();
  expect(screen.getByText('It is done.')).toBeTruthy();
  expect(screen.getByText('In Marble.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  await pass(7999);
  expect(screen.getByText('It is done.')).toBeTruthy();
  await pass(1);
  expect(screen.queryByText('It is done.')).toBeNull();
});

it.each([
  ['a failure', { outcome: { ...done, intent: 'error' } as const }],
  ['what can be taken back', { outcome: done, undo: () => undefined }],
])('stays longer for %s', async (_, props) => {
  const { say: showOutcome } = open(props);
  showOutcome();
  await pass(14_999);
  expect(screen.getByText('It is done.')).toBeTruthy();
  await pass(1);
  expect(screen.queryByText('It is done.')).toBeNull();
});

it.each([
  ['pointed at', fireEvent.pointerEnter, fireEvent.pointerLeave],
  ['in focus', fireEvent.focus, fireEvent.blur],
] as const)('stays while it is %s', async (_, enter, leave) => {
  const { say: showOutcome } = open({ outcome: done });
  showOutcome();
  const bar = screen.getByRole('listitem');
  enter(bar);
  await pass(60_000);
  expect(screen.getByText('It is done.')).toBeTruthy();
  leave(bar);
  await pass(8000);
  expect(screen.queryByText('It is done.')).toBeNull();
});

it('undoes once, and then disappears', () => {
  const undo = vi.fn();
  const { say: showOutcome } = open({ outcome: done, undo });
  showOutcome();
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(undo).toHaveBeenCalledOnce();
  expect(screen.queryByText('It is done.')).toBeNull();
});

it('shows the latest three, each of which can be dismissed', () => {
  const { say: showOutcome } = open({ outcome: done });
  for (const _ of [1, 2, 3, 4]) showOutcome();
  const dismiss = screen.getAllByRole('button', { name: 'Dismiss' });
  expect(dismiss).toHaveLength(3);
  if (dismiss[0]) fireEvent.click(dismiss[0]);
  expect(screen.getAllByText('It is done.')).toHaveLength(2);
});
