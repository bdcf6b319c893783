import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { anAttachment } from '../../../testing/details.suite.ts';
import { refuse } from '../../../testing/server.suite.ts';
import { button, openAttachments } from '../openAttachments.suite.tsx';

beforeEach(() => {
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:tab/1');
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  vi.stubGlobal('createImageBitmap', async () => ({ close: () => undefined }));
});

describe('the viewer of attachments', () => {
  const video = anAttachment({ id: 'a2', name: 'echo.mp4', preview: 'video' });
  const log = anAttachment({ id: 'a3', name: 'app.log', preview: null });
  const attachments = [anAttachment(), log, video];

  it('loads an attachment, and the next one by the arrow keys, among those that can be shown', async () => {
    const { server, transfers, user } = await openAttachments({ attachments });
    server.on('GET tickets/:id/attachments/:id', new Blob(['picture']));
    await user.click(button('Open screen.png'));
    const viewer = screen.getByRole('dialog', { name: 'screen.png' });
    const inside = within(viewer);
    expect(inside.getByText('1 of 2')).toBeTruthy();
    expect(inside.getByRole('button', { name: 'Previous' }).getAttribute('aria-disabled')).toBe(
      'true',
    );
    await waitFor(() => expect(transfers).toHaveLength(1));
    await transfers[0]?.move(1024);
    expect(inside.getByText('1 kB of 2 kB')).toBeTruthy();
    await transfers[0]?.end();
    expect(await inside.findByRole('img', { name: 'screen.png' })).toBeTruthy();
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('dialog', { name: 'echo.mp4' })).toBeTruthy();
    expect(inside.getByText('2 of 2')).toBeTruthy();
    // A video that was reached by stepping is not loaded before the person presses Play.
    expect(inside.getByRole('button', { name: 'Play · 2 kB' })).toBeTruthy();
    expect(transfers).toHaveLength(1);
    await user.keyboard('{ArrowRight}{ArrowLeft}');
    expect(screen.getByRole('dialog', { name: 'screen.png' })).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(button('Open screen.png'));
  });

  it('plays a video immediately if the person opened it directly', async () => {
    const { server, transfers, user } = await openAttachments({ attachments });
    server.on('GET tickets/:id/attachments/:id', new Blob(['video']));
    await user.click(button('Play echo.mp4'));
    await waitFor(() => expect(transfers).toHaveLength(1));
    await transfers[0]?.end();
    const video = await screen.findByLabelText<HTMLVideoElement>('echo.mp4', { selector: 'video' });
    expect([video.controls, video.autoplay]).toEqual([true, true]);
    fireEvent.error(video);
    expect(screen.getByText(/^This browser cannot play the video\./)).toBeTruthy();
  });

  it('shows that a picture is damaged', async () => {
    vi.stubGlobal('createImageBitmap', async () => Promise.reject(new Error('damaged')));
    const { server, transfers, user } = await openAttachments({ attachments });
    server.on('GET tickets/:id/attachments/:id', new Blob(['half']));
    await user.click(button('Open screen.png'));
    await waitFor(() => expect(transfers).toHaveLength(1));
    await transfers[0]?.end();
    expect(await screen.findByText(/^This picture is incomplete or damaged\./)).toBeTruthy();
  });

  it('shows why it could not be loaded, and loads again on Retry', async () => {
    const { server, transfers, user } = await openAttachments({ attachments });
    server.on('GET tickets/:id/attachments/:id', refuse(500, 'That did not work.'));
    await user.click(button('Open screen.png'));
    await waitFor(() => expect(transfers).toHaveLength(1));
    await transfers[0]?.end();
    await user.click(await screen.findByRole('button', { name: 'Retry' }));
    await waitFor(() => expect(transfers).toHaveLength(2));
  });

  it('shows that another person removed it', async () => {
    const { user, client, become } = await openAttachments({ attachments });
    await user.click(button('Open screen.png'));
    become({ attachments: [video] });
    await client.invalidateQueries({ queryKey: ['ticket'] });
    expect(await screen.findByText('Another person removed this attachment.')).toBeTruthy();
  });
});
