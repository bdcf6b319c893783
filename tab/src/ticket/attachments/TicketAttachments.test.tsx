import { mostAttachments } from '@rooms-pro/core';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { anAttachment } from '../../testing/details.suite.ts';
import { refuse, unreachable } from '../../testing/server.suite.ts';
import {
  attached,
  button,
  choose,
  fileNamed,
  openAttachments,
  rows,
} from './openAttachments.suite.tsx';

let saved: string[] = [];
beforeEach(() => {
  saved = [];
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:tab/1');
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(
    this: HTMLAnchorElement,
  ) {
    saved.push(this.download);
  });
  vi.stubGlobal('createImageBitmap', async () => ({ close: () => undefined }));
});

describe('without attachments', () => {
  it('shows how files can be attached', async () => {
    await openAttachments();
    expect(screen.getByText('No attachments yet.')).toBeTruthy();
    expect(screen.getByText(/Up to 100 MB each\./)).toBeTruthy();
    expect(button('Attach files')).toBeTruthy();
  });

  it.each([
    [{ actions: [] }, /^You can open attachments here, but you cannot attach files\.$/],
    [{ actions: ['message'] }, /^Files cannot be attached: no storage for them is configured\./],
    [
      {
        actions: ['message'],
        attachments: Array.from({ length: mostAttachments }, (_, index) =>
          anAttachment({ id: `a${index}`, preview: null }),
        ),
      },
      /^This ticket has 50 attachments, which is the maximum\./,
    ],
  ] as const)('shows why a person cannot attach files: %#', async (ticket, words) => {
    await openAttachments(ticket);
    expect(screen.getByText(words)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Attach files' })).toBeNull();
  });
});

describe('a file on its way', () => {
  it('shows its progress, and is in the list when it is complete', async () => {
    const { server, transfers, become } = await openAttachments();
    server.on('POST tickets/:id/attachments', attached('panel.txt'));
    choose(fileNamed('panel.txt', 'x'.repeat(2048)));
    const bar = await screen.findByRole('progressbar', { name: 'Attaching panel.txt' });
    await waitFor(() => expect(transfers).toHaveLength(1));
    expect(bar.getAttribute('aria-valuenow')).toBe('0');
    await transfers[0]?.move(512);
    expect(bar.getAttribute('aria-valuenow')).toBe('25');
    expect(rows()[0]?.textContent).toContain('25 % of 2 kB');
    await transfers[0]?.move(2048);
    expect(bar.getAttribute('aria-valuenow')).toBeNull();
    expect(rows()[0]?.textContent).toContain('2 kB · almost done');
    become({ attachments: [attached('panel.txt').attachment] });
    await transfers[0]?.end();
    await waitFor(() => expect(screen.queryByRole('list', { name: 'On their way' })).toBeNull());
    expect(screen.getByRole('button', { name: 'Save panel.txt' })).toBeTruthy();
    expect(screen.getByText('panel.txt is attached.')).toBeTruthy();
    expect(transfers[0]?.headers['x-attachment-name']).toBe('panel.txt');
  });

  it('waits for its turn behind two others', async () => {
    const { transfers } = await openAttachments();
    choose(fileNamed('a.txt'), fileNamed('b.txt'), fileNamed('c.txt'));
    await waitFor(() => expect(transfers).toHaveLength(2));
    expect(rows()[2]?.textContent).toContain('9 bytes · waiting for its turn');
    for (const name of ['a.txt', 'b.txt', 'c.txt']) fireEvent.click(button(`Cancel ${name}`));
    await waitFor(() => expect(screen.queryByRole('list', { name: 'On their way' })).toBeNull());
  });

  it('can be cancelled', async () => {
    const { transfers, user } = await openAttachments();
    choose(fileNamed('slow.txt'));
    await waitFor(() => expect(transfers).toHaveLength(1));
    await user.click(button('Cancel slow.txt'));
    expect(transfers[0]?.isAborted).toBe(true);
    expect(screen.queryByText('slow.txt')).toBeNull();
    expect(screen.getByText('No attachments yet.')).toBeTruthy();
  });

  it('warns a person who leaves the page, and no longer afterwards', async () => {
    const { transfers, user } = await openAttachments();
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(leave()).toBe(false);
    choose(fileNamed('slow.txt'));
    await waitFor(() => expect(transfers).toHaveLength(1));
    expect(leave()).toBe(true);
    await user.click(button('Cancel slow.txt'));
    expect(leave()).toBe(false);
  });

  it('can be retried with the same upload id if the server is unreachable', async () => {
    const { server, transfers, user } = await openAttachments();
    server.on('POST tickets/:id/attachments', unreachable);
    choose(fileNamed('panel.txt'));
    await waitFor(() => expect(transfers).toHaveLength(1));
    await transfers[0]?.end();
    expect(await screen.findByText('The server could not be reached.')).toBeTruthy();
    await user.click(button('Retry panel.txt'));
    await waitFor(() => expect(transfers).toHaveLength(2));
    expect(transfers[1]?.headers['x-upload-id']).toBe(transfers[0]?.headers['x-upload-id']);
    await user.click(button('Cancel panel.txt'));
  });

  it('offers no retry after a permanent refusal, and disappears when dismissed', async () => {
    const { server, transfers, user } = await openAttachments();
    server.on('POST tickets/:id/attachments', refuse(415, 'This kind of file cannot be attached.'));
    choose(fileNamed('panel.exe'));
    await waitFor(() => expect(transfers).toHaveLength(1));
    await transfers[0]?.end();
    expect(await screen.findByText('This kind of file cannot be attached.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Retry panel.exe' })).toBeNull();
    await user.click(button('Dismiss panel.exe'));
    expect(screen.queryByText('panel.exe')).toBeNull();
    // The focused element was removed with its row.
    await waitFor(() => expect(document.activeElement?.id).toBe('attachments'));
  });

  it('is not sent if it is empty, and shows that', async () => {
    const { transfers, user } = await openAttachments();
    choose(fileNamed('empty.txt', ''));
    const [row] = rows();
    expect(row?.textContent).toContain('empty.txt is empty (0 bytes).');
    expect(transfers).toHaveLength(0);
    await user.click(button('Dismiss empty.txt'));
  });

  it('is tried again together with the others that failed', async () => {
    const { server, transfers, user } = await openAttachments();
    server.on('POST tickets/:id/attachments', unreachable);
    choose(fileNamed('a.txt'), fileNamed('b.txt'));
    await waitFor(() => expect(transfers).toHaveLength(2));
    await transfers[0]?.end();
    await transfers[1]?.end();
    await user.click(await screen.findByRole('button', { name: 'Retry all 2' }));
    await waitFor(() => expect(transfers).toHaveLength(4));
    for (const name of ['a.txt', 'b.txt']) await user.click(button(`Cancel ${name}`));
  });
});

describe('an attachment', () => {
  const video = anAttachment({ id: 'a2', name: 'echo.mp4', preview: 'video', mayRemove: false });
  const log = anAttachment({ id: 'a3', name: 'app.log', preview: null, via: 'platform' });
  const attachments = [anAttachment(), video, log];

  it('shows its name and author, and offers the possible actions', async () => {
    await openAttachments({ attachments });
    const list = within(screen.getByRole('list', { name: 'Attached' }));
    expect(list.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'screen.png2 kB · Inês Duarte 5 min ago · via tab',
      'echo.mp42 kB · Inês Duarte 5 min ago · via tab',
      'app.log2 kB · Inês Duarte 5 min ago',
    ]);
    const names = list.getAllByRole('button').map((each) => each.getAttribute('aria-label'));
    expect(names).toEqual([
      'Open screen.png',
      'Save screen.png',
      'Remove screen.png',
      'Play echo.mp4',
      'Save echo.mp4',
      'Save app.log',
      'Remove app.log',
    ]);
  });

  it('is saved under its name, and can be stopped on the way', async () => {
    const { server, transfers, user } = await openAttachments({ attachments });
    server.on('GET tickets/:id/attachments/:id', new Blob(['log']));
    await user.click(button('Save app.log'));
    await waitFor(() => expect(transfers).toHaveLength(1));
    await transfers[0]?.move(1024);
    expect(button('Stop saving app.log').textContent).toBe('50 %');
    await user.click(button('Stop saving app.log'));
    await waitFor(() => expect(button('Save app.log')).toBeTruthy());
    expect(saved).toEqual([]);
    await user.click(button('Save app.log'));
    await waitFor(() => expect(transfers).toHaveLength(2));
    await transfers[1]?.end();
    await waitFor(() => expect(saved).toEqual(['app.log']));
  });

  it('shows why it could not be saved', async () => {
    const { server, transfers, user } = await openAttachments({ attachments });
    server.on('GET tickets/:id/attachments/:id', refuse(404, 'It was removed.'));
    await user.click(button('Save app.log'));
    await waitFor(() => expect(transfers).toHaveLength(1));
    await transfers[0]?.end();
    expect(await screen.findByText('It was removed.')).toBeTruthy();
  });

  it('is removed for every person after a confirmation', async () => {
    const { server, user, become } = await openAttachments({ attachments });
    server.on('DELETE tickets/:id/attachments/:id', { sentence: 'app.log is removed.' });
    await user.click(button('Remove app.log'));
    const dialog = within(screen.getByRole('dialog', { name: 'Remove this attachment?' }));
    become({ attachments: [anAttachment(), video] });
    await user.dblClick(dialog.getByRole('button', { name: 'Remove' }));
    expect(await screen.findByText('app.log is removed.')).toBeTruthy();
    expect(server.changes()).toEqual(['DELETE tickets/1001-1/attachments/a3']);
    expect(screen.queryByText('app.log')).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it.each([
    [refuse(404, 'Bo Dahl already removed it.'), null],
    [refuse(403, 'Your role cannot do that.'), 'Nothing was removed.'],
    [unreachable, 'The attachment may have been removed. Check the list.'],
  ])('shows the result if it could not be removed: %#', async (refusal, more) => {
    const { server, user } = await openAttachments({ attachments });
    server.on('DELETE tickets/:id/attachments/:id', refusal);
    await user.click(button('Remove app.log'));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Remove' }));
    const words =
      refusal.status === 0 ? 'The server could not be reached.' : refusal.error.sentence;
    expect(await screen.findByText(words)).toBeTruthy();
    for (const sentence of [
      'Nothing was removed.',
      'The attachment may have been removed. Check the list.',
    ])
      expect(screen.queryByText(sentence) !== null).toBe(sentence === more);
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
