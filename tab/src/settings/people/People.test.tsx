import type { PeopleAnswer, PersonRow } from '@rooms-pro/core/contracts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderTab, serverFor } from '../../testing/renderTab.suite.tsx';
import { refuse } from '../../testing/server.suite.ts';
import { aPerson, peopleOf } from '../../testing/settingsAnswers.suite.ts';
import { minutesAgo } from '../../testing/times.suite.ts';
import { People } from './People.tsx';

const own = aPerson({
  id: '9d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
  name: 'Mara Lindqvist',
  role: 'manager',
  groups: [],
});
const cy = aPerson();
const bo = { id: '4d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f', name: 'Bo Dahl' };

function openPeople(people: readonly PersonRow[] = [own, cy], answer: Partial<PeopleAnswer> = {}) {
  const server = serverFor();
  server.on('GET settings/people', peopleOf(people, answer));
  return renderTab(<People ownId={own.id} />, { server });
}

const press = (name: string) => screen.findByRole('button', { name });
const dialog = (name: string) => screen.findByRole('dialog', { name });
const names = () =>
  screen.getAllByRole('button').map((one) => one.getAttribute('aria-label') ?? one.textContent);

describe('the people', () => {
  it('load, fail, and are shown after Retry', async () => {
    const server = serverFor();
    const answer = server.hold('GET settings/people');
    const { user } = renderTab(<People ownId={own.id} />, { server });
    expect(screen.getByLabelText('Loading the people')).toBeTruthy();
    answer(refuse(500, 'That did not work.'));
    const retry = await press('Retry');
    server.on('GET settings/people', peopleOf([]));
    await user.click(retry);
    expect(await screen.findByText('The list is empty. Add the first person.')).toBeTruthy();
  });

  it('cannot remove themselves or a manager of the deployment', async () => {
    const fixed = aPerson({ ...bo, role: 'manager', groups: [], isFixed: true });
    openPeople([own, cy, fixed]);
    await press('Edit Cy Twombly');
    expect(names()).toEqual([
      'Add a person',
      'Edit Mara Lindqvist',
      'Edit Cy Twombly',
      'Remove access of Cy Twombly',
      'Edit Bo Dahl',
    ]);
    expect(screen.getByText('Manager by the settings of this deployment')).toBeTruthy();
    expect(document.querySelector('main')?.textContent).toContain('Mara Lindqvist (you)');
  });

  it('of one name are told apart wherever their object id does not stand beside them', async () => {
    const first = aPerson({ ...bo, role: 'viewer', groups: [] });
    const second = { ...first, id: first.id.replace('4', '5') };
    openPeople([own, first, second]);
    expect(await press('Edit Bo Dahl (4d2e3f40)')).toBeTruthy();
    expect(await press('Remove access of Bo Dahl (5d2e3f40)')).toBeTruthy();
  });

  it('people who wait get access with their known data', async () => {
    const { user, server } = openPeople([own], { waiting: [{ ...bo, at: minutesAgo(8) }] });
    const waiting = await screen.findByRole('region', { name: 'Waiting for access' });
    expect(within(waiting).getByText('8 min ago')).toBeTruthy();
    await user.click(await press('Give access to Bo Dahl'));
    const form = within(await dialog('Give access to Bo Dahl'));
    expect(form.getByText(`Object id ${bo.id}`)).toBeTruthy();
    await user.click(form.getByRole('radio', { name: /^Lead/ }));
    await user.type(form.getByRole('combobox', { name: 'Groups' }), 'Quay House');
    server.on('PUT settings/people', peopleOf([own]));
    await user.click(form.getByRole('button', { name: 'Give access' }));
    expect(await screen.findByText('Bo Dahl has access as Lead for Quay House.')).toBeTruthy();
    const { isFixed: _, ...mara } = own;
    expect(server.lastBody()).toEqual({
      etag: 'e1',
      people: [mara, { ...bo, role: 'lead', groups: ['Quay House'] }],
    });
  });

  it('show the latest changes, and all of them on request', async () => {
    const changes = Array.from({ length: 12 }, (_, index) => ({
      at: minutesAgo(index),
      by: { id: own.id, name: own.name },
      via: index === 0 ? ('chat' as const) : undefined,
      person: bo,
      before: null,
      after: { role: 'viewer' as const, groups: [] },
    }));
    const { user } = openPeople([own], { changes });
    const region = within(await screen.findByRole('region', { name: 'Changes' }));
    expect(region.getAllByRole('listitem')).toHaveLength(10);
    expect(region.getAllByRole('listitem')[0]?.textContent).toBe(
      'Mara Lindqvist let Bo Dahl in: Viewer without a room group.just now · via chat',
    );
    await user.click(region.getByRole('button', { name: 'Show all 12' }));
    expect(region.getAllByRole('listitem')).toHaveLength(12);
    expect(region.queryByRole('button')).toBeNull();
  });
});

describe('adding a person', () => {
  async function openAdd() {
    const shown = openPeople();
    await shown.user.click(await press('Add a person'));
    const form = within(await dialog('Add a person'));
    const field = (name: RegExp) => form.getByRole<HTMLInputElement>('textbox', { name });
    return {
      ...shown,
      form,
      field,
      write: (name: RegExp, text: string) =>
        fireEvent.change(field(name), { target: { value: text } }),
      add: () => shown.user.click(form.getByRole('button', { name: 'Add' })),
    };
  }

  it('says at each field what is wrong before anything is sent', async () => {
    const { form, write, add, server } = await openAdd();
    await add();
    expect(form.getByText(/^Write an object id like/)).toBeTruthy();
    expect(form.getByText('Enter the name.')).toBeTruthy();
    write(/^Object id/, cy.id.toUpperCase());
    await add();
    expect(form.getByText('This person is already in the list.')).toBeTruthy();
    expect(server.changes()).toEqual([]);
  });

  it('shows the faults of the server at their fields, and keeps what is written', async () => {
    const { form, field, write, add, server } = await openAdd();
    const faults = [
      { pointer: '/people/2/name', reason: 'This is too long.' },
      { pointer: '/people/0/role', reason: 'There is no such role.' },
    ];
    server.on('PUT settings/people', refuse(400, 'That cannot be taken.', { faults }));
    write(/^Object id/, bo.id);
    write(/^Name/, bo.name);
    await add();
    expect(await form.findByText('This is too long.')).toBeTruthy();
    expect(form.getByText('There is no such role.')).toBeTruthy();
    expect(form.queryByText('That cannot be taken.')).toBeNull();
    expect(field(/^Name/).value).toBe('Bo Dahl');
  });

  it('keeps a change that another manager made in the meantime', async () => {
    const { write, add, server } = await openAdd();
    const ada = aPerson({ id: cy.id.replace('1', '7'), name: 'Ada Byron' });
    let tries = 0;
    server.on('PUT settings/people', () => {
      tries += 1;
      return tries === 1 ? refuse(409, 'Another manager changed them.') : peopleOf([own, cy, ada]);
    });
    server.on('GET settings/people', peopleOf([own, cy, ada], { etag: 'e2' }));
    write(/^Object id/, bo.id);
    write(/^Name/, bo.name);
    await add();
    expect(
      await screen.findByText('Bo Dahl has access as Technician without a room group.'),
    ).toBeTruthy();
    const body = server.lastBody() as { etag: string; people: readonly { name: string }[] };
    expect([body.etag, body.people.map(({ name }) => name)]).toEqual([
      'e2',
      ['Mara Lindqvist', 'Cy Twombly', 'Ada Byron', 'Bo Dahl'],
    ]);
  });

  it('gives a manager no groups', async () => {
    const { user, form } = await openAdd();
    expect(form.getByRole('combobox', { name: 'Groups' })).toBeTruthy();
    await user.click(form.getByRole('radio', { name: /^Manager/ }));
    expect(form.queryByRole('combobox', { name: 'Groups' })).toBeNull();
  });
});

describe('changing a person', () => {
  it('does not let managers change their own role', async () => {
    const { user } = openPeople();
    await user.click(await press('Edit Mara Lindqvist'));
    const form = within(await dialog('Change Mara Lindqvist'));
    expect(
      form.getByText(/Only another Manager or the deployment settings can change/),
    ).toBeTruthy();
    expect(form.queryByRole('radio')).toBeNull();
  });

  it('sends nothing for a person whom another manager changed, and shows their present data', async () => {
    const { user, server, client } = openPeople();
    await user.click(await press('Edit Cy Twombly'));
    const form = within(await dialog('Change Cy Twombly'));
    await user.click(form.getByRole('radio', { name: /^Technician/ }));
    const change = {
      at: minutesAgo(0),
      by: bo,
      person: { id: cy.id, name: cy.name },
      before: { role: 'lead' as const, groups: cy.groups },
      after: { role: 'viewer' as const, groups: cy.groups },
    };
    const viewer = aPerson({ role: 'viewer' });
    client.setQueryData(['settings', 'people'], peopleOf([own, viewer], { changes: [change] }));
    await user.click(form.getByRole('button', { name: 'Change' }));
    expect(
      await form.findByText(/^In the meantime, Bo Dahl made Cy Twombly Viewer for Quay House/),
    ).toBeTruthy();
    expect(form.getByRole<HTMLInputElement>('radio', { name: /^Viewer/ }).checked).toBe(true);
    expect(server.changes()).toEqual([]);
  });

  it('does not add a person again who was removed in the meantime', async () => {
    const { user, server, client } = openPeople();
    await user.click(await press('Edit Cy Twombly'));
    const form = within(await dialog('Change Cy Twombly'));
    client.setQueryData(['settings', 'people'], peopleOf([own]));
    await user.click(form.getByRole('button', { name: 'Change' }));
    expect(await form.findByText(/they are no longer in the list/)).toBeTruthy();
    expect(form.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Close']);
    expect(server.changes()).toEqual([]);
  });
});

describe('taking a person out', () => {
  it('is sent after a confirmation', async () => {
    const { user, server } = openPeople();
    server.on('PUT settings/people', peopleOf([own]));
    await user.click(await press('Remove access of Cy Twombly'));
    const form = within(await dialog('Remove access of Cy Twombly?'));
    await user.click(form.getByRole('button', { name: 'Remove access' }));
    expect(await screen.findByText('Cy Twombly sees no room any more.')).toBeTruthy();
    const { isFixed: _, ...mara } = own;
    expect(server.lastBody()).toEqual({ etag: 'e1', people: [mara] });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('is not sent for a person whom another manager has already removed', async () => {
    const { user, server, client } = openPeople();
    await user.click(await press('Remove access of Cy Twombly'));
    const form = within(await dialog('Remove access of Cy Twombly?'));
    client.setQueryData(['settings', 'people'], peopleOf([own]));
    await user.click(form.getByRole('button', { name: 'Remove access' }));
    expect(await form.findByText(/they are no longer in the list/)).toBeTruthy();
    expect(form.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Close']);
    expect(server.changes()).toEqual([]);
  });

  it('keeps the dialog, with the reason, where the server refuses', async () => {
    const { user, server } = openPeople();
    server.on('PUT settings/people', refuse(403, 'Your role cannot do that.'));
    await user.click(await press('Remove access of Cy Twombly'));
    const form = within(await dialog('Remove access of Cy Twombly?'));
    await user.click(form.getByRole('button', { name: 'Remove access' }));
    expect((await form.findByRole('alert')).textContent).toBe('Your role cannot do that.');
    expect(form.getByRole('button', { name: 'Remove access' })).toBeTruthy();
  });
});
