import type { TicketDetail } from '@rooms-pro/core/contracts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aMessage, aTicket } from '../../testing/details.suite.ts';
import { renderTab } from '../../testing/renderTab.suite.tsx';
import { refuse, unreachable } from '../../testing/server.suite.ts';
import { TicketMessages } from './TicketMessages.tsx';

const openMessages = (ticket: Partial<TicketDetail> = {}) =>
  renderTab(<TicketMessages ticket={aTicket(ticket)} />);

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
const sendButton = () => screen.getByRole('button', { name: 'Send' });

it('shows that there is no message, or the author, text and entry point of each', () => {
  const { show } = openMessages();
  expect(screen.getByText('No messages yet.')).toBeTruthy();
  const messages = [aMessage(), aMessage({ text: 'Fixed.', isResponse: true, via: 'card' })];
  show(<TicketMessages ticket={aTicket({ messages })} />);
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'Inês Duarte 5 min ago · via chatI am on my way.',
    'Inês Duarte responded 5 min ago · via cardFixed.',
  ]);
  expect(screen.queryByText('No messages yet.')).toBeNull();
});

it('shows why a person cannot write', () => {
  openMessages({ actions: [] });
  expect(
    screen.getByText('Your role can read this conversation, but not write in it.'),
  ).toBeTruthy();
  expect(screen.queryByRole('textbox')).toBeNull();
});

it('sends a message once, and empties the field only after the server has accepted it', async () => {
  const { user, server } = openMessages();
  const answer = server.hold('POST commands');
  expect(sendButton().getAttribute('aria-disabled')).toBe('true');
  await user.type(box(), ' On my way ');
  await user.click(sendButton());
  await user.click(sendButton());
  expect(box().value).toBe(' On my way ');
  expect(box().readOnly).toBe(true);
  expect(server.changes()).toEqual(['POST commands']);
  expect(server.lastBody()).toEqual({
    targets: [{ ticket: '1001-1' }],
    action: { action: 'message', text: 'On my way' },
  });
  answer({ results: [{ ok: true, sentence: 'It is sent.' }] });
  await waitFor(() => expect(box().value).toBe(''));
  expect(document.activeElement).toBe(box());
});

it.each([{ ctrlKey: true }, { metaKey: true }])('is sent once by Enter with %j', async (held) => {
  const { user, server } = openMessages();
  server.hold('POST commands');
  await user.type(box(), 'On my way');
  fireEvent.keyDown(box(), { key: 'Enter', ...held });
  fireEvent.keyDown(box(), { key: 'Enter', ...held });
  fireEvent.keyDown(box(), { key: 'Enter', ...held, repeat: true });
  await waitFor(() => expect(server.changes()).toEqual(['POST commands']));
});

it('sends nothing by Enter alone, and nothing that is empty', async () => {
  const { user, server } = openMessages();
  fireEvent.keyDown(box(), { key: 'Enter', ctrlKey: true });
  await user.type(box(), 'On my way');
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(server.changes()).toEqual([]);
});

it.each([
  ['refuses', refuse(409, 'The ticket is closed.'), 'The ticket is closed. Nothing was changed.'],
  [
    'is out of reach',
    unreachable,
    /^The server could not be reached\. The action may have been done/,
  ],
])('keeps the text when the server %s', async (_, refusal, words) => {
  const { user, server } = openMessages();
  server.on('POST commands', refusal);
  await user.type(box(), 'On my way');
  await user.click(sendButton());
  expect(await screen.findByText(words)).toBeTruthy();
  expect(box().value).toBe('On my way');
  expect(box().getAttribute('aria-invalid')).toBe('true');
});

it('keeps the text while the person visits another page', async () => {
  const { user, show } = openMessages();
  await user.type(box(), 'Half a sentence');
  show(<p>Another page</p>);
  show(<TicketMessages ticket={aTicket()} />);
  expect(box().value).toBe('Half a sentence');
  show(<TicketMessages key="other" ticket={aTicket({ number: '1001-2' })} />);
  expect(box().value).toBe('');
});
