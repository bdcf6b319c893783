import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aSummary } from '../testing/answers.suite.ts';
import { renderTab, serverFor } from '../testing/renderTab.suite.tsx';
import { refuse } from '../testing/server.suite.ts';
import {
  anUnreadable,
  aRule,
  codesOf,
  keysOf,
  peopleOf,
  rulesOf,
  unreadable,
} from '../testing/settingsAnswers.suite.ts';
import { minutesAgo } from '../testing/times.suite.ts';
import Settings from './Settings.tsx';

type Part = Parameters<typeof Settings>[0]['part'];
type Role = Parameters<typeof serverFor>[0];

function openSettings(part: Part, role: Role = 'manager', me = {}) {
  const server = serverFor(role, me);
  server.on('GET settings/rules', rulesOf([aRule()]));
  server.on('GET settings/codes', codesOf());
  server.on('GET settings/keys', keysOf([]));
  server.on('GET settings/people', peopleOf([]));
  server.on('GET settings/waiting-devices', { rows: [], isCut: false, confirmedAt: minutesAgo(0) });
  server.on('GET settings/quarantine', unreadable([]));
  return renderTab(<Settings part={part} />, { at: '/settings', server });
}

const parts = () =>
  within(screen.getByRole('navigation', { name: 'Parts of the settings' }))
    .getAllByRole('link')
    .map(({ textContent }) => textContent);

describe('the parts of the settings', () => {
  it.each([
    ['manager', {}, ['Rules', 'Devices', 'People', 'System']],
    ['lead', {}, ['Rules', 'Devices', 'People']],
    ['manager', { embedded: true }, ['Rules', 'Devices', 'System']],
  ] as const)('are for a %s with %j: %j', async (role, me, names) => {
    const { personKnown } = openSettings('rules', role, me);
    await personKnown();
    await waitFor(() => expect(parts()).toEqual(names));
    expect(screen.getByRole('link', { name: 'Rules' }).getAttribute('aria-current')).toBe('page');
  });

  it.each([
    ['devices', 'Only a Manager can manage devices and their keys.'],
    ['people', 'Only a Manager can manage people and their roles.'],
    ['system', 'Only a Manager can see the state of the system.'],
  ] as const)('name the role that manages %s', async (part, words) => {
    const { server } = openSettings(part, 'lead');
    expect(screen.getByLabelText(/^Loading the/)).toBeTruthy();
    expect(await screen.findByText(words)).toBeTruthy();
    expect(server.sent.map(({ path }) => path)).toEqual(['me']);
  });

  it('leave the people of an embedded run as they are', async () => {
    openSettings('people', 'manager', { embedded: true });
    expect(
      await screen.findByText('The people of this demo are fixed. Choose a person at Acting as.'),
    ).toBeTruthy();
  });

  it('show a manager the devices', async () => {
    openSettings('devices');
    expect(await screen.findByRole('region', { name: 'Enrol a device' })).toBeTruthy();
    expect(await screen.findByText('No code has been issued yet.')).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Waiting devices' })).toBeNull();
  });
});

describe('the rules', () => {
  it('load, fail, and are shown after Retry', async () => {
    const server = serverFor();
    const answer = server.hold('GET settings/rules');
    const { user } = renderTab(<Settings part="rules" />, { server });
    expect(screen.getByLabelText('Loading the rules')).toBeTruthy();
    answer(refuse(500, 'That did not work.'));
    const retry = await screen.findByRole('button', { name: 'Retry' });
    server.on('GET settings/rules', rulesOf([aRule()]));
    await user.click(retry);
    expect(await screen.findByText('Rules 3. The defaults of the product.')).toBeTruthy();
  });

  it('are read-only except for a manager', async () => {
    const { server } = openSettings('rules', 'lead');
    const changed = { by: { id: 'b', name: 'Bo Dahl' }, at: minutesAgo(5) };
    server.on('GET settings/rules', rulesOf([aRule()], { canChange: false, changed }));
    const table = await screen.findByRole('table', { name: 'Rules' });
    const about = document.querySelector('main')?.textContent;
    expect(about).toContain('Last changed by Bo Dahl, 5 min ago. Only a Manager can change them.');
    expect(within(table).queryByRole('button')).toBeNull();
    expect(within(table).queryByRole('columnheader', { name: 'Action' })).toBeNull();
  });

  it('are those of the room group in the address', async () => {
    const { user, server } = openSettings('rules');
    const settings = { version: 1, deployment: {}, groups: { south: {} } };
    server.on('GET summary', aSummary({ groups: ['north'] }));
    server.on('GET settings/rules', ({ query }) =>
      rulesOf([aRule()], { settings, group: query.get('group') }),
    );
    const choice = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Rules for' });
    const names = () => [...choice.options].map(({ text }) => text);
    await waitFor(() => expect(names()).toEqual(['Everywhere', 'north', 'south']));
    await user.selectOptions(choice, 'south');
    expect(location.search).toBe('?group=south');
    expect(await screen.findByText(/What stands here holds in rooms of south\./)).toBeTruthy();
    await user.selectOptions(choice, 'Everywhere');
    expect(location.search).toBe('');
  });

  it('show the effect of each, and the overrides of this deployment', async () => {
    const { server } = openSettings('rules');
    const hour = 3_600_000;
    server.on(
      'GET settings/rules',
      rulesOf([
        aRule({ opensAfterMs: 0, remediations: ['Restart app'], overridden: ['opensAfterMs'] }),
        aRule({
          type: 'bluetooth',
          label: 'Bluetooth',
          category: 'audio',
          severity: 'warning',
          isOn: false,
          isMisconfiguration: true,
          investigateForMs: hour,
          escalatesAfterMs: 48 * hour,
          groups: ['north', 'south'],
        }),
        aRule({ type: 'os-version', label: 'System', category: 'software', severity: 'warning' }),
      ]),
    );
    const row = async (name: RegExp) => (await screen.findByRole('row', { name })).textContent;
    expect(await row(/^Camera.*Important/)).toMatch(
      /^CameraChanged here.*Important.*at once.*Investigatesno.*important–.*Restart app/,
    );
    expect(await row(/^Bluetooth/)).toMatch(
      /Switched off.*otherwise for north, south.*Warning.*Misconfigured.*1 h.*2 days.*nothing/,
    );
    expect(await row(/^System/)).toMatch(/Becomes importantnever/);
    // Category by category, in the order of the product.
    const changes = screen.getAllByRole('button').map((one) => one.getAttribute('aria-label'));
    expect(changes).toEqual(['Change Bluetooth', 'Change Camera', 'Change System']);
  });
});

describe('changing a rule', () => {
  async function openRule(rule = aRule(), answer = {}) {
    const shown = openSettings('rules');
    shown.server.on('GET settings/rules', rulesOf([rule], answer));
    await shown.user.click(await screen.findByRole('button', { name: `Change ${rule.label}` }));
    const dialog = within(await screen.findByRole('dialog'));
    const field = (name: RegExp) => dialog.getByRole<HTMLInputElement>('textbox', { name });
    return {
      ...shown,
      dialog,
      field,
      rewrite: (name: RegExp, text: string) =>
        fireEvent.change(field(name), { target: { value: text } }),
      press: (name: string) => shown.user.click(dialog.getByRole('button', { name })),
    };
  }

  it('sends the whole document with this rule changed, once', async () => {
    const settings = { version: 4, deployment: { closesAfterMs: 3_600_000 }, groups: {} };
    const { server, rewrite, user, dialog } = await openRule(aRule(), { settings });
    server.on('PUT settings/rules', rulesOf([aRule({ opensAfterMs: 7 * 60_000 })]));
    rewrite(/^Opens after/, '7');
    await user.dblClick(dialog.getByRole('button', { name: 'Change' }));
    expect(await screen.findByText('The rule of Camera is changed.')).toBeTruthy();
    expect(server.changes()).toEqual(['PUT settings/rules']);
    expect(server.lastBody()).toEqual({
      etag: 'e1',
      settings: {
        ...settings,
        deployment: { ...settings.deployment, rules: { camera: { opensAfterMs: 420_000 } } },
      },
    });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('accepts no invalid time, and shows the fault at its field', async () => {
    const { server, rewrite, press, dialog, field } = await openRule();
    rewrite(/^Opens after/, 'soon');
    await press('Change');
    expect(dialog.getByText('Write a number from 0 to 43200.')).toBeTruthy();
    expect(field(/^Opens after/).getAttribute('aria-invalid')).toBe('true');
    expect(server.changes()).toEqual([]);
  });

  it('lets a new warning become important after a week, as warnings do', async () => {
    const { user, dialog, field } = await openRule();
    expect(dialog.queryByRole('textbox', { name: /^Becomes important/ })).toBeNull();
    await user.click(dialog.getByRole('radio', { name: 'Warning' }));
    expect(field(/^Becomes important/).value).toBe('7');
  });

  it('asks for confirmation before a rule is switched off whose loss no other rule reveals', async () => {
    const connection = aRule({ type: 'connection', label: 'Connection', category: 'connection' });
    const { server, user, dialog, press } = await openRule(connection);
    server.on('PUT settings/rules', rulesOf([connection]));
    const isOn = dialog.getByRole('switch', { name: 'On' });
    await user.click(isOn);
    await press('Change');
    expect(dialog.getByText(/^When a room disconnects, no incident opens/)).toBeTruthy();
    expect(server.changes()).toEqual([]);
    // Changed again, it is asked again.
    await user.click(isOn);
    expect(dialog.queryByRole('button', { name: 'Switch off' })).toBeNull();
    await user.click(isOn);
    await press('Change');
    await press('Switch off');
    await waitFor(() => expect(server.changes()).toEqual(['PUT settings/rules']));
  });

  it('keeps the dialog when the server refuses, with each fault by its name', async () => {
    const { server, rewrite, press, dialog, field } = await openRule();
    const faults = [
      { pointer: '/deployment/rules/camera/opensAfterMs', reason: 'Too long.' },
      { pointer: '/groups', reason: 'Too many.' },
    ];
    server.on('PUT settings/rules', refuse(400, 'These rules are not valid.', { faults }));
    rewrite(/^Opens after/, '9');
    await press('Change');
    expect(await dialog.findByText('These rules are not valid.')).toBeTruthy();
    const told = dialog.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(told).toEqual(['Opens after: Too long.', '/groups: Too many.']);
    expect(field(/^Opens after/).value).toBe('9');
  });

  it('loads the rules again if another person changed them in the meantime', async () => {
    const { server, rewrite, press, dialog } = await openRule();
    const before = server.asked('settings/rules');
    server.on('PUT settings/rules', refuse(409, 'Another person changed the rules.'));
    rewrite(/^Opens after/, '9');
    await press('Change');
    expect(await dialog.findByText('Another person changed the rules.')).toBeTruthy();
    await waitFor(() => expect(server.asked('settings/rules')).toBe(before + 1));
  });
});

describe('documents that cannot be read', () => {
  const row = anUnreadable();

  it('are absent until a check finds some', async () => {
    const { user, server } = openSettings('system');
    expect(await screen.findByText('All documents can be read.')).toBeTruthy();
    const answer = server.hold('POST settings/quarantine/check');
    await user.click(screen.getByRole('button', { name: 'Check again' }));
    const checking = screen.getByRole('button', { name: 'Checking…' });
    expect(checking.getAttribute('aria-disabled')).toBe('true');
    await user.click(checking);
    expect(server.changes()).toEqual(['POST settings/quarantine/check']);
    answer(unreadable([row], 1200));
    expect(await screen.findByText('The conversation gets no new cards.')).toBeTruthy();
    expect(screen.getAllByText('1,200 documents cannot be read.')).toHaveLength(2);
    expect(screen.getByText('The first 1 are listed.')).toBeTruthy();
    expect(screen.getByText(/^If you went back to this version/)).toBeTruthy();
  });

  it('are shown after a failure and Retry, and say why a check failed', async () => {
    const server = serverFor();
    server.on('GET settings/quarantine', refuse(500, 'That did not work.'));
    const { user } = renderTab(<Settings part="system" />, { server });
    const retry = await screen.findByRole('button', { name: 'Retry' });
    server.on('GET settings/quarantine', unreadable([row]));
    await user.click(retry);
    expect(await screen.findByText('One document cannot be read.')).toBeTruthy();
    server.on('POST settings/quarantine/check', refuse(503, 'The database is out of reach.'));
    await user.click(screen.getByRole('button', { name: 'Check again' }));
    expect(await screen.findByText('The database is out of reach.')).toBeTruthy();
    expect(screen.getByText('subscription c')).toBeTruthy();
  });
});
