import { act as applied, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { button, closed, inDialog, openButtons } from '../testing/actions.suite.tsx';
import { ines, mara } from '../testing/answers.suite.ts';
import { refuse, unreachable } from '../testing/server.suite.ts';
import { minutesAgo } from '../testing/times.suite.ts';

describe('an action that is sent at once', () => {
  it('is sent, reported, and undone by Undo', async () => {
    const onDone = vi.fn();
    const { user, server, personKnown } = openButtons(['assign'], { onDone });
    await personKnown();
    await user.click(button('Assign to me'));
    expect(await screen.findByText('It is done.')).toBeTruthy();
    expect(onDone).toHaveBeenCalledOnce();
    await user.click(button('Undo'));
    expect(server.lastBody()).toEqual({
      targets: [{ ticket: '1001-1' }],
      action: { action: 'unassign', from: mara.id },
    });
    await waitFor(() => expect(server.changes()).toHaveLength(2));
  });

  it('is sent once by a double click, and shows that it is under way', async () => {
    const { user, server } = openButtons(['investigate', 'unsuppress']);
    const answer = server.hold('POST commands');
    await user.dblClick(button('Investigate again'));
    expect(button('Investigate again').getAttribute('aria-busy')).toBe('true');
    expect(button('Lift suppression').getAttribute('aria-disabled')).toBe('true');
    await user.click(button('Investigate again'));
    expect(server.changes()).toEqual(['POST commands']);
    answer({ results: [{ ok: true, sentence: 'It is done.' }] });
    await waitFor(() =>
      expect(button('Lift suppression').getAttribute('aria-disabled')).toBeNull(),
    );
    expect(button('Investigate again').getAttribute('aria-busy')).toBeNull();
  });

  it('loads everything again afterwards, except the acting person', async () => {
    const { user, server, client } = openButtons(['investigate']);
    client.setQueryData(['room', 'room-1'], {});
    await user.click(button('Investigate again'));
    await screen.findByText('It is done.');
    expect(client.getQueryState(['room', 'room-1'])?.isInvalidated).toBe(true);
    expect(server.asked('me')).toBe(1);
  });

  it('leaves the result open if the connection breaks', async () => {
    const { user, server } = openButtons(['investigate']);
    server.on('POST commands', unreachable);
    await user.click(button('Investigate again'));
    expect(await screen.findByText('The server could not be reached.')).toBeTruthy();
    expect(screen.getByText(/^The action may have been done/)).toBeTruthy();
    expect(screen.queryByText('Nothing was changed.')).toBeNull();
  });

  it('reports that nothing was changed if the server refuses', async () => {
    const { user, server } = openButtons(['investigate']);
    server.on('POST commands', refuse(403, 'Your role cannot do that.'));
    await user.click(button('Investigate again'));
    expect(await screen.findByText('Your role cannot do that.')).toBeTruthy();
    expect(screen.getByText('Nothing was changed.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });
});

describe('an action with a dialog', () => {
  it('is sent with the text, and closes its dialog', async () => {
    const { user, server } = openButtons(['respond'], { advice: 'Plug it in again.' });
    await user.click(button('Respond'));
    const open = await inDialog();
    expect(screen.getByRole('dialog', { name: 'Respond to Camera in Marble' })).toBeTruthy();
    expect(open.getByText('Plug it in again.')).toBeTruthy();
    expect(document.activeElement).toBe(open.box());
    await user.type(open.box(), '  Done  ');
    await user.click(open.press('Respond'));
    await closed();
    expect(server.lastBody()).toMatchObject({ action: { action: 'respond', notes: 'Done' } });
    expect(document.activeElement).toBe(button('Respond'));
  });

  it('requires a text', async () => {
    const { user, server } = openButtons(['respond']);
    await user.click(button('Respond'));
    const open = await inDialog();
    await user.click(open.press('Respond'));
    expect(open.getByText('Write a few words for the other people.')).toBeTruthy();
    expect(server.changes()).toEqual([]);
    await user.type(open.box(), 'x');
    expect(open.queryByText('Write a few words for the other people.')).toBeNull();
  });

  it.each([
    ['the action', { results: [{ ok: false, sentence: 'It is resolved already.' }] }],
    ['the request', refuse(409, 'It is resolved already.')],
  ])('keeps the text when the server refuses %s, and shows the reason', async (_, answer) => {
    const { user, server } = openButtons(['respond']);
    server.on('POST commands', answer);
    await user.click(button('Respond'));
    const open = await inDialog();
    await user.type(open.box(), 'Done');
    await user.click(open.press('Respond'));
    expect((await open.findByRole('alert')).textContent).toMatch(/^It is resolved already\./);
    expect(open.box().value).toBe('Done');
    // The failure is shown once, in the dialog.
    expect(screen.getAllByText('It is resolved already.')).toHaveLength(1);
  });

  it('sends again only for the targets that failed', async () => {
    const { user, server } = openButtons(['respond'], {
      targets: [{ ticket: '1-1' }, { ticket: '2-1' }],
      names: ['Camera in Marble', 'Camera in Slate'],
    });
    server.on('POST commands', {
      results: [
        { ok: true, sentence: 'Marble has it.' },
        { ok: false, sentence: 'Slate was busy.' },
      ],
    });
    await user.click(button('Respond'));
    const open = await inDialog();
    await user.type(open.box(), 'Done');
    await user.click(open.press('Respond'));
    expect((await open.findByRole('alert')).textContent).toContain('Done for 1 of 2.');
    await user.click(open.press('Respond'));
    await waitFor(() => expect(server.changes()).toHaveLength(2));
    expect(server.lastBody()).toMatchObject({ targets: [{ ticket: '2-1' }] });
  });

  it('stays open while the request is under way, and sends it once', async () => {
    const { user, server } = openButtons(['respond']);
    const answer = server.hold('POST commands');
    await user.click(button('Respond'));
    const open = await inDialog();
    await user.type(open.box(), 'Done');
    await user.dblClick(open.press('Respond'));
    await user.keyboard('{Escape}');
    await user.click(open.press('Cancel'));
    expect(open.press('Respond').getAttribute('aria-busy')).toBe('true');
    expect(server.changes()).toEqual(['POST commands']);
    await applied(async () => answer({ results: [{ ok: true, sentence: 'It is done.' }] }));
    await closed();
  });

  it('is assigned to another person, and taken over from the assignee', async () => {
    const bo = { id: 'bo', name: 'Bo Dahl' };
    const { user, server } = openButtons(['assign'], {
      assignees: [bo, ines],
      holders: [ines],
      assignedAt: minutesAgo(10),
    });
    await user.click(button('Assign to …'));
    const open = await inDialog();
    expect(
      open.getByText(/^Inês Duarte has it since .*\. When you assign it, it is taken/),
    ).toBeTruthy();
    const who = open.getByRole<HTMLSelectElement>('combobox', { name: 'Assign to' });
    expect([...who.options].map(({ text }) => text)).toEqual(['Bo Dahl']);
    await user.click(open.press('Assign'));
    await closed();
    expect(server.lastBody()).toMatchObject({
      action: { action: 'assign', to: 'bo', takeOverFrom: ines.id },
    });
  });

  it('shows that the person is already assigned', async () => {
    const { user, personKnown } = openButtons(['assign'], { assignees: [ines], holders: [mara] });
    await personKnown();
    await user.click(button('Assign to …'));
    expect(await screen.findByText('You have it.')).toBeTruthy();
  });

  it('tries the chosen remediation; the first one is the default', async () => {
    const { user, server } = openButtons(['remediate'], {
      remediations: [
        { remediation: 'restartApp', label: 'Restart app' },
        { remediation: 'collectLogs', label: 'Collect logs' },
      ],
    });
    await user.click(button('Try a remediation'));
    const open = await inDialog();
    expect(open.getByRole<HTMLInputElement>('radio', { name: 'Restart app' }).checked).toBe(true);
    await user.click(open.getByRole('radio', { name: 'Collect logs' }));
    await user.click(open.press('Try it'));
    await closed();
    expect(server.lastBody()).toMatchObject({
      action: { action: 'remediate', remediation: 'collectLogs' },
    });
  });

  it.each([
    ['resolve', 'Resolve', 'Resolve', 'Write what ended the problem', 'reason'],
    ['report', 'Report a problem', 'Report', 'Write what does not work', 'what'],
  ] as const)('requires a text for %s', async (action, label, verb, plea, member) => {
    const { user, server } = openButtons([action]);
    await user.click(button(label));
    const open = await inDialog();
    await user.click(open.press(verb));
    expect(open.getByText(new RegExp(`^${plea}`))).toBeTruthy();
    await user.type(open.box(), 'No sound');
    await user.click(open.press(verb));
    await closed();
    expect(server.lastBody()).toMatchObject({ action: { action, [member]: 'No sound' } });
  });

  it.each([
    ['retire', 'Retire', { action: 'retire' }, { action: 'enrol' }],
    ['removeDevice', 'Remove from the room', { action: 'removeDevice', device: 'mtr-1' }, null],
  ] as const)('asks for confirmation before %s', async (action, label, sent, undo) => {
    const { user, server } = openButtons([action], { device: 'mtr-1' });
    await user.click(button(label));
    const open = await inDialog();
    await user.click(open.press('Cancel'));
    await closed();
    expect(server.changes()).toEqual([]);
    await user.click(button(label));
    await user.click((await inDialog()).press(label));
    await closed();
    expect(server.lastBody()).toMatchObject({ action: sent });
    expect(screen.queryByRole('button', { name: 'Undo' }) === null).toBe(undo === null);
  });
});
