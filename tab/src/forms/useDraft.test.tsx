import { fireEvent, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderTab } from '../testing/renderTab.suite.tsx';
import { useDraft } from './useDraft.ts';

function Box({ place }: { place: string }) {
  const [text, setText] = useDraft(place);
  return <input aria-label={place} value={text} onChange={({ target }) => setText(target.value)} />;
}

const box = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });

it('keeps the text of each field while the person visits another page', () => {
  const { show } = renderTab(<Box key="one" place="one" />);
  fireEvent.change(box('one'), { target: { value: 'Half a sentence' } });
  show(<Box key="two" place="two" />);
  expect(box('two').value).toBe('');
  show(<Box key="one" place="one" />);
  expect(box('one').value).toBe('Half a sentence');
});

it('hides the text from every other person', () => {
  const { unmount } = renderTab(<Box place="one" />);
  fireEvent.change(box('one'), { target: { value: 'Half a sentence' } });
  unmount();
  renderTab(<Box place="one" />);
  expect(box('one').value).toBe('');
});
