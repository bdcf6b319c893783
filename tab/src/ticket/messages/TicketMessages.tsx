/** The second tab of a ticket: the conversation, and a field to write a message. */
import { Textarea } from '@fluentui/react-components';
import { Send20Regular } from '@fluentui/react-icons/svg/send';
import { entryPointLabels, textLimits } from '@rooms-pro/core';
import type { TicketDetail, TicketMessage } from '@rooms-pro/core/contracts';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Outcome } from '../../act/actions.ts';
import { useAct } from '../../act/useAct.ts';
import { Form } from '../../forms/Form.tsx';
import { LimitedField } from '../../forms/LimitedField.tsx';
import { SubmitButton } from '../../forms/SubmitButton.tsx';
import { useDraft } from '../../forms/useDraft.ts';
import section from '../../shared/Section.module.css';
import { RelativeTime } from '../../shared/time/RelativeTime.tsx';
import styles from './TicketMessages.module.css';

function Message({ message }: { message: TicketMessage }) {
  return (
    <li className={styles.message}>
      <div className={section.second}>
        <strong className={styles.by}>{message.by}</strong>
        {message.isResponse ? ' responded ' : ' '}
        <RelativeTime at={message.at} inSentence />
        {` · via ${entryPointLabels[message.via]}`}
      </div>
      <p className={styles.text}>{message.text}</p>
    </li>
  );
}

/** The text stays in the field until the server has accepted it, and while the person visits other pages. */
function Composer({ ticket }: { ticket: TicketDetail }) {
  const { send, isPending } = useAct();
  const [text, setText] = useDraft(`message ${ticket.number}`);
  const [refusal, setRefusal] = useState<Outcome | null>(null);
  const form = useRef<HTMLFormElement>(null);

  async function post(): Promise<void> {
    const written = text.trim();
    if (written === '') return;
    setRefusal(null);
    const sent = await send([{ ticket: ticket.number }], { action: 'message', text: written });
    if (sent.kind === 'refused') setRefusal(sent.outcome);
    if (sent.kind !== 'done') return;
    setText('');
    form.current?.querySelector('textarea')?.focus();
  }
  function sendByKeyboard(event: KeyboardEvent): void {
    const isSending = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (isSending && !event.repeat && !isPending) form.current?.requestSubmit();
  }

  return (
    <Form ref={form} className={styles.composer} submit={() => void post()}>
      <LimitedField
        label="Message"
        hint="Ctrl+Enter sends."
        text={text}
        limit={textLimits.message}
        fault={refusal === null ? undefined : [refusal.headline, ...refusal.sentences].join(' ')}
      >
        <Textarea
          rows={3}
          readOnly={isPending}
          value={text}
          onChange={(_, data) => setText(data.value)}
          onKeyDown={sendByKeyboard}
        />
      </LimitedField>
      <SubmitButton icon={<Send20Regular />} isPending={isPending} isEmpty={text.trim() === ''}>
        Send
      </SubmitButton>
    </Form>
  );
}

/** The conversation, oldest first. */
export function TicketMessages({ ticket }: { ticket: TicketDetail }) {
  const { messages } = ticket;
  return (
    <section className={section.section} aria-labelledby="conversation">
      <h2 id="conversation">Conversation</h2>
      {messages.length === 0 && <p className={section.second}>No messages yet.</p>}
      <ol className={styles.messages} aria-live="polite">
        {messages.map((message) => (
          <Message key={`${message.at} ${message.by} ${message.text}`} message={message} />
        ))}
      </ol>
      {ticket.actions.includes('message') ? (
        <Composer ticket={ticket} />
      ) : (
        <p className={section.second}>Your role can read this conversation, but not write in it.</p>
      )}
    </section>
  );
}
