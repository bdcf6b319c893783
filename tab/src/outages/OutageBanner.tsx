/** Outages at the top of the page: one line for each, instead of an incident for every room. */
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { OutageRow } from '@rooms-pro/core/contracts';
import { Link } from 'wouter';
import notes from '../shared/notes/Notes.module.css';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';
import { formatDisconnected, outageHref } from './outageLinks.ts';

const mostShown = 3;

/** Renders nothing when there is no outage, and only the largest outages when there are many. */
export function OutageBanner({ outages }: { outages: readonly OutageRow[] }) {
  if (outages.length === 0) return null;
  const rest = outages.length - mostShown;
  return (
    <section aria-label="Outages">
      {outages.slice(0, mostShown).map((outage) => (
        <MessageBar key={outage.id} intent="error" layout="multiline" className={notes.note}>
          <MessageBarBody>
            <MessageBarTitle>{`Outage: ${outage.place}.`}</MessageBarTitle>
            <Link href={outageHref(outage)}>{formatDisconnected(outage.rooms)}</Link>
            {', '}
            <RelativeTime at={outage.since} inSentence />
            {'. Look first at what they share: power, network, or the way to the platform.'}
          </MessageBarBody>
        </MessageBar>
      ))}
      {rest > 0 && (
        <p className={notes.note}>
          <Link href="/rooms?health=disconnected">
            {`And ${rest} more ${rest === 1 ? 'outage' : 'outages'}: see all disconnected rooms`}
          </Link>
        </p>
      )}
    </section>
  );
}
