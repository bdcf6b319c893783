/** Opens the attachments of a ticket. */
import type { TicketDetail } from '@rooms-pro/core/contracts';
import { fireEvent, screen, within } from '@testing-library/react';
import { anAttachment, aTicket } from '../../testing/details.suite.ts';
import { renderTab, serverFor } from '../../testing/renderTab.suite.tsx';
import { installTransfers } from '../../testing/transfers.suite.ts';
import Ticket from '../Ticket.tsx';

const at = '/tickets/1001-1?face=attachments';

/** Opens the page, and waits until its lazily loaded part is there. */
export async function openAttachments(ticket: Partial<TicketDetail> = {}) {
  const server = serverFor();
  let now = aTicket(ticket);
  server.on('GET tickets/:id', () => now);
  const transfers = installTransfers(server);
  const shown = renderTab(<Ticket number="1001-1" />, { at, server });
  await screen.findByRole('heading', { name: 'Attachments' });
  const become = (next: Partial<TicketDetail>) => {
    now = aTicket({ ...ticket, ...next });
  };
  return { ...shown, server, transfers, become };
}

export const fileNamed = (name: string, content = 'As it is.') => new File([content], name);
const input = () => screen.getByLabelText<HTMLInputElement>('Files to attach');
export const choose = (...files: readonly File[]) =>
  fireEvent.change(input(), { target: { files } });
export const rows = () =>
  within(screen.getByRole('list', { name: 'On their way' })).getAllByRole('listitem');
export const attached = (name: string) => ({
  attachment: anAttachment({ id: 'new', name, preview: null }),
  sentence: `${name} is attached.`,
});
export const button = (name: string | RegExp) => screen.getByRole('button', { name });
