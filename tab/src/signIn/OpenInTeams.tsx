/** The page in a plain browser when sign-in is needed: Teams signs people in, so the page links to Teams. */
import { Button } from '@fluentui/react-components';
import { PeopleTeam48Regular } from '@fluentui/react-icons/svg/people-team';
import { useLocation, useSearch } from 'wouter';
import styles from './AccessPage.module.css';
import { AccessPage } from './AccessPage.tsx';
import { linkIntoTeams } from './signIn.ts';

type Props = {
  /** `null`: unknown; people have to find the app in Teams. */
  readonly teamsAppId: string | null;
  /** The base path of the tab without its last slash. */
  readonly base: string;
};

/** Sends no request to the server, because the server would refuse it. */
export default function OpenInTeams({ teamsAppId, base }: Props) {
  const [at] = useLocation();
  const search = useSearch();
  const path = search === '' ? at : `${at}?${search}`;
  const page = `${window.location.origin}${base}${path}`;
  return (
    <main className={styles.outside}>
      <AccessPage
        icon={<PeopleTeam48Regular />}
        title="Open Rooms Pro Management in Teams"
        ways={
          teamsAppId !== null && (
            <Button as="a" appearance="primary" href={linkIntoTeams(teamsAppId, page, path)}>
              Open in Teams
            </Button>
          )
        }
      >
        <p>
          {teamsAppId === null
            ? 'Your rooms are shown inside Microsoft Teams, which signs you in with your work account. Look for the app Rooms Pro Management there.'
            : 'Your rooms are shown inside Microsoft Teams, which signs you in with your work account. The button opens the same page there.'}
        </p>
      </AccessPage>
    </main>
  );
}
