/** The action buttons of a page, and the dialogs that they open. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect } from 'vitest';
import { ActionButtons } from '../act/ActionButtons.tsx';
import type { Offered } from '../act/actions.ts';
import { renderTab, serverFor } from './renderTab.suite.tsx';

type Props = Parameters<typeof ActionButtons>[0];

/** Renders the buttons. Default target: one ticket. */
export function openButtons(actions: readonly Offered[], more: Partial<Props> = {}) {
  const server = serverFor();
  const props = { targets: [{ ticket: '1001-1' } as const], what: 'Camera in Marble', ...more };
  return renderTab(<ActionButtons actions={actions} {...props} />, { server });
}

export const button = (name: string) => screen.getByRole('button', { name });
/** Resolves when no dialog is open. */
export const closed = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

/** Finds a control of the open dialog by its label. */
export async function inDialog() {
  const found = within(await screen.findByRole('dialog'));
  return {
    ...found,
    press: (name: string) => found.getByRole('button', { name }),
    box: () => found.getByRole<HTMLTextAreaElement>('textbox'),
  };
}
