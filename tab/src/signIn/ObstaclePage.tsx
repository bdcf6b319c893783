/** The page inside Teams while the tab cannot show anything else to the person. */
import { Button, Spinner } from '@fluentui/react-components';
import { PersonAdd48Regular } from '@fluentui/react-icons/svg/person-add';
import { ShieldLock48Regular } from '@fluentui/react-icons/svg/shield-lock';
import { useQueryClient } from '@tanstack/react-query';
import { retrySignIn } from '../api/client.ts';
import { AccessPage } from './AccessPage.tsx';
import type { Obstacle, Trouble } from './signIn.ts';

type Words = { readonly title: string; readonly next: string; readonly verb: string };

const again = 'Try again. If the problem remains, restart Teams and contact your administrator.';
const words: Readonly<Record<Trouble, Words>> = {
  signInConsent: {
    title: 'Teams needs your consent',
    next: 'Teams signs you in to Rooms Pro Management after you consent. Press Sign in and accept. If an administrator has to approve the app, ask the administrator.',
    verb: 'Sign in',
  },
  signInCancelled: {
    title: 'You are not signed in',
    next: 'The sign-in was closed before it was complete. Nothing was shared. Sign in to see your rooms.',
    verb: 'Sign in',
  },
  signInFailed: { title: 'Teams could not sign you in', next: again, verb: 'Try again' },
  signInNeeded: { title: 'You are not signed in', next: again, verb: 'Sign in' },
  signInExpired: {
    title: 'Your sign-in has expired',
    next: 'Teams did not renew it. Sign in again. If the problem remains, restart Teams.',
    verb: 'Sign in',
  },
  signInRefused: {
    title: 'This app does not accept your sign-in',
    next: 'Teams signed you in, but this app does not accept this kind of sign-in. Try again. If the problem remains, contact your administrator: the log of the app contains the reason.',
    verb: 'Try again',
  },
};

type Props = {
  readonly obstacle: Obstacle;
  readonly isTrying: boolean;
  readonly retry: () => unknown;
};

/** Describes the obstacle and how to remove it. */
export default function ObstaclePage({ obstacle, ...props }: Props) {
  if (obstacle.kind === 'trouble') return <TroublePage {...obstacle} {...props} />;
  return <WaitingPage {...obstacle} {...props} />;
}

type TroubleProps = Extract<Obstacle, { kind: 'trouble' }> & Omit<Props, 'obstacle'>;

function TroublePage({ trouble, said, isTrying, retry }: TroubleProps) {
  const client = useQueryClient();
  const { title, next, verb } = words[trouble];
  function signIn(): void {
    retrySignIn();
    retry();
    // The other failed queries failed for the same reason.
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  }
  return (
    <AccessPage
      icon={<ShieldLock48Regular />}
      title={title}
      ways={
        <Button
          appearance="primary"
          disabledFocusable={isTrying}
          icon={isTrying ? <Spinner size="tiny" /> : null}
          onClick={signIn}
        >
          {verb}
        </Button>
      }
      small={trouble === 'signInFailed' && said !== '' && `Teams says: ${said}`}
    >
      <p role="alert">{next}</p>
    </AccessPage>
  );
}

type WaitingProps = Exclude<Obstacle, { kind: 'trouble' }> & Omit<Props, 'obstacle'>;

function WaitingPage({ kind, person, isTrying, retry }: WaitingProps) {
  const isWaiting = kind === 'waiting';
  return (
    <AccessPage
      icon={<PersonAdd48Regular />}
      title={isWaiting ? 'You have no access yet' : 'You see no room yet'}
      ways={
        <Button disabledFocusable={isTrying} onClick={() => retry()}>
          Look again
        </Button>
      }
      small={
        <>
          {'Your object id, in case they ask: '}
          <code>{person.id}</code>
        </>
      }
    >
      <p role="status">
        {isWaiting
          ? `You are signed in as ${person.name}. Ask a Manager to let you in. The Manager sees that you are waiting.`
          : `You are signed in as ${person.name}, but you are in no room group. Ask a Manager to add you to one, under Settings, People.`}
      </p>
      <p>This page opens automatically after that.</p>
    </AccessPage>
  );
}
