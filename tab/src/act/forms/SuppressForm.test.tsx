import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { button, closed, inDialog, openButtons } from '../../testing/actions.suite.tsx';
import { aSuppression } from '../../testing/answers.suite.ts';
import { inMinutes } from '../../testing/times.suite.ts';

describe('a suppression', () => {
  it('lasts a day without a reason, unless the person chooses otherwise', async () => {
    const { user, server } = openButtons(['suppress']);
    await user.click(button('Suppress'));
    await user.click((await inDialog()).press('Suppress'));
    await closed();
    expect(server.lastBody()).toMatchObject({
      action: { action: 'suppress', until: '1d', reason: '' },
    });
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(server.lastBody()).toMatchObject({ action: { action: 'unsuppress' } });
  });

  it('accepts no past date', async () => {
    const { user, server } = openButtons(['suppress']);
    await user.click(button('Suppress'));
    const open = await inDialog();
    await user.click(open.getByRole('radio', { name: 'Until a date' }));
    const date = open.getByLabelText(/^Until/, { selector: 'input[type=datetime-local]' });
    await user.clear(date);
    await user.click(open.press('Suppress'));
    expect(open.getByText('Choose a date and a time.')).toBeTruthy();
    await user.type(date, '2026-11-01T10:00');
    await user.click(open.press('Suppress'));
    expect(open.getByText('Choose a time in the future.')).toBeTruthy();
    expect(server.changes()).toEqual([]);
  });

  it('gets another end without being lifted, and its former end by Undo', async () => {
    const at = inMinutes(60);
    const suppression = aSuppression({ until: { kind: 'time', at }, reason: 'Rebuilding' });
    const { user, server } = openButtons(['changeSuppression'], { suppression });
    await user.click(button('Change the end'));
    const open = await inDialog();
    expect(open.getByText(/^Inês Duarte suppressed it until .*It stays suppressed/)).toBeTruthy();
    expect(open.getByRole<HTMLInputElement>('radio', { name: 'Until a date' }).checked).toBe(true);
    const reason = open.getByRole<HTMLTextAreaElement>('textbox', { name: /^Reason/ });
    expect(reason.value).toBe('Rebuilding');
    await user.click(open.getByRole('radio', { name: 'Until it is lifted' }));
    await user.click(open.press('Change'));
    await closed();
    expect(server.lastBody()).toMatchObject({
      action: { action: 'changeSuppression', until: 'lifted', reason: 'Rebuilding' },
    });
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(server.lastBody()).toMatchObject({
      action: { action: 'changeSuppression', until: { at }, reason: 'Rebuilding' },
    });
  });
});
