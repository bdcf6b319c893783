/** Asks for confirmation, removes an attachment, and shows the result. */
import type { TicketNumber } from '@rooms-pro/core';
import type { TicketAttachment, TicketDetail } from '@rooms-pro/core/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useOutcomeText } from '../../act/Outcomes.tsx';
import { ApiFailure } from '../../api/apiFailure.ts';
import { removeAttachment } from '../../api/attachmentsApi.ts';
import { ticketQuery } from '../../api/queries.ts';
import { DialogFrame } from '../../forms/DialogFrame.tsx';
import { Form } from '../../forms/Form.tsx';
import { useSubmission } from '../../forms/useSubmission.ts';
import { formatName } from './fileKind.ts';

type Props = {
  readonly ticket: TicketNumber;
  readonly attachment: TicketAttachment;
  readonly close: () => void;
};

/** If another person has removed it already, this is no failure. The list is loaded again in both cases. */
function useRemoval({ ticket, attachment: { id }, close }: Props) {
  const client = useQueryClient();
  const showOutcome = useOutcomeText();
  const { queryKey } = ticketQuery(ticket);
  return useSubmission({
    mutationFn: () => removeAttachment(ticket, id),
    onSuccess: (headline) => {
      client.setQueryData<TicketDetail>(
        queryKey,
        (before) =>
          before && {
            ...before,
            attachments: before.attachments.filter((attachment) => attachment.id !== id),
          },
      );
      showOutcome({ intent: 'success', headline, sentences: [] }, null);
    },
    onError: (error) => {
      const isGone = error instanceof ApiFailure && [404, 409].includes(error.status);
      const headline = error instanceof ApiFailure ? error.message : 'That did not work.';
      const isKnown = !(error instanceof ApiFailure) || error.isRefusal;
      const sentence = isKnown
        ? 'Nothing was removed.'
        : 'The attachment may have been removed. Check the list.';
      const sentences = isGone ? [] : [sentence];
      showOutcome({ intent: isGone ? 'warning' : 'error', headline, sentences }, null);
    },
    onSettled: () => {
      close();
      return client.invalidateQueries({ queryKey });
    },
  });
}

/** Explains that the removal is permanent. */
export function RemoveAttachmentDialog(props: Props) {
  const formId = useId();
  const removal = useRemoval(props);
  return (
    <DialogFrame
      title="Remove this attachment?"
      formId={formId}
      verb="Remove"
      isPending={removal.isPending}
      close={props.close}
    >
      <Form id={formId} submit={() => void removal.submit()?.catch(() => undefined)}>
        <p>
          <strong>
            <bdi>{formatName(props.attachment.name)}</bdi>
          </strong>
          {` by ${props.attachment.by} is removed for everyone and cannot be brought back. The history still shows that it existed.`}
        </p>
      </Form>
    </DialogFrame>
  );
}
