import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { aRoom } from '../../testing/details.suite.ts';
import { renderTab, serverFor } from '../../testing/renderTab.suite.tsx';
import { refuse } from '../../testing/server.suite.ts';
import { aCode, aKey, codesOf, keysOf } from '../../testing/settingsAnswers.suite.ts';
import { inMinutes, minutesAgo, now } from '../../testing/times.suite.ts';
import { CodeList } from './CodeList.tsx';
import { IssueCode } from './IssueCode.tsx';
import { KeyList } from './KeyList.tsx';
import { WaitingDevices } from './WaitingDevices.tsx';

const button = (name: string) => screen.getByRole('button', { name });
const lines = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent);

describe('issuing a code', () => {
  const issued = { id: 'c1', code: 'ABCD-EFGH-JKLM', expiresAt: inMinutes(60) };

  it('asks once, shows the code once, and copies it', async () => {
    const server = serverFor();
    const answer = server.hold('POST settings/codes');
    const { user } = renderTab(<IssueCode room={null} />, { server });
    await user.type(screen.getByRole('textbox', { name: 'Only for the device' }), ' mtr-17 ');
    await user.keyboard('{Enter}{Enter}');
    expect(server.changes()).toEqual(['POST settings/codes']);
    expect(server.lastBody()).toEqual({ device: 'mtr-17', room: null });
    expect(button('Issue a code').getAttribute('aria-busy')).toBe('true');
    answer(issued);
    expect(await screen.findByText('ABCD-EFGH-JKLM')).toBeTruthy();
    await user.click(button('Copy'));
    expect(await screen.findByText('The code is copied.')).toBeTruthy();
    expect(await navigator.clipboard.readText()).toBe('ABCD-EFGH-JKLM');
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('forbidden'));
    await user.click(button('Copy'));
    expect(await screen.findByText('Select the code and copy it.')).toBeTruthy();
  });

  it('is for any device where none is named, in the room that one came from', async () => {
    const server = serverFor();
    server.on('GET rooms/:id', aRoom());
    server.on('POST settings/codes', issued);
    const { user } = renderTab(<IssueCode room="room-1001" />, { server });
    expect(
      await screen.findByRole('heading', { name: 'Enrol a device in Marble 4.07' }),
    ).toBeTruthy();
    await user.click(button('Issue a code'));
    expect(server.lastBody()).toEqual({ device: null, room: 'room-1001' });
  });

  it('says why there is no code', async () => {
    const server = serverFor();
    server.on('POST settings/codes', refuse(400, 'A device id has no blanks.'));
    const { user } = renderTab(<IssueCode room={null} />, { server });
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Only for the device' });
    await user.type(field, 'mtr 17{Enter}');
    expect(await screen.findByText('A device id has no blanks.')).toBeTruthy();
    expect(field.value).toBe('mtr 17');
  });
});

describe('the codes', () => {
  it('load, fail, and are shown after Retry', async () => {
    const server = serverFor();
    const answer = server.hold('GET settings/codes');
    const { user } = renderTab(<CodeList />, { server });
    expect(screen.getByLabelText('Loading the codes')).toBeTruthy();
    answer(refuse(500, 'That did not work.'));
    const retry = await screen.findByRole('button', { name: 'Retry' });
    server.on('GET settings/codes', codesOf());
    await user.click(retry);
    expect(await screen.findByText('No code has been issued yet.')).toBeTruthy();
  });

  it('show the state of each, and only an open one can be revoked', async () => {
    const server = serverFor();
    const room = { roomId: 'room-1001', name: 'Marble 4.07' } as const;
    server.on(
      'GET settings/codes',
      codesOf(
        aCode({ room }),
        aCode({ id: 'c2', state: 'used', device: 'mtr-2', used: { device: 'mtr-2', at: now } }),
        aCode({ id: 'c3', state: 'expired' }),
        aCode({ id: 'c4', state: 'revoked' }),
      ),
    );
    renderTab(<CodeList />, { server });
    await screen.findByRole('link', { name: 'Marble 4.07' });
    const [open, used, expired, revoked] = lines();
    expect(open).toMatch(
      /^Any device in Marble 4\.07Open until .*Issued by Mara Lindqvist, 10 min/,
    );
    expect(used).toMatch(/^mtr-2Used by mtr-2/);
    expect(expired).toMatch(/^Any deviceExpired on /);
    expect(revoked).toMatch(/^Any deviceRevoked/);
    expect(screen.getAllByRole('button')).toHaveLength(1);
  });

  it('are revoked once, and shown as the server has them', async () => {
    const server = serverFor();
    server.on('GET settings/codes', codesOf(aCode()));
    const { user } = renderTab(<CodeList />, { server });
    const answer = server.hold('DELETE settings/codes/:id');
    await user.dblClick(await screen.findByRole('button', { name: /^Revoke the code/ }));
    expect(server.changes()).toEqual(['DELETE settings/codes/c1']);
    answer(codesOf(aCode({ state: 'revoked' })));
    expect(await screen.findByText('The code is revoked.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Revoke the code/ })).toBeNull();
  });

  it('show why one could not be revoked', async () => {
    const server = serverFor();
    server.on('GET settings/codes', codesOf(aCode()));
    server.on('DELETE settings/codes/:id', refuse(409, 'It was used already.'));
    const { user } = renderTab(<CodeList />, { server });
    await user.click(await screen.findByRole('button', { name: 'Revoke the code for Any device' }));
    expect(await screen.findByText('It was used already.')).toBeTruthy();
  });
});

describe('the keys', () => {
  it('load, fail, and are shown after Retry, with how many there are', async () => {
    const server = serverFor();
    const answer = server.hold('GET settings/keys');
    const { user } = renderTab(<KeyList />, { server });
    expect(screen.getByLabelText('Loading the keys')).toBeTruthy();
    answer(refuse(500, 'That did not work.'));
    const retry = await screen.findByRole('button', { name: 'Retry' });
    server.on('GET settings/keys', keysOf([aKey()], 1200));
    await user.click(retry);
    expect(await screen.findByText('The first 1 of 1,200')).toBeTruthy();
  });

  it('show the owner of each and whether it is in use', async () => {
    const server = serverFor();
    const room = { roomId: 'room-1001', name: 'Marble 4.07' } as const;
    server.on(
      'GET settings/keys',
      keysOf([
        aKey({ room }),
        aKey({ id: 'k2', name: 'gateway-1', kind: 'gateway', validUntil: inMinutes(5) }),
        aKey({ id: 'k3', name: 'mtr-3', revokedAt: minutesAgo(5) }),
      ]),
    );
    renderTab(<KeyList />, { server });
    expect(await screen.findByText('3 keys')).toBeTruthy();
    const [device, gateway, revoked] = lines();
    expect(device).toMatch(/^mtr-1001 in Marble 4\.07In use · issued 1 h ago/);
    expect(gateway).toMatch(/^gateway-1 · gatewayReplaced, good until /);
    expect(revoked).toMatch(/^mtr-3Revoked on /);
    expect(screen.getAllByRole('button', { name: /^Revoke the key/ })).toHaveLength(2);
  });

  it('are found by searching, with the former ones in sight until then', async () => {
    const server = serverFor();
    server.on('GET settings/keys', keysOf([aKey()]));
    const { user } = renderTab(<KeyList />, { server });
    await screen.findByText('1 key');
    const answer = server.hold('GET settings/keys');
    await user.type(screen.getByRole('searchbox', { name: 'Search by device or room' }), 'mtr-3');
    await waitFor(() => expect(server.sent.at(-1)?.query.get('text')).toBe('mtr-3'));
    expect(screen.getByText('mtr-1001')).toBeTruthy();
    answer(keysOf([aKey({ id: 'k3', name: 'mtr-3' })]));
    expect(await screen.findByText('mtr-3')).toBeTruthy();
    expect(screen.queryByText('mtr-1001')).toBeNull();
  });

  it.each([
    ['device', 'its room disconnects'],
    ['gateway', 'for any of its devices'],
  ] as const)('of a %s is revoked after a confirmation', async (kind, words) => {
    const server = serverFor();
    server.on('GET settings/keys', keysOf([aKey({ kind })]));
    server.on('DELETE settings/keys/:id', {});
    const { user } = renderTab(<KeyList />, { server });
    await user.click(await screen.findByRole('button', { name: 'Revoke the key of mtr-1001' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Revoke the key of mtr-1001?' }));
    expect(dialog.getByText(new RegExp(words))).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Revoke' }));
    expect(await screen.findByText('The key of mtr-1001 is revoked.')).toBeTruthy();
    expect(server.changes()).toEqual(['DELETE settings/keys/k1']);
    await waitFor(() => expect(server.asked('settings/keys')).toBe(2));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('show why one could not be revoked', async () => {
    const server = serverFor();
    server.on('GET settings/keys', keysOf([aKey()]));
    server.on('DELETE settings/keys/:id', refuse(403, 'Your role cannot do that.'));
    const { user } = renderTab(<KeyList />, { server });
    await user.click(await screen.findByRole('button', { name: 'Revoke the key of mtr-1001' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Revoke' }));
    expect(await screen.findByText('Your role cannot do that.')).toBeTruthy();
  });
});

describe('devices that wait', () => {
  const waiting = (device: string) => ({
    device,
    gateway: 'gateway-1',
    firstAt: minutesAgo(20),
    lastAt: minutesAgo(1),
  });

  it.each([
    [['mtr-9'], false, '1 device waits'],
    [['mtr-9', 'mtr-8'], false, '2 devices wait'],
    [['mtr-9'], true, 'The first 1; more devices wait.'],
  ])('are listed: %j, cut %s', async (devices, isCut, words) => {
    const server = serverFor();
    const rows = devices.map(waiting);
    server.on('GET settings/waiting-devices', { rows, isCut, confirmedAt: now });
    renderTab(<WaitingDevices />, { server });
    expect(await screen.findByText(words)).toBeTruthy();
    expect(lines()[0]).toBe('mtr-9 · gateway gateway-1Waiting for 20 min');
  });

  it('are shown after a failure and Retry', async () => {
    const server = serverFor();
    server.on('GET settings/waiting-devices', refuse(500, 'That did not work.'));
    const { user } = renderTab(<WaitingDevices />, { server });
    const retry = await screen.findByRole('button', { name: 'Retry' });
    const rows = [waiting('mtr-9')];
    server.on('GET settings/waiting-devices', { rows, isCut: false, confirmedAt: now });
    await user.click(retry);
    expect(await screen.findByText('1 device waits')).toBeTruthy();
  });
});
