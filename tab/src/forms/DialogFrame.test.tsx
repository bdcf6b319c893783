import { fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { renderTab } from '../testing/renderTab.suite.tsx';
import { DialogFrame } from './DialogFrame.tsx';
import { Form } from './Form.tsx';

type Props = {
  readonly verb?: string | null;
  readonly isPending?: boolean;
  readonly submit?: () => void;
  /** The button that opens the dialog is removed together with it. */
  readonly isOpenerGone?: boolean;
};

function Page({ verb = 'Send', isPending = false, submit, isOpenerGone = false }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      {!(isOpen && isOpenerGone) && (
        <button type="button" onClick={() => setIsOpen(true)}>
          Open
        </button>
      )}
      {isOpen && (
        <DialogFrame
          title="Say something"
          formId="words"
          verb={verb}
          isPending={isPending}
          close={() => setIsOpen(false)}
        >
          <Form id="words" submit={submit ?? (() => undefined)}>
            <label>
              Words
              <textarea />
            </label>
          </Form>
        </DialogFrame>
      )}
    </>
  );
}

async function openDialog(props: Props = {}) {
  const shown = renderTab(<Page {...props} />);
  await shown.user.click(screen.getByRole('button', { name: 'Open' }));
  return shown;
}

const dialog = () => screen.queryByRole('dialog', { name: 'Say something' });
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Words' });
const press = (name: string) => screen.getByRole('button', { name });
const question = 'What you wrote is not sent. Discard it?';

it('closes on Escape if no text was written, and returns the focus', async () => {
  const { user } = await openDialog();
  expect(document.activeElement).toBe(box());
  await user.keyboard('{Escape}');
  expect(dialog()).toBeNull();
  expect(document.activeElement).toBe(press('Open'));
});

it('asks before text is lost, and keeps it', async () => {
  const { user } = await openDialog();
  await user.type(box(), 'Half a sentence');
  await user.keyboard('{Escape}');
  expect(screen.getByRole('alert').textContent).toBe(question);
  expect(document.activeElement).toBe(press('Keep writing'));
  expect(screen.queryByRole('button', { name: 'Send' })).toBeNull();
  await user.click(press('Keep writing'));
  expect(screen.queryByText(question)).toBeNull();
  expect(document.activeElement).toBe(box());
  expect(box().value).toBe('Half a sentence');
});

it('treats a second Escape as a wish to stay', async () => {
  const { user } = await openDialog();
  await user.type(box(), 'Half a sentence');
  await user.keyboard('{Escape}{Escape}');
  expect(screen.queryByText(question)).toBeNull();
  expect(dialog()).toBeTruthy();
});

it('opens again where the browser closes it without asking', async () => {
  const { user } = await openDialog();
  await user.type(box(), 'Half a sentence');
  const open = dialog() as HTMLDialogElement;
  open.removeAttribute('open');
  fireEvent(open, new Event('close'));
  expect(open.open).toBe(true);
  expect(screen.getByText(question)).toBeTruthy();
});

it('discards on request, also by Cancel', async () => {
  const { user } = await openDialog();
  await user.type(box(), 'Half a sentence');
  await user.click(press('Cancel'));
  await user.click(press('Discard'));
  expect(dialog()).toBeNull();
});

it('does not ask for blanks or deleted text', async () => {
  const { user } = await openDialog();
  await user.type(box(), '  x{Backspace}');
  await user.keyboard('{Escape}');
  expect(dialog()).toBeNull();
});

it('stays open while a request is under way', async () => {
  const { user } = await openDialog({ isPending: true });
  await user.keyboard('{Escape}');
  await user.click(press('Cancel'));
  expect(dialog()).toBeTruthy();
  expect(press('Send').getAttribute('aria-busy')).toBe('true');
  expect(press('Send').getAttribute('aria-disabled')).toBe('true');
});

it('sends its form by its button', async () => {
  const submit = vi.fn();
  const { user } = await openDialog({ submit });
  await user.click(press('Send'));
  expect(submit).toHaveBeenCalledOnce();
});

it('can only be closed if it has no submit button', async () => {
  const { user } = await openDialog({ verb: null });
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  await user.click(press('Close'));
  expect(dialog()).toBeNull();
});

it('moves the focus to the page if the button no longer exists', async () => {
  const { user } = await openDialog({ isOpenerGone: true });
  await user.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement?.id).toBe('page'));
});
