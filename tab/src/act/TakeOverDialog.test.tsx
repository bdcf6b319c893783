import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { button, closed, inDialog, openButtons } from '../testing/actions.suite.tsx';
import { ines, mara } from '../testing/answers.suite.ts';
import { minutesAgo } from '../testing/times.suite.ts';

const held = {
  ok: false,
  sentence: 'Inês Duarte has it.',
  code: 'assignedToOther',
  assignee: ines,
  since: minutesAgo(10),
} as const;

describe('a ticket that another person has', () => {
  it('is taken over by the name on the button, and given back by Undo', async () => {
    const { user, server, personKnown } = openButtons(['assign'], { holders: [ines] });
    await personKnown();
    await user.click(button('Take over from Inês Duarte'));
    expect(server.lastBody()).toMatchObject({
      action: { action: 'assign', takeOverFrom: ines.id },
    });
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(server.lastBody()).toMatchObject({
      action: { action: 'assign', to: ines.id, takeOverFrom: mara.id },
    });
  });

  it('is offered after a lost race, and taken over on request alone', async () => {
    const { user, server } = openButtons(['assign']);
    server.on('POST commands', { results: [held] });
    await user.click(button('Assign to me'));
    const open = await inDialog();
    expect(open.getByText(/^Inês Duarte has it since /)).toBeTruthy();
    expect(screen.getByRole('dialog', { name: 'Take over Camera in Marble?' })).toBeTruthy();
    expect(server.changes()).toHaveLength(1);
    server.on('POST commands', { results: [{ ok: true, sentence: 'It is yours.' }] });
    await user.click(open.press('Take over from Inês Duarte'));
    await closed();
    expect(server.lastBody()).toMatchObject({
      action: { action: 'assign', takeOverFrom: ines.id },
    });
    expect(screen.getByText('It is yours.')).toBeTruthy();
  });

  it('is listed among several, while the unassigned ones are assigned', async () => {
    const { user, server } = openButtons(['assign'], {
      targets: [{ ticket: '1-1' }, { ticket: '2-1' }, { ticket: '3-1' }],
      names: ['Camera in Marble', 'Display in Slate', 'Camera in Flint'],
      what: '3 incidents',
    });
    server.on('POST commands', {
      results: [{ ok: true, sentence: 'Marble is yours.' }, held, { ...held, since: null }],
    });
    await user.click(button('Assign to me'));
    const open = await inDialog();
    expect(screen.getByRole('dialog', { name: 'Take over 2 incidents?' })).toBeTruthy();
    const listed = open.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(listed[0]).toMatch(/^Display in SlateInês Duarte has it since /);
    expect(listed[1]).toBe('Camera in FlintInês Duarte has it.');
    expect(screen.getByText('Marble is yours.')).toBeTruthy();
    server.on('POST commands', { results: [held, held] });
    await user.click(open.press('Take over these 2'));
    expect(server.lastBody()).toMatchObject({ targets: [{ ticket: '2-1' }, { ticket: '3-1' }] });
    // Another person took them in the meantime: the question stays.
    expect(await screen.findByRole('dialog', { name: 'Take over 2 incidents?' })).toBeTruthy();
    await user.click(open.press('Cancel'));
    await closed();
  });
});
