import { Textarea } from '@fluentui/react-components';
import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { pass, stopTimers } from '../testing/clock.suite.ts';
import { renderTab } from '../testing/renderTab.suite.tsx';
import { Form } from './Form.tsx';
import { LimitedField } from './LimitedField.tsx';

function Page({ submit = () => undefined }: { submit?: () => void }) {
  const [text, setText] = useState('');
  return (
    <Form id="words" submit={submit}>
      <LimitedField label="Words" hint="Write some." text={text} limit={10}>
        <Textarea value={text} onChange={(_, data) => setText(data.value)} />
      </LimitedField>
      <button type="submit">Send</button>
    </Form>
  );
}

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Words' });
const write = (value: string) => fireEvent.change(box(), { target: { value } });

it('shows the count from nine tenths of the limit, and a fault beyond it', () => {
  renderTab(<Page />);
  write('x'.repeat(8));
  expect(screen.queryByText('8 of 10')).toBeNull();
  write('x'.repeat(9));
  expect(screen.getByText('9 of 10')).toBeTruthy();
  expect(box().getAttribute('aria-invalid')).toBeNull();
  write('x'.repeat(11));
  expect(screen.getByText('11 of 10')).toBeTruthy();
  expect(screen.getByText(/at most 10 characters/)).toBeTruthy();
  expect(box().getAttribute('aria-invalid')).toBe('true');
  expect(box().value).toHaveLength(11);
});

it('announces the count after a pause, and not when the text is far below the limit again', async () => {
  stopTimers();
  renderTab(<Page />);
  write('x'.repeat(9));
  await pass(999);
  expect(screen.queryByText('9 of 10 characters')).toBeNull();
  await pass(1);
  expect(screen.getByText('9 of 10 characters').getAttribute('aria-live')).toBe('polite');
  write('');
  await pass(0);
  expect(screen.queryByText('9 of 10 characters')).toBeNull();
});

it('is not sent beyond its limit: the field gets the focus instead', async () => {
  const submit = vi.fn();
  const { user } = renderTab(<Page submit={submit} />);
  write('x'.repeat(11));
  await user.click(screen.getByRole('button', { name: 'Send' }));
  expect(submit).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(box());
  write('x'.repeat(10));
  await user.click(screen.getByRole('button', { name: 'Send' }));
  expect(submit).toHaveBeenCalledOnce();
});
