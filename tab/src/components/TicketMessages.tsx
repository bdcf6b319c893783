/** The second face of a ticket: one conversation, and a box to add to it. */
import { Button, Field, Textarea } from '@fluentui/react-components';
import { Send20Regular } from '@fluentui/react-icons/svg/send';
import { wayInLabels } from '@rooms-pro/core';
import type { TicketDetail, TicketMessage } from '@rooms-pro/core/contracts';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useAct } from '../act/ActProvider.tsx';
import section from './Section.module.css';
import styles from './TicketMessages.module.css';
import { When } from './When.tsx';

const longest = 2000;

function Message({ message }: { message: TicketMessage }) {
  return (
    <li className={styles.message}>
      <div className={section.second}>
        <strong className={styles.by}>{message.by}</strong>
        {message.isResponse ? ' responded ' : ' '}
        <When at={message.at} inSentence />
        {` · via ${wayInLabels[message.via]}`}
      </div>
      <p className={styles.text}>{message.text}</p>
    </li>
  );
}

function Composer({ ticket }: { ticket: TicketDetail }) {
  const { send, isPending } = useAct();
  const [text, setText] = useState('');

  async function post(): Promise<void> {
    const written = text.trim();
    if (written === '' || isPending) return;
    const isDone = await send([{ ticket: ticket.number }], { action: 'message', text: written });
    if (isDone) setText('');
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    void post();
  }
  function sendByKeyboard(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void post();
  }

  return (
    <form className={styles.composer} onSubmit={submit}>
      <Field label="Message" hint="Ctrl+Enter sends.">
        <Textarea
          rows={3}
          maxLength={longest}
          value={text}
          onChange={(_, data) => setText(data.value)}
          onKeyDown={sendByKeyboard}
        />
      </Field>
      <Button
        type="submit"
        appearance="primary"
        icon={<Send20Regular />}
        disabledFocusable={isPending || text.trim() === ''}
      >
        Send
      </Button>
    </form>
  );
}

/** The conversation, oldest first. */
export function TicketMessages({ ticket }: { ticket: TicketDetail }) {
  const { messages } = ticket;
  return (
    <section className={section.section} aria-labelledby="conversation">
      <h2 id="conversation">Conversation</h2>
      {messages.length === 0 && <p className={section.second}>Nobody has written anything yet.</p>}
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
